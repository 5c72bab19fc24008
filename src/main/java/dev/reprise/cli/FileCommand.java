package dev.reprise.cli;

import dev.reprise.cli.request.ExportFile;
import dev.reprise.cli.request.Jobs;
import dev.reprise.cli.view.Output;
import dev.reprise.engine.job.ImportRequest;
import dev.reprise.engine.job.JobDescriptor;
import dev.reprise.engine.job.JobDescriptor.Kind;
import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.job.Target;
import dev.reprise.report.ImportKind;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What commands that load a file have in common. */
abstract class FileCommand extends EngineCommand {

    @Parameters(paramLabel = "FILE", description = "the export")
    @Nullable
    Path file;

    @Option(
            names = "--into",
            paramLabel = "TARGET",
            required = true,
            description = "what to write to, as in product/410")
    @Nullable
    String into;

    @Option(
            names = "--max-rejections",
            paramLabel = "N|N%",
            description = "publish although so many records stay out (default: 0)")
    String maxRejections = "0";

    @Option(names = "--fresh", description = "begin anew, even if an unfinished import of the file could be taken up")
    boolean fresh;

    @Spec
    @Nullable
    CommandSpec spec;

    FileCommand(Application application, Output output) {
        super(application, output);
    }

    /** Does another command's work. */
    void takeFrom(FileCommand other) {
        file = other.file;
        into = other.into;
        maxRejections = other.maxRejections;
        fresh = other.fresh;
        spec = other.spec;
    }

    /** The options that the jobs bring. */
    static void addJobOptions(CommandLine line) {
        Set<String> added = new HashSet<>();
        for (JobDescriptor job : Jobs.all(Kind.IMPORT)) {
            for (JobDescriptor.Option option : job.options()) {
                if (added.add(option.name())) {
                    line.getCommandSpec()
                            .addOption(OptionSpec.builder("--" + option.name())
                                    .description(option.description())
                                    .order(50)
                                    .type(boolean.class)
                                    .build());
                }
            }
        }
    }

    /** What is asked for. */
    ImportRequest request(ImportKind kind, boolean prove) {
        Target target = Target.parse(Objects.requireNonNull(into));
        JobDescriptor job = Jobs.forTarget(Kind.IMPORT, target);
        Path path = ExportFile.readable(Objects.requireNonNull(file));
        Map<String, String> options = new HashMap<>();
        for (JobDescriptor.Option option : job.options()) {
            OptionSpec given = Objects.requireNonNull(spec).findOption("--" + option.name());
            if (given != null && Boolean.TRUE.equals(given.getValue())) {
                options.put(option.name(), "true");
            }
        }
        return new ImportRequest(
                job.name(), target, path, options, new RejectionLimit(maxRejections), fresh, kind, prove);
    }
}
