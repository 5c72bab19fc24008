package dev.reprise.cli;

import dev.reprise.cli.command.Application;
import dev.reprise.cli.command.EngineCommand;
import dev.reprise.cli.command.Importing;
import dev.reprise.cli.view.Output;
import dev.reprise.engine.job.RejectionLimit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reprise restart}. */
@Command(
        name = "restart",
        description = "Takes up an import that was stopped, failed, or whose process died, where it stood.",
        footer = {"  reprise restart last-failed", "  reprise restart 019a2b --max-rejections 10"})
final class RestartCommand extends EngineCommand {

    @Parameters(paramLabel = "ID", description = "last, last-failed, an id or its beginning")
    @Nullable
    String id;

    @Option(names = "--max-rejections", paramLabel = "N|N%", description = "a new limit (default: as before)")
    @Nullable
    String maxRejections;

    RestartCommand(Application application, Output output) {
        super(application, output);
    }

    @Override
    public Integer call() throws Exception {
        RejectionLimit limit = maxRejections == null ? null : new RejectionLimit(maxRejections);
        UUID importId = subject(id);
        return new Importing(application(), output())
                .run((engine, listener) -> engine.restart(importId, limit, listener));
    }
}
