package dev.reprise.source.snaplogic.http;

import dev.reprise.engine.export.Exporter;
import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.job.Target;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ImportKind;
import dev.reprise.report.ImportReport;
import dev.reprise.web.Audit;
import dev.reprise.web.Caller;
import dev.reprise.web.Intake;
import dev.reprise.web.Refusals;
import dev.reprise.web.Scope;
import dev.reprise.web.limit.Questions;
import dev.reprise.web.transfer.Downloads;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * SnapLogic's API. Vendor: paths, parameters, parts and the answer, also that single assets that cannot go in are listed in {@code failed} of
 * a 200, and keep no other from going in; {@code max_rejections=0} is ours and lets nothing in then.
 */
@RestController
@ConditionalOnWebApplication
@RequestMapping({SnaplogicErrors.PREFIX, ""})
class ProjectsController {

    private static final JsonMapper JSON = new JsonMapper();

    private final Intake intake;
    private final Questions questions;
    private final Exporter exporter;
    private final Downloads downloads;

    ProjectsController(Intake intake, Questions questions, Exporter exporter, Downloads downloads) {
        this.downloads = downloads;
        this.intake = intake;
        this.questions = questions;
        this.exporter = exporter;
    }

    /**
     * What the query says of how an archive is to go in; no binder is asked, as it would look into the body, too.
     *
     * @return vendor: duplicate_check is skip or true, create_new or false, overwrite; overwrite_types by commas, in brackets, or several times
     */
    private static Map<String, String> how(HttpServletRequest request) {
        Map<String, String> options = new TreeMap<>(Map.of("network", "true"));
        String check = request.getParameter("duplicate_check");
        if (check != null) {
            options.put("duplicate-check", check);
        }
        String[] types = request.getParameterValues("overwrite_types");
        if (types != null) {
            options.put("overwrite-types", bare(List.of(types)));
        }
        return options;
    }

    private static String bare(List<String> types) {
        return String.join(",", types).replaceAll("[\\[\\]\"\\s]", "");
    }

    private static Target project(Map<String, String> path) {
        return new Target("project", "%s/%s/%s".formatted(path.get("org"), path.get("space"), path.get("project")));
    }

    private static Target version(Map<String, String> path) {
        return new Target("api", "%s/%s/%s".formatted(path.get("org"), path.get("api"), path.get("version")));
    }

    @PostMapping("/project/import/{org}/{space}/{project}")
    void importProject(@PathVariable Map<String, String> path, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        take("project-import", project(path), request, response);
    }

    @PostMapping("/apim/import_version/{org}/apim/{api}/{version}")
    void importVersion(@PathVariable Map<String, String> path, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        take("api-version-import", version(path), request, response);
    }

    private void take(String job, Target target, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        RejectionLimit limit =
                new RejectionLimit(Objects.requireNonNullElse(request.getParameter("max_rejections"), "100%"));
        Intake.Order order = new Intake.Order(job, target, how(request), limit, ImportKind.IMPORT, false, ".zip");
        UUID importId = intake.take(order, request, new MultipartBody());
        boolean ended = intake.await(importId, request, response);
        ImportReport report = questions.result(Caller.current().key(), importId);
        boolean answered = !report.status().isCompleted() || !report.answer().isEmpty(); // else too many ask for theirs
        if (!ended || !answered) {
            write(response, HttpServletResponse.SC_ACCEPTED, Map.of("import", importId));
        } else if (report.status().isCompleted()) {
            write(response, HttpServletResponse.SC_OK, report.answer());
        } else {
            throw Refusals.of(report);
        }
    }

    private static void write(HttpServletResponse response, int status, Map<String, Object> answer) throws IOException {
        Map<String, Object> body = new LinkedHashMap<>(answer);
        body.put("http_status_code", status);
        response.setStatus(status);
        response.setContentType("application/json");
        response.getOutputStream().write(JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
    }

    /** Vendor: an archive; {@code force} lifts a limit that we have not. */
    @Audit.Kept
    @GetMapping("/project/export/{org}/{space}/{project}")
    void exportProject(
            @PathVariable Map<String, String> path,
            @RequestParam(name = "asset_types", defaultValue = "") List<String> types,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        export("project-export", project(path), types(types), request, response);
    }

    /** Vendor: single assets. One of a file has its folders in its name. */
    @Audit.Kept
    @GetMapping("/project/export/{org}/{space}/{project}/{*asset}")
    void exportAsset(
            @PathVariable Map<String, String> path,
            @RequestParam(name = "asset_types", defaultValue = "") List<String> types,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Map<String, String> options = types(types);
        options.put("asset", Objects.requireNonNull(path.get("asset")).substring(1));
        export("project-export", project(path), options, request, response);
    }

    private static Map<String, String> types(List<String> types) {
        return types.isEmpty() ? new TreeMap<>() : new TreeMap<>(Map.of("asset-types", bare(types)));
    }

    @Audit.Kept
    @GetMapping("/apim/export_version/{org}/apim/{api}/{version}")
    void exportVersion(
            @PathVariable Map<String, String> path,
            @RequestParam(name = "asset_types", defaultValue = "") List<String> types,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        export("api-version-export", version(path), types(types), request, response);
    }

    private void export(
            String job,
            Target target,
            Map<String, String> options,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Audit.target(request, target.toString());
        Caller caller = Caller.current().require(Scope.VIEW);
        if (!caller.may(Scope.VIEW, target.toString())) {
            throw new RefusedException(
                    Exit.NOT_FOUND,
                    Problem.unchanged(
                            "target-unknown",
                            "there is no " + target,
                            null,
                            "Check the name: it is compared case-sensitively."));
        }
        response.setContentType("application/zip");
        downloads.send(caller.key(), response.getOutputStream(), out -> exporter.run(job, target, options, out));
    }
}
