package dev.reprise.cli.target;

import dev.reprise.cli.command.Application;
import dev.reprise.cli.command.EngineCommand;
import dev.reprise.cli.command.Importing;
import dev.reprise.cli.view.Output;
import dev.reprise.engine.Publishing;
import dev.reprise.engine.job.Target;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reprise rollback}. */
@Command(
        name = "rollback",
        description = {
            "Makes the generation that was live before live again, at once.",
            "It is recorded as an import of its own; the same command again undoes it."
        },
        footer = {"  reprise rollback product/410", "  reprise rollback product/410 --to 17"})
public final class RollbackCommand extends EngineCommand {

    @Parameters(paramLabel = "TARGET", description = "as in product/410")
    @Nullable
    String target;

    @Option(
            names = "--to",
            paramLabel = "GENERATION",
            description = "another one that is kept: reprise generations TARGET")
    @Nullable
    Long to;

    public RollbackCommand(Application application, Output output) {
        super(application, output);
    }

    @Override
    public Integer call() throws Exception {
        Target parsed = Target.parse(Objects.requireNonNull(target));
        audit(parsed.toString(), null);
        return new Importing(application(), output())
                .run((engine, listener) -> application().bean(Publishing.class).rollback(parsed, to, null, listener));
    }
}
