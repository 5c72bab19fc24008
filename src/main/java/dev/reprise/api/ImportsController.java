package dev.reprise.api;

import dev.reprise.engine.job.JobDescriptor;
import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.job.Target;
import dev.reprise.engine.ledger.ImportReports;
import dev.reprise.engine.ledger.ImportReports.Filter;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.report.Documents;
import dev.reprise.report.ImportKind;
import dev.reprise.report.ImportReport;
import dev.reprise.report.ImportStatus;
import dev.reprise.request.JobOptions;
import dev.reprise.request.Jobs;
import dev.reprise.web.Caller;
import dev.reprise.web.Intake;
import dev.reprise.web.Scope;
import dev.reprise.web.limit.Questions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /imports}: which there are, one of them, and a new one. */
@RestController
@ConditionalOnWebApplication
@RequestMapping("/imports")
class ImportsController {

    private static final int MOST = 200;
    private static final Set<String> OWN = Set.of("target", "max_rejections", "dry_run");

    private final Intake intake;
    private final ImportReports reports;
    private final Questions questions;
    private final KnownImports known;

    ImportsController(Intake intake, ImportReports reports, Questions questions, KnownImports known) {
        this.intake = intake;
        this.reports = reports;
        this.questions = questions;
        this.known = known;
    }

    /** Newest first; {@code next} in the answer is where the next page begins. */
    @GetMapping(produces = "application/json")
    String list(
            @RequestParam(defaultValue = "") String status,
            @RequestParam(required = false) @Nullable String target,
            @RequestParam(required = false) @Nullable UUID after,
            @RequestParam(defaultValue = "50") int limit,
            HttpServletRequest request) {
        Caller caller = Caller.current().require(Scope.VIEW);
        if (after != null) {
            known.find(after.toString(), Scope.VIEW, request); // else the pages would end there, as if that were all
        }
        if (limit < 1 || limit > MOST) {
            throw malformed("limit", Integer.toString(limit), "1 to " + MOST);
        }
        Filter filter = new Filter(statuses(status), target, caller.patterns(Scope.VIEW), after);
        List<ImportReport> found = questions.ask(caller.key(), () -> reports.page(filter, limit + 1));
        Map<String, Object> page = new LinkedHashMap<>();
        page.put(
                "imports",
                found.stream().limit(limit).map(ImportReport::elsewhere).toList());
        if (found.size() > limit) {
            UUID last = found.get(limit - 1).importId();
            page.put(
                    "next",
                    "/imports?after=%s&limit=%d".formatted(last, limit)
                            + (status.isEmpty() ? "" : "&status=" + URLEncoder.encode(status, StandardCharsets.UTF_8))
                            + (target == null ? "" : "&target=" + URLEncoder.encode(target, StandardCharsets.UTF_8)));
        }
        return Documents.of("list", page);
    }

    private static Set<ImportStatus> statuses(String words) {
        Set<ImportStatus> statuses = EnumSet.noneOf(ImportStatus.class);
        Arrays.stream(words.split(",")).filter(word -> !word.isBlank()).forEach(word -> {
            try {
                statuses.add(ImportStatus.of(word.strip()));
            } catch (IllegalArgumentException e) {
                throw malformed("status", word, "queued, running, stopped, failed, completed and the like");
            }
        });
        return statuses;
    }

    private static RefusedException malformed(String name, String value, String allowed) {
        return new RefusedException(
                Exit.USAGE,
                Problem.unchanged(
                        "parameter-malformed",
                        "'%s' is no %s".formatted(value, name),
                        null,
                        "Allowed: " + allowed + "."));
    }

    /** One import, with its findings in groups. */
    @GetMapping("/{id}")
    void one(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        UUID importId = known.find(id, Scope.VIEW, request).importId();
        KnownImports.write(known.report(importId), HttpServletResponse.SC_OK, response);
    }

    /**
     * Imports the body into {@code target}. Other parameters are the job's own options, spelled as on the command line; such as name files
     * are none here. Answers at once, unless the client says how long it waits: {@code Prefer: wait=SECONDS}.
     */
    @PostMapping
    void start(
            @RequestParam("target") String into,
            @RequestParam(name = "max_rejections", defaultValue = "0") String maxRejections,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean plan,
            @RequestParam Map<String, String> parameters,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Target target = Target.parse(into);
        JobDescriptor job = Jobs.forTarget(JobDescriptor.Kind.IMPORT, target);
        Intake.Order order = new Intake.Order(
                job.name(),
                target,
                options(job, parameters),
                new RejectionLimit(maxRejections),
                plan ? ImportKind.PLAN : ImportKind.IMPORT,
                false,
                ending(request.getContentType()));
        UUID importId = intake.take(order, request);
        boolean ended = intake.awaitIfAsked(importId, request, response);
        KnownImports.write(
                questions.result(Caller.current().key(), importId),
                ended ? HttpServletResponse.SC_OK : HttpServletResponse.SC_ACCEPTED,
                response);
    }

    private static Map<String, String> options(JobDescriptor job, Map<String, String> parameters) {
        // what names a file would name one of this machine
        List<String> allowed = job.options().stream()
                .filter(option -> option.type() != JobDescriptor.Option.Type.FILE)
                .map(JobDescriptor.Option::name)
                .toList();
        Map<String, String> options = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            String option = name.replace('_', '-');
            if (allowed.contains(option)) {
                options.put(option, value);
            } else if (!OWN.contains(name)) {
                throw malformed("parameter", name, String.join(", ", OWN) + ", " + String.join(", ", allowed));
            }
        });
        return JobOptions.of(List.of(job), options);
    }

    private static String ending(@Nullable String type) {
        if (type == null) {
            return ".json";
        }
        return type.contains("gzip") ? ".json.gz" : type.contains("zip") ? ".zip" : ".json";
    }
}
