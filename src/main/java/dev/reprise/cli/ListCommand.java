package dev.reprise.cli;

import dev.reprise.cli.command.Application;
import dev.reprise.cli.command.EngineCommand;
import dev.reprise.cli.view.Output;
import dev.reprise.cli.view.ReportText;
import dev.reprise.report.ImportReport;
import dev.reprise.report.ImportStatus;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reprise list}. */
@Command(
        name = "list",
        description = "Lists imports, newest first. 'dead?' marks one whose process is gone.",
        footer = {"  reprise list", "  reprise list --status failed --limit 5"})
final class ListCommand extends EngineCommand {

    @Option(names = "--status", paramLabel = "S", description = "only those: running, stopped, failed, completed, ...")
    @Nullable
    ImportStatus status;

    @Option(names = "--limit", paramLabel = "N", description = "at most so many (default: ${DEFAULT-VALUE})")
    int limit = 20;

    @Spec
    @Nullable
    CommandSpec spec;

    ListCommand(Application application, Output output) {
        super(application, output);
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new CommandLine.ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "Invalid value for option '--limit': must be at least 1 but was '" + limit + "'");
        }
        Set<ImportStatus> statuses = status == null ? EnumSet.noneOf(ImportStatus.class) : EnumSet.of(status);
        List<ImportReport> imports = application().reports().newest(statuses, limit);
        if (output().json()) {
            output().document("list", Map.of("imports", imports));
        } else {
            output().answer(ReportText.table(imports));
        }
        return 0;
    }
}
