package dev.reprise.api;

import dev.reprise.engine.ImportEngine;
import dev.reprise.engine.Publishing;
import dev.reprise.engine.WaitingImports;
import dev.reprise.engine.job.Target;
import dev.reprise.engine.queue.ImportQueue;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ImportReport;
import dev.reprise.report.ProgressListener;
import dev.reprise.web.Caller;
import dev.reprise.web.Scope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What can be done with an import that there is: what the commands of the same names do. Each answers with the import as it is then. */
@RestController
@ConditionalOnWebApplication
@RequestMapping("/imports/{id}")
class ImportActions {

    private final KnownImports known;
    private final ImportEngine engine;
    private final Publishing publishing;
    private final WaitingImports waiting;
    private final ImportQueue queue;

    ImportActions(
            KnownImports known, ImportEngine engine, Publishing publishing, WaitingImports waiting, ImportQueue queue) {
        this.known = known;
        this.engine = engine;
        this.publishing = publishing;
        this.waiting = waiting;
        this.queue = queue;
    }

    @PostMapping("/stop")
    void stop(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        ImportReport report = known.told(id, Scope.IMPORT, request, subject -> {
            engine.stop(subject.importId());
            return subject.importId();
        });
        KnownImports.write(report, HttpServletResponse.SC_ACCEPTED, response);
    }

    /** It waits for its turn again. */
    @PostMapping("/restart")
    void restart(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        ImportReport report = known.told(id, Scope.IMPORT, request, subject -> {
            Caller caller = Caller.current();
            waiting.targets(subject.importId()).forEach(one -> caller.require(Scope.IMPORT, one.toString()));
            queue.again(subject.importId(), caller.key());
            return subject.importId();
        });
        KnownImports.write(report, HttpServletResponse.SC_ACCEPTED, response);
    }

    @PostMapping("/recover")
    void recover(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        ImportReport report = known.done(id, Scope.IMPORT, request, subject -> {
            engine.recover(subject.importId(), ProgressListener.silent());
            return subject.importId();
        });
        KnownImports.write(report, HttpServletResponse.SC_OK, response);
    }

    @PostMapping("/abandon")
    void abandon(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        ImportReport report = known.done(id, Scope.IMPORT, request, subject -> {
            engine.abandon(subject.importId(), ProgressListener.silent());
            return subject.importId();
        });
        KnownImports.write(report, HttpServletResponse.SC_OK, response);
    }

    /** Publishes a plan. */
    @PostMapping("/apply")
    void apply(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        ImportReport report = known.done(id, Scope.UNDO, request, subject -> {
            publishing.apply(subject.importId(), null, ProgressListener.silent());
            return subject.importId();
        });
        KnownImports.write(report, HttpServletResponse.SC_OK, response);
    }

    /** Undoes the import, if what it made is live: what was live before is again. Answers with the rollback, an import of its own. */
    @PostMapping("/rollback")
    void rollback(@PathVariable String id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        ImportReport report = known.done(id, Scope.UNDO, request, this::rolledBack);
        KnownImports.write(report, HttpServletResponse.SC_OK, response);
    }

    private UUID rolledBack(ImportReport subject) {
        Target target = Target.parse(subject.target());
        if (subject.generation() == null || subject.unchanged()) {
            throw new RefusedException(
                    Exit.WRONG_STATE,
                    Problem.unchanged(
                            "wrong-state",
                            "import %s made nothing that could be live".formatted(subject.importId()),
                            subject.target(),
                            "See: GET /imports?target=" + target));
        }
        return publishing.rollback(target, null, subject.generation(), ProgressListener.silent());
    }
}
