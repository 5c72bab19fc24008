package dev.reprise.cli;

import dev.reprise.cli.command.Application;
import dev.reprise.cli.command.EngineCommand;
import dev.reprise.cli.command.Importing;
import dev.reprise.cli.view.Output;
import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.request.ExportFile;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reprise retry}. */
@Command(
        name = "retry",
        description = {
            "Puts mended elements into the place of those that an import rejected, and publishes it.",
            "The file is what `errors ID --export FILE` has written, mended. What is missing in it stays out for good."
        },
        footer = {"  reprise retry last rejected.json", "  reprise retry 019a2b rejected.json --max-rejections 1"})
final class RetryCommand extends EngineCommand {

    @Parameters(index = "0", paramLabel = "ID", description = "last, last-failed, an id or its beginning")
    @Nullable
    String id;

    @Parameters(index = "1", paramLabel = "FILE", description = "the mended elements")
    @Nullable
    Path file;

    @Option(names = "--max-rejections", paramLabel = "N|N%", description = "a new limit (default: as before)")
    @Nullable
    String maxRejections;

    RetryCommand(Application application, Output output) {
        super(application, output);
    }

    @Override
    public Integer call() throws Exception {
        RejectionLimit limit = maxRejections == null ? null : new RejectionLimit(maxRejections);
        Path readable = ExportFile.readable(Objects.requireNonNull(file));
        UUID importId = subject(id);
        return new Importing(application(), output())
                .run((engine, listener) -> engine.retry(importId, readable, limit, listener));
    }
}
