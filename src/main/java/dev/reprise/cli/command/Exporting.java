package dev.reprise.cli.command;

import dev.reprise.cli.view.ExportText;
import dev.reprise.cli.view.Output;
import dev.reprise.cli.view.Stdout;
import dev.reprise.engine.export.Exporter;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ExportReport;
import java.util.function.Function;

/** Runs an export in the foreground: its report at the end, its exit code. */
public final class Exporting {

    private final Application application;
    private final Output output;

    /** For a command. */
    public Exporting(Application application, Output output) {
        this.application = application;
        this.output = output;
    }

    /** The function exports and returns when the document is whole. A process that is told to end waits until all is said. */
    public int run(Function<Exporter, ExportReport> export) throws Exception {
        Exporter exporter = application.bean(Exporter.class);
        try (AutoCloseable working = application.runs().working();
                Keyboard keyboard = new Keyboard(application.runs())) {
            return say(exporter, export);
        }
    }

    private int say(Exporter exporter, Function<Exporter, ExportReport> export) {
        try {
            ExportReport report = export.apply(exporter);
            if (output.json()) {
                output.document("summary", report);
            } else {
                output.answer(ExportText.of(report));
            }
            return report.exit();
        } catch (RuntimeException e) {
            if (e instanceof RefusedException refused
                    && refused.problem().code().equals(Stdout.CLOSED)) {
                return refused.exit().code();
            }
            return Application.failure(e, output);
        }
    }
}
