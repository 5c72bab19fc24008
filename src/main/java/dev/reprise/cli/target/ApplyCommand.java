package dev.reprise.cli.target;

import dev.reprise.cli.command.Application;
import dev.reprise.cli.command.EngineCommand;
import dev.reprise.cli.command.Importing;
import dev.reprise.cli.view.Output;
import dev.reprise.engine.Publishing;
import dev.reprise.engine.job.RejectionLimit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reprise apply}. */
@Command(
        name = "apply",
        description = {
            "Publishes what a plan has loaded, at once.",
            "Refused if the target has changed since: plan again then."
        },
        footer = {"  reprise apply last", "  reprise apply 019a2b --max-rejections 10"})
public final class ApplyCommand extends EngineCommand {

    @Parameters(paramLabel = "ID", arity = "0..1", description = "last (the default), an id or its beginning")
    String id = "last";

    @Option(names = "--max-rejections", paramLabel = "N|N%", description = "another limit (default: the plan's)")
    @Nullable
    String maxRejections;

    public ApplyCommand(Application application, Output output) {
        super(application, output);
    }

    @Override
    public Integer call() throws Exception {
        RejectionLimit limit = maxRejections == null ? null : new RejectionLimit(maxRejections);
        UUID importId = subject(id);
        return new Importing(application(), output()).run((engine, listener) -> {
            application().bean(Publishing.class).apply(importId, limit, listener);
            return importId;
        });
    }
}
