package dev.reprise.cli;

import dev.reprise.cli.view.Output;
import dev.reprise.cli.view.Printable;
import dev.reprise.report.Documents;
import dev.reprise.report.Finding;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code reprise errors}. */
@Command(
        name = "errors",
        description = "Lists every rejection and warning of an import, with its place in the file.",
        footer = {"  reprise errors last", "  reprise errors 019a2b --json"})
final class ErrorsCommand extends EngineCommand {

    @Parameters(
            paramLabel = "ID",
            arity = "0..1",
            description = "last (the default), last-failed, an id or its beginning")
    String id = "last";

    ErrorsCommand(Application application, Output output) {
        super(application, output);
    }

    @Override
    public Integer call() {
        UUID importId = application().reports().resolve(id);
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

    private static String line(Finding finding) {
        String place = finding.offset() == null ? "" : ", byte " + finding.offset();
        String value = finding.value() == null ? "" : " '" + Printable.line(finding.value()) + "'";
        return "%-9s  %-22s  %s%s:%s %s"
                .formatted(finding.severity(), finding.code(), finding.pointer(), place, value, finding.message());
    }
}
