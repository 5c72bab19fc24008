package dev.reprise.source.inskill;

import dev.reprise.record.Problem;
import dev.reprise.report.Finding;
import dev.reprise.report.ImportReport;
import dev.reprise.web.Caller;
import dev.reprise.web.ErrorForm;
import dev.reprise.web.limit.Questions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * InSkill's answers. Vendor: {@code summary} and {@code errors}; inferred: their members, {@code status}; ours: codes, places, and in which
 * state the product is.
 */
final class ProductAnswers implements ErrorForm {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_ERRORS = 1000;

    private final @Nullable Questions questions;

    /** {@code questions} is needed to tell of an import; null to tell of errors alone. */
    ProductAnswers(@Nullable Questions questions) {
        this.questions = questions;
    }

    /** Of an import that goes on. */
    String accepted(ImportReport report) {
        Map<String, Object> answer = answer(report.status().spelling(), report);
        return JSON.writeValueAsString(answer);
    }

    /** Of an import that has ended. At most the first 1000 errors are in it; where all are, {@code errors_at} says. */
    String of(ImportReport report) {
        Map<String, Object> answer = answer(report.status().isCompleted() ? "success" : "error", report);
        Map<String, Object> summary = new LinkedHashMap<>();
        report.entities().forEach((entity, counts) -> summary.put(entity + "s", counts.written()));
        answer.put("summary", summary);
        answer.put("unchanged", report.unchanged());
        answer.put("errors", errors(report));
        return JSON.writeValueAsString(answer);
    }

    private static Map<String, Object> answer(String status, ImportReport report) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", status);
        answer.put("import", report.importId());
        answer.put("errors_at", "/imports/" + report.importId() + "/rejections");
        return answer;
    }

    private List<Map<String, Object>> errors(ImportReport report) {
        List<Map<String, Object>> errors = new ArrayList<>();
        if (report.error() != null) {
            errors.add(error(report.error()));
        }
        if (questions != null && report.rejected() > 0) {
            questions
                    .rejections(Caller.current().key(), report.importId(), MOST_ERRORS - errors.size())
                    .forEach(finding -> errors.add(error(finding)));
        }
        return errors;
    }

    private static Map<String, Object> error(Finding finding) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("entity", finding.entity());
        error.put("guid", finding.guid());
        error.put("code", finding.code());
        error.put("message", finding.message());
        error.put("pointer", finding.pointer());
        return error;
    }

    private static Map<String, Object> error(Problem problem) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", problem.code());
        error.put("message", problem.what());
        error.put("where", problem.where());
        error.put("state", problem.state());
        error.put("next", problem.next());
        return error;
    }

    @Override
    public boolean isFor(String path) {
        return path.startsWith("/servicesv1/");
    }

    @Override
    public String body(int status, Problem problem) {
        return JSON.writeValueAsString(Map.of("status", "error", "errors", List.of(error(problem))));
    }
}
