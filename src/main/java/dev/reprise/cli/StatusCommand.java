package dev.reprise.cli;

import dev.reprise.cli.command.Application;
import dev.reprise.cli.command.EngineCommand;
import dev.reprise.cli.command.Importing;
import dev.reprise.cli.view.Output;
import dev.reprise.cli.view.ProgressView;
import dev.reprise.record.Exit;
import dev.reprise.report.Counts;
import dev.reprise.report.ImportReport;
import dev.reprise.report.ImportStatus;
import dev.reprise.report.Progress;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reprise status}. */
@Command(
        name = "status",
        description = "Shows how an import stands; with --watch until it ends, and then ends with its exit code.",
        footer = {"  reprise status", "  reprise status 019a2b --watch"})
final class StatusCommand extends EngineCommand {

    @Parameters(
            paramLabel = "ID",
            arity = "0..1",
            description = "last (the default), last-failed, an id or its beginning")
    String id = "last";

    @Option(names = "--watch", description = "follow it until it ends")
    boolean watch;

    StatusCommand(Application application, Output output) {
        super(application, output);
    }

    @Override
    public Integer call() throws Exception {
        UUID importId = application().reports().resolve(id);
        ImportReport report = watch
                ? follow(application().reports().brief(importId))
                : application().reports().of(importId);
        new Importing(application(), output()).show(report);
        Integer exit = report.exit();
        return watch ? exit == null ? Exit.FAILED.code() : exit : 0;
    }

    private ImportReport follow(ImportReport first) throws InterruptedException {
        ImportReport report = first;
        try (ProgressView view = ProgressView.of(output())) {
            while (ImportStatus.ACTIVE.contains(report.status()) && !report.dead()) {
                Counts counts = new Counts(report.read(), report.written(), report.rejected());
                view.progress(new Progress(
                        report.importId(), report.target(), "load", report.bytes(), report.fileSize(), counts));
                Thread.sleep(500);
                report = application().reports().brief(report.importId());
            }
            view.end();
        }
        return application().reports().of(report.importId());
    }
}
