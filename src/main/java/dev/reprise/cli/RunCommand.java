package dev.reprise.cli;

import dev.reprise.cli.command.Application;
import dev.reprise.cli.command.EngineCommand;
import dev.reprise.cli.command.Exporting;
import dev.reprise.cli.command.Importing;
import dev.reprise.cli.view.Output;
import dev.reprise.cli.view.ProgressView;
import dev.reprise.engine.job.ExportRequest;
import dev.reprise.engine.job.JobDescriptor.Kind;
import dev.reprise.record.Exit;
import dev.reprise.report.ImportReport;
import dev.reprise.report.ImportStatus;
import dev.reprise.request.JobFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code reprise run}. */
@Command(
        name = "run",
        description = "Does what a job file says: the same as import or export, for operators and schedulers.",
        footer = {
            "  reprise run jobs/inskill/import.properties",
            "  reprise run jobs/inskill/export.properties",
            "  reprise run nightly.properties file=/backup/tonight.json max-rejections=10",
            "  reprise run jobs/inskill/restore.properties parallel=2"
        })
final class RunCommand extends EngineCommand {

    @Parameters(
            index = "0",
            paramLabel = "JOBFILE",
            description = "a file of lines key=value; its paths are relative to it")
    @Nullable
    Path jobFile;

    @Parameters(
            index = "1..*",
            paramLabel = "KEY=VALUE",
            description = "overrides; paths are relative to this directory")
    List<String> overrides = new ArrayList<>();

    RunCommand(Application application, Output output) {
        super(application, output);
    }

    @Override
    public Integer call() throws Exception {
        JobFile job = JobFile.read(Objects.requireNonNull(jobFile), overrides);
        if (job.kind() == Kind.EXPORT) {
            ExportRequest request = job.exportRequest();
            return new Exporting(application(), output()).run(exporter -> exporter.run(request));
        }
        Importing importing = new Importing(application(), output());
        return job.isDrill() ? importing.run(job.importOrder(), this::drilled) : importing.run(job.importOrder());
    }

    /** What was loaded has served its purpose. Should it not go now, it goes with the next sweep. */
    private int drilled(ImportReport report) {
        if (report.status() == ImportStatus.PLANNED) {
            String done = report.provedAt() == null ? "loaded" : "loaded and proved";
            String dropped = "dropped it again";
            try {
                application().engine().abandon(report.importId(), ProgressView.silent(output()));
            } catch (RuntimeException e) {
                dropped = "left it to the next import to be dropped: "
                        + Application.refusal(e).problem().what();
            }
            output().say("the drill has %s it in %.1f s, and %s".formatted(done, report.seconds(), dropped));
        }
        new Importing(application(), output()).show(report);
        return report.exit() == null ? Exit.FAILED.code() : report.exit();
    }
}
