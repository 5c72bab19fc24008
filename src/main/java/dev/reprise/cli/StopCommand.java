package dev.reprise.cli;

import dev.reprise.report.ImportReport;
import dev.reprise.report.ImportStatus;
import java.util.Objects;
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
        UUID importId = application().reports().resolve(Objects.requireNonNull(id));
        application().engine().stop(importId);
        ImportReport report = application().reports().of(importId);
        for (int i = 0;
                i < PATIENCE_SECONDS * 5 && ImportStatus.ACTIVE.contains(report.status()) && !report.dead();
                i++) {
            Thread.sleep(200);
            report = application().reports().of(importId);
        }
        if (output().json()) {
            output().document("import", report);
        } else {
            output().answer(ReportText.headline(report));
        }
        return 0;
    }
}
