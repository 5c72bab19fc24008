package dev.reprise.cli.target;

import dev.reprise.cli.command.Application;
import dev.reprise.cli.command.CommandOptions;
import dev.reprise.cli.command.EngineCommand;
import dev.reprise.cli.command.Exporting;
import dev.reprise.cli.view.Output;
import dev.reprise.cli.view.Stdout;
import dev.reprise.engine.job.ExportRequest;
import dev.reprise.engine.job.JobDescriptor;
import dev.reprise.engine.job.JobDescriptor.Kind;
import dev.reprise.engine.job.Target;
import dev.reprise.request.JobOptions;
import dev.reprise.request.Jobs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reprise export}. */
@Command(
        name = "export",
        description = {
            "Writes what is live of a target to a file that can be imported again.",
            "The file is there once it is whole, or not at all."
        },
        footer = {
            "  reprise export product/410 -o backup.json",
            "  reprise export product/410 -o nightly.json.gz --replace --json",
            "  reprise export product/410 -o - | jq .data.product"
        })
public final class ExportCommand extends EngineCommand {

    private static final String STDOUT = "-";

    @Parameters(paramLabel = "TARGET", description = "what to export, as in product/410")
    @Nullable
    String target;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "what to write; compressed if it ends in .gz; - for stdout")
    @Nullable
    String file;

    @Option(names = "--replace", description = "let a file go that is there already")
    boolean replace;

    @Spec
    @Nullable
    CommandSpec spec;

    public ExportCommand(Application application, Output output) {
        super(application, output);
    }

    @Override
    public Integer call() throws Exception {
        Target from = Target.parse(Objects.requireNonNull(target));
        JobDescriptor job = Jobs.forTarget(Kind.EXPORT, from);
        Map<String, String> options =
                JobOptions.of(List.of(job), CommandOptions.given(Objects.requireNonNull(spec), Jobs.all(Kind.EXPORT)));
        String to = Objects.requireNonNull(file);
        if (to.equals(STDOUT)) {
            return new Exporting(application(), output().aside())
                    .run(exporter -> exporter.run(job.name(), from, options, new Stdout()));
        }
        ExportRequest request = new ExportRequest(job.name(), from, Path.of(to), options, replace);
        return new Exporting(application(), output()).run(exporter -> exporter.run(request));
    }
}
