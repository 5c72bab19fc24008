package dev.reprise.cli;

import dev.reprise.cli.many.ImportOrder;
import dev.reprise.cli.view.Output;
import dev.reprise.engine.job.JobDescriptor;
import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.job.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reprise import}. */
@Command(
        name = "import",
        description = {
            "Loads a file and publishes it: readers see all of it or nothing.",
            "Of many files, or a directory of *.json, each is an import of its own, into what it is an export of.",
            "The same command after a failure or a kill takes the unfinished import up where it stopped."
        },
        footer = {
            "  reprise import export.json --into product/410",
            "  reprise import export.json --into product/410 --create --max-rejections 0.1%% --json",
            "  reprise import exports/ --create --parallel 2"
        })
final class ImportCommand extends EngineCommand {

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "an export, or a directory of them")
    List<Path> files = new ArrayList<>();

    @Option(
            names = "--into",
            paramLabel = "TARGET",
            description = "what to write to, as in product/410 (default: what the file says)")
    @Nullable
    String into;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "of many files so many at once (default: ${DEFAULT-VALUE})")
    int parallel = 1;

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

    ImportCommand(Application application, Output output) {
        super(application, output);
    }

    /** The options that the jobs bring. */
    static void addJobOptions(CommandLine line) {
        Set<String> added = new HashSet<>();
        for (JobDescriptor job : Jobs.all()) {
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

    @Override
    public Integer call() throws Exception {
        if (parallel < 1) {
            throw new CommandLine.ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "Invalid value for option '--parallel': must be at least 1 but was '" + parallel + "'");
        }
        Target target = into == null ? null : Target.parse(into);
        List<JobDescriptor> jobs = target == null ? Jobs.all() : List.of(Jobs.forTarget(target));
        ImportOrder.Manner how = new ImportOrder.Manner(options(jobs), new RejectionLimit(maxRejections), fresh);
        return new Importing(application(), output()).run(new ImportOrder(files, null, target, how, parallel));
    }

    private Map<String, String> options(List<JobDescriptor> jobs) {
        Map<String, String> options = new HashMap<>();
        for (JobDescriptor job : jobs) {
            for (JobDescriptor.Option option : job.options()) {
                OptionSpec given = Objects.requireNonNull(spec).findOption("--" + option.name());
                if (given != null && Boolean.TRUE.equals(given.getValue())) {
                    options.put(option.name(), "true");
                }
            }
        }
        return options;
    }
}
