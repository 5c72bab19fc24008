package dev.reprise.cli;

import dev.reprise.cli.command.Application;
import dev.reprise.cli.command.EngineCommand;
import dev.reprise.cli.view.Output;
import dev.reprise.cli.view.ProgressView;
import dev.reprise.cli.view.ReportText;
import dev.reprise.report.ImportReport;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code reprise abandon}. */
@Command(
        name = "abandon",
        description = "Gives an unfinished import up: its rows go, what is live stays as it is.",
        footer = "  reprise abandon last-failed")
final class AbandonCommand extends EngineCommand {

    @Parameters(paramLabel = "ID", description = "last, last-failed, an id or its beginning")
    @Nullable
    String id;

    AbandonCommand(Application application, Output output) {
        super(application, output);
    }

    @Override
    public Integer call() {
        UUID importId = subject(id);
        application().engine().abandon(importId, ProgressView.silent(output()));
        ImportReport report = application().reports().of(importId);
        if (output().json()) {
            output().document("import", report);
        } else {
            output().answer(ReportText.headline(report));
        }
        return 0;
    }
}
