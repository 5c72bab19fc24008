package dev.reprise.cli;

import dev.reprise.cli.command.Application;
import dev.reprise.cli.command.EngineCommand;
import dev.reprise.cli.view.Output;
import dev.reprise.cli.view.ProgressView;
import dev.reprise.cli.view.ReportText;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ImportReport;
import dev.reprise.report.ImportStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reprise recover}. */
@Command(
        name = "recover",
        description = "Closes imports whose process died, so that they can be restarted or abandoned.",
        footer = {"  reprise recover --stale", "  reprise recover 019a2b"})
final class RecoverCommand extends EngineCommand {

    @ArgGroup(multiplicity = "1")
    @Nullable
    Which which;

    /** One or all. */
    static final class Which {

        @Parameters(paramLabel = "ID", description = "last, an id or its beginning")
        @Nullable
        String id;

        @Option(names = "--stale", description = "all whose process is gone")
        boolean stale;
    }

    RecoverCommand(Application application, Output output) {
        super(application, output);
    }

    @Override
    public Integer call() {
        List<ImportReport> recovered = new ArrayList<>();
        int exit = 0;
        for (UUID importId : chosen()) {
            try {
                subject(importId.toString());
                application().engine().recover(importId, ProgressView.silent(output()));
                recovered.add(application().reports().of(importId));
            } catch (RefusedException e) {
                exit = e.exit().code(); // the others are recovered all the same
                output().errorText(e.problem());
            }
        }
        if (output().json()) {
            output().document("recovered", Map.of("imports", recovered));
        } else {
            recovered.forEach(report -> output().answer(ReportText.headline(report)));
            output().say(recovered.size() + " recovered");
        }
        return exit;
    }

    private List<UUID> chosen() {
        if (which != null && which.id != null) {
            return List.of(application().reports().resolve(which.id));
        }
        return application().reports().newest(ImportStatus.ACTIVE, Integer.MAX_VALUE).stream()
                .filter(ImportReport::dead)
                .map(ImportReport::importId)
                .toList();
    }
}
