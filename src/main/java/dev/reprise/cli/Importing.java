package dev.reprise.cli;

import dev.reprise.cli.view.Output;
import dev.reprise.cli.view.ProgressView;
import dev.reprise.cli.view.ReportText;
import dev.reprise.engine.Failures;
import dev.reprise.engine.ImportEngine;
import dev.reprise.record.Exit;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ImportReport;
import dev.reprise.report.ProgressListener;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/** Runs an import in the foreground: progress while it goes, its report at the end, its exit code. */
final class Importing {

    private final Application application;
    private final Output output;

    Importing(Application application, Output output) {
        this.application = application;
        this.output = output;
    }

    /** The function starts the import and returns when it has ended. */
    int run(BiFunction<ImportEngine, ProgressListener, UUID> start) throws Exception {
        return run(start, report -> {
            show(report);
            return report.exit() == null ? Exit.FAILED.code() : report.exit();
        });
    }

    /** The same; what is said of its report, and the exit code, are the caller's. */
    int run(BiFunction<ImportEngine, ProgressListener, UUID> start, ToIntFunction<ImportReport> show) throws Exception {
        ImportEngine engine = application.engine();
        try (AutoCloseable working = application.runs().working();
                Keyboard keyboard = new Keyboard(application.runs());
                ProgressView view = ProgressView.of(output)) {
            return run(start, show, engine, view);
        }
    }

    /** Says what happened before the end of the process may go on, also if that is why the import did not begin. */
    private int run(
            BiFunction<ImportEngine, ProgressListener, UUID> start,
            ToIntFunction<ImportReport> show,
            ImportEngine engine,
            ProgressView view) {
        try {
            UUID importId = start.apply(engine, view);
            view.end();
            return show.applyAsInt(report(importId));
        } catch (RuntimeException e) {
            view.end();
            return Cli.failure(e, output);
        }
    }

    /** The import has ended, so a database that fails only now must not make it look as if nothing had happened. */
    private ImportReport report(UUID importId) {
        try {
            return application.reports().of(importId);
        } catch (RuntimeException lost) {
            try {
                return application.reports().of(importId); // the pool gives another connection
            } catch (RuntimeException e) {
                RefusedException refusal = Failures.refusal(
                        e, "The import has ended, but its report cannot be read.", "See: reprise status " + importId);
                throw refusal == null ? e : refusal;
            }
        }
    }

    /** The report: on stdout as the answer, and what went wrong on stderr. */
    void show(ImportReport report) {
        if (output.json()) {
            output.document("summary", report);
        } else {
            output.answer(ReportText.of(report));
        }
        if (report.error() != null) {
            output.errorText(report.error());
        }
    }
}
