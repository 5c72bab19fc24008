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
import dev.reprise.web.limit.Questions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/** The imports that a caller may know of. One that is for others only is not there. */
@Component
@ConditionalOnWebApplication
final class KnownImports {

    private final ImportReports reports;
    private final Questions questions;

    KnownImports(ImportReports reports, Questions questions) {
        this.reports = reports;
        this.questions = questions;
    }

    /**
     * The import of this id, without its findings. Audit and trace learn which it is, also if it is refused.
     *
     * @throws RefusedException with exit 4 if the caller lacks the scope, with exit 5 if there is none, or none that they may know of
     */
    ImportReport find(String id, Scope scope, HttpServletRequest request) {
        Caller caller = Caller.current();
        Optional<UUID> importId = id(id);
        importId.ifPresent(one -> Audit.subject(request, one));
        caller.require(scope);
        ImportReport report = brief(importId.orElseThrow(() -> unknown(id)));
        Audit.target(request, report.target());
        if (!caller.sees(report.target())) {
            Audit.hidden(request);
            throw unknown(id);
        }
        caller.require(scope, report.target());
        return report;
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private ImportReport brief(UUID importId) {
        try {
            return reports.brief(importId);
        } catch (RefusedException e) {
            throw e.exit() == Exit.NOT_FOUND ? unknown(importId.toString()) : e;
        }
    }

    /** What is done with an import. */
    interface Act {
        /** Does it, and returns what is to be shown: the import itself, or one that came of it. */
        UUID on(ImportReport report);
    }

    /**
     * Has something done with an import, and says how it is then.
     *
     * @throws RefusedException as {@link #find}; with exit 9 and code {@code precondition-failed} if it is in another state than {@code If-Match}
     *     says, which is asked just before: what is not possible in the state in which the act finds it, the act itself refuses; as this
     */
    ImportReport done(String id, Scope scope, HttpServletRequest request, Act act) {
        id(id).ifPresent(one -> Audit.subject(request, one));
        return questions.act(Caller.current().key(), () -> act.on(matching(id, scope, request)));
    }

    /** The same for what waits for no target: that an import is to stop must be heard also while others are acted on. */
    ImportReport told(String id, Scope scope, HttpServletRequest request, Act act) {
        id(id).ifPresent(one -> Audit.subject(request, one));
        String caller = Caller.current().key();
        UUID told = questions.ask(caller, () -> act.on(matching(id, scope, request)));
        return questions.result(caller, told);
    }

    private ImportReport matching(String id, Scope scope, HttpServletRequest request) {
        ImportReport report = find(id, scope, request);
        Matching.check(
                request,
                Optional.of(tag(report)),
                "import %s is %s by now".formatted(id, report.status().spelling()));
        return report;
    }

    /** Tells one state of an import from another, as far as it matters for what can be done with it: that it gets on does not. */
    private static String tag(ImportReport report) {
        return "\"%s-%d\"".formatted(report.status().spelling(), report.runs());
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

    /** One import with its findings in groups, that the caller has been found to know of. */
    ImportReport report(UUID importId) {
        return questions.report(Caller.current().key(), importId);
    }

    /** The document that the command line shows with {@code --json}. */
    static void write(ImportReport report, int status, HttpServletResponse response) throws IOException {
        response.setStatus(status);
        response.setHeader("ETag", tag(report));
        response.setContentType("application/json");
        response.getOutputStream().write(Documents.of("import", report).getBytes(StandardCharsets.UTF_8));
    }
}
