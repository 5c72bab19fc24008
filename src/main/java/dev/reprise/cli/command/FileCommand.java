package dev.reprise.cli.command;

import dev.reprise.cli.view.Output;
import dev.reprise.engine.job.JobDescriptor;
import dev.reprise.engine.job.JobDescriptor.Kind;
import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.job.Target;
import dev.reprise.report.ImportKind;
import dev.reprise.request.ImportOrder;
import dev.reprise.request.JobOptions;
import dev.reprise.request.Jobs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What commands that load files have in common. */
public abstract class FileCommand extends EngineCommand {

    @Option(
            names = "--into",
            paramLabel = "TARGET",
            description = "what to write to, as in product/410 (default: what the file says)")
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

    /** Made by {@link Application}. */
    protected FileCommand(Application application, Output output) {
        super(application, output);
    }

    /** Does another command's work. */
    public void takeFrom(FileCommand other) {
        into = other.into;
        maxRejections = other.maxRejections;
        fresh = other.fresh;
        spec = other.spec;
    }

    /**
     * What is asked for.
     *
     * @throws dev.reprise.record.RefusedException if there is no such target or file, or if an option is wrong or not one of the
     *     target's job
     */
    public ImportOrder order(List<Path> files, ImportKind kind, boolean prove, int parallel) {
        Target target = into == null ? null : Target.parse(into);
        List<JobDescriptor> jobs = Jobs.all(Kind.IMPORT);
        Map<String, String> options = JobOptions.of(
                target == null ? jobs : List.of(Jobs.forTarget(Kind.IMPORT, target)),
                CommandOptions.given(Objects.requireNonNull(spec), jobs));
        ImportOrder.Manner how = new ImportOrder.Manner(options, new RejectionLimit(maxRejections), fresh, kind, prove);
        return new ImportOrder(files, null, target, how, parallel);
    }

    /** Something that is wrong with the command itself. */
    public CommandLine.ParameterException misuse(String what) {
        return new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(), what);
    }
}
