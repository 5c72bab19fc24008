package dev.reprise.cli.command;

import dev.reprise.cli.many.FinalReport;
import dev.reprise.cli.many.ManyImports;
import dev.reprise.cli.view.Output;
import dev.reprise.cli.view.ProgressView;
import dev.reprise.cli.view.ReportText;
import dev.reprise.engine.DatabaseState;
import dev.reprise.engine.FileTargets;
import dev.reprise.engine.ImportEngine;
import dev.reprise.record.Exit;
import dev.reprise.report.ImportReport;
import dev.reprise.report.ProgressListener;
import dev.reprise.request.ImportOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/** Runs an import in the foreground: progress while it goes, its report at the end, its exit code. */
public final class Importing {

    private final Application application;
    private final Output output;

    /** For a command. */
    public Importing(Application application, Output output) {
        this.application = application;
        this.output = output;
    }

    /** Imports what is ordered: one file with its report, many with a summary. */
    public int run(ImportOrder order) throws Exception {
        if (order.isMany()) {
            return many(order);
        }
        return run(order, this::shown);
    }

    /** Imports the one file that is ordered; what is said of its report, and the exit code, are the caller's. */
    public int run(ImportOrder order, ToIntFunction<ImportReport> show) throws Exception {
        Path file = order.files().get(0);
        return run(
                (engine, listener) -> engine.run(
                        order.request(file, order.addressee(file, application.bean(FileTargets.class))), listener),
                show);
    }

    private int shown(ImportReport report) {
        show(report);
        return report.exit() == null ? Exit.FAILED.code() : report.exit();
    }

    private int many(ImportOrder order) throws Exception {
        List<Path> files = order.all();
        application.bean(DatabaseState.class).checkServes(order.parallel());
        var engine = new ManyImports.Engine(
                application.engine(), application.bean(FileTargets.class), application.reports(), application.runs());
        try (AutoCloseable working = application.runs().working();
                Keyboard keyboard = new Keyboard(application.runs())) {
            return new ManyImports(engine, output, Application::refusal).run(order, files);
        }
    }

    /** The function starts the import and returns when it has ended. */
    public int run(BiFunction<ImportEngine, ProgressListener, UUID> start) throws Exception {
        return run(start, this::shown);
    }

    /** The same; what is said of its report, and the exit code, are the caller's. */
    public int run(BiFunction<ImportEngine, ProgressListener, UUID> start, ToIntFunction<ImportReport> show)
            throws Exception {
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
            return show.applyAsInt(FinalReport.of(application.reports(), importId));
        } catch (RuntimeException e) {
            view.end();
            return Application.failure(e, output);
        }
    }

    /** The report: on stdout as the answer, and what went wrong on stderr. */
    public void show(ImportReport report) {
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
