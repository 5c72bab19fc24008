package dev.reprise.cli.target;

import dev.reprise.cli.command.Application;
import dev.reprise.cli.command.EngineCommand;
import dev.reprise.cli.view.GenerationText;
import dev.reprise.cli.view.Output;
import dev.reprise.engine.Publishing;
import dev.reprise.engine.job.Target;
import dev.reprise.report.GenerationReport;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code reprise generations}. */
@Command(
        name = "generations",
        description = "Lists what a target can be rolled back to, the live generation first.",
        footer = "  reprise generations product/410")
public final class GenerationsCommand extends EngineCommand {

    @Parameters(paramLabel = "TARGET", description = "as in product/410")
    @Nullable
    String target;

    public GenerationsCommand(Application application, Output output) {
        super(application, output);
    }

    @Override
    public Integer call() {
        Target parsed = Target.parse(Objects.requireNonNull(target));
        List<GenerationReport> generations =
                application().bean(Publishing.class).generations(parsed);
        if (output().json()) {
            output().document("generations", Map.of("target", parsed.toString(), "generations", generations));
        } else {
            output().answer(GenerationText.table(generations));
        }
        return 0;
    }
}
