package dev.reprise.cli;

import dev.reprise.cli.command.Application;
import dev.reprise.cli.command.EngineCommand;
import dev.reprise.cli.view.Output;
import dev.reprise.cli.view.ReportText;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ImportReport;
import dev.reprise.report.ImportStatus;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code reprise stop}. */
@Command(
        name = "stop",
        description = "Stops a running import at its next chunk's border. It can be restarted.",
        footer = {"  reprise stop last", "  reprise stop 019a2b"})
final class StopCommand extends EngineCommand {

    private static final int PATIENCE_SECONDS = 30;

    @Parameters(paramLabel = "ID", description = "last, an id or its beginning")
    @Nullable
    String id;

    StopCommand(Application application, Output output) {
        super(application, output);
    }

    @Override
    public Integer call() throws Exception {
        UUID importId = subject(id);
        application().engine().stop(importId);
        ImportReport report = application().reports().brief(importId);
        for (int i = 0;
                i < PATIENCE_SECONDS * 5 && ImportStatus.ACTIVE.contains(report.status()) && !report.dead();
                i++) {
            Thread.sleep(200);
            report = application().reports().brief(importId);
        }
        if (report.dead()) {
            throw new RefusedException(
                    Exit.WRONG_STATE,
                    Problem.unchanged(
                            "process-died",
                            "no process works on import " + importId + " any more",
                            report.target(),
                            "Close it: reprise recover %1$s. Or go on with it: reprise restart %1$s"
                                    .formatted(importId)));
        }
        if (ImportStatus.ACTIVE.contains(report.status())) {
            throw new RefusedException(
                    Exit.WRONG_STATE,
                    new Problem(
                            "still-stopping",
                            "import " + importId + " was asked to stop and has not yet",
                            report.target(),
                            "Nothing was published yet.",
                            "See how it goes: reprise status " + importId + " --watch"));
        }
        if (output().json()) {
            output().document("import", report);
        } else {
            output().answer(ReportText.headline(report));
        }
        return 0;
    }
}
