package dev.reprise.cli;

import dev.reprise.cli.command.Application;
import dev.reprise.cli.command.EngineCommand;
import dev.reprise.cli.view.Output;
import dev.reprise.cli.view.Printable;
import dev.reprise.engine.export.RejectedExporter;
import dev.reprise.report.Documents;
import dev.reprise.report.Finding;
import dev.reprise.report.RejectedReport;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reprise errors}. */
@Command(
        name = "errors",
        description = "Lists every rejection and warning of an import, with its place in the file.",
        footer = {
            "  reprise errors last",
            "  reprise errors 019a2b --json",
            "  reprise errors last-failed --export rejected.json"
        })
final class ErrorsCommand extends EngineCommand {

    @Parameters(
            paramLabel = "ID",
            arity = "0..1",
            description = "last (the default), last-failed, an id or its beginning")
    String id = "last";

    @Option(
            names = "--export",
            paramLabel = "FILE",
            description = "write the rejected elements to a file, to be mended and retried")
    @Nullable
    Path export;

    @Option(names = "--replace", description = "let a file go that is there already")
    boolean replace;

    ErrorsCommand(Application application, Output output) {
        super(application, output);
    }

    @Override
    public Integer call() throws Exception {
        UUID importId = application().reports().resolve(id);
        if (export != null) {
            return export(importId, export);
        }
        AtomicLong count = new AtomicLong();
        if (output().json()) {
            output().print("{\"schema\":\"reprise/1\",\"type\":\"errors\",\"import\":\"" + importId
                    + "\",\"findings\":[");
            application()
                    .reports()
                    .findings(
                            importId,
                            finding -> output().print(
                                            (count.getAndIncrement() == 0 ? "" : ",") + Documents.plain(finding)));
            output().raw("]}");
        } else {
            application().reports().findings(importId, finding -> {
                count.incrementAndGet();
                output().answer(Printable.line(line(finding)));
            });
            output().say(count.get() == 0 ? "no rejections, no warnings" : count.get() + " in all");
        }
        return 0;
    }

    private int export(UUID importId, Path file) throws Exception {
        RejectedReport report;
        try (AutoCloseable working = application().runs().working()) {
            report = application().bean(RejectedExporter.class).run(importId, file, replace);
        }
        if (output().json()) {
            output().document("rejected", report);
        } else {
            output().answer("%d rejected elements written to %s%nMend them, then: reprise retry %s %s"
                    .formatted(report.elements(), report.file(), importId, file));
        }
        return 0;
    }

    private static String line(Finding finding) {
        String place = finding.offset() == null ? "" : ", byte " + finding.offset();
        String value = finding.value() == null ? "" : " '" + Printable.line(finding.value()) + "'";
        return "%-9s  %-22s  %s%s:%s %s"
                .formatted(finding.severity(), finding.code(), finding.pointer(), place, value, finding.message());
    }
}
