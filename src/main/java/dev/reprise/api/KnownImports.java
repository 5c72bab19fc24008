package dev.reprise.api;

import dev.reprise.engine.ledger.ImportReports;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.report.Documents;
import dev.reprise.report.ImportReport;
import dev.reprise.web.Audit;
import dev.reprise.web.Caller;
import dev.reprise.web.Scope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/** The imports that a caller may know of. One that is for others only is not there. */
@Component
@ConditionalOnWebApplication
final class KnownImports {

    private final ImportReports reports;

    KnownImports(ImportReports reports) {
        this.reports = reports;
    }

    /**
     * The import of this id, without its findings.
     *
     * @throws RefusedException with exit 4 if the caller lacks the scope, with exit 5 if there is none, or none that they may know of
     */
    ImportReport find(String id, Scope scope) {
        Caller caller = Caller.current().require(scope);
        UUID importId;
        try {
            importId = UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw unknown(id);
        }
        ImportReport report;
        try {
            report = reports.brief(importId);
        } catch (RefusedException e) {
            throw e.exit() == Exit.NOT_FOUND ? unknown(id) : e;
        }
        if (!caller.sees(report.target())) {
            throw unknown(id);
        }
        caller.require(scope, report.target());
        return report;
    }

    /** The same for something to be done with it: it is written down, and {@code If-Match} must be what {@link #tag} gives. */
    ImportReport find(String id, Scope scope, HttpServletRequest request) {
        ImportReport report = find(id, scope);
        Audit.target(request, report.target());
        Audit.subject(request, report.importId());
        String wanted = request.getHeader("If-Match");
        if (wanted != null && !wanted.equals("*") && !wanted.equals(tag(report))) {
            throw new RefusedException(
                    Exit.WRONG_STATE,
                    Problem.unchanged(
                            "precondition-failed",
                            "import %s is %s by now"
                                    .formatted(id, report.status().spelling()),
                            report.target(),
                            "Look at it again, and decide anew."));
        }
        return report;
    }

    /** Tells one state of an import from another. */
    static String tag(ImportReport report) {
        return "\"%s-%d-%d-%d\""
                .formatted(report.status().spelling(), report.runs(), report.bytes(), report.rejected());
    }

    private static RefusedException unknown(String id) {
        return new RefusedException(
                Exit.NOT_FOUND,
                Problem.unchanged(
                        "import-unknown",
                        "there is no import '" + id + "'",
                        null,
                        "See which there are: GET /imports"));
    }

    /** The document that the command line shows with {@code --json}. */
    void write(UUID importId, int status, HttpServletResponse response) throws IOException {
        ImportReport report = reports.of(importId);
        response.setStatus(status);
        response.setHeader("ETag", tag(report));
        response.setContentType("application/json");
        response.getOutputStream().write(Documents.of("import", report).getBytes(StandardCharsets.UTF_8));
    }
}
