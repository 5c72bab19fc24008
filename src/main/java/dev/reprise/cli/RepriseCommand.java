package dev.reprise.cli;

import dev.reprise.cli.target.ApplyCommand;
import dev.reprise.cli.target.ExportCommand;
import dev.reprise.cli.target.GenerationsCommand;
import dev.reprise.cli.target.PlanCommand;
import dev.reprise.cli.target.PurgeCommand;
import dev.reprise.cli.target.RollbackCommand;
import dev.reprise.cli.target.VerifyCommand;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The word {@code reprise} alone. Options that all commands have may stand before the command, too. */
@Command(
        name = "reprise",
        description = "Brings exported data back into PostgreSQL: whole or not at all, resumable at any point.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = RepriseCommand.Version.class,
        mixinStandardHelpOptions = true,
        subcommands = {
            ImportCommand.class,
            ExportCommand.class,
            RunCommand.class,
            PlanCommand.class,
            ApplyCommand.class,
            RollbackCommand.class,
            GenerationsCommand.class,
            VerifyCommand.class,
            ListCommand.class,
            StatusCommand.class,
            ErrorsCommand.class,
            RestartCommand.class,
            RetryCommand.class,
            StopCommand.class,
            RecoverCommand.class,
            AbandonCommand.class,
            PurgeCommand.class,
            JobsCommand.class,
            KeysCommand.class,
            ServeCommand.class,
            TokenCommand.class,
            ScheduleCommand.class,
            DoctorCommand.class,
            HelpCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  reprise import export.json --into product/410 --create",
            "  reprise export product/410 -o backup.json.gz",
            "  reprise run jobs/inskill/import.properties",
            "  reprise status last --watch",
            "",
            "Exit codes: 0 done  1 failed  2 usage  3 done, records rejected  4 not allowed  5 not found",
            "  6 file refused  7 target busy  9 wrong state  10 plan: changes  75 database not reachable  130, 143 stopped",
            "Options of the form --a.b=value go to Spring, as in --spring.datasource.url=jdbc:postgresql://...",
            "Without a URL an embedded PostgreSQL keeps its data under REPRISE_HOME (default ~/.reprise)."
        })
final class RepriseCommand implements Callable<Integer> {

    @Option(names = "--json", hidden = true)
    boolean json;

    @Option(names = "--color", hidden = true)
    String color = "auto";

    @Option(
            names = {"-v", "--verbose"},
            hidden = true)
    boolean verbose;

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(), "a command is missing");
    }

    /** What {@code --version} says. */
    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = RepriseCommand.class.getPackage().getImplementationVersion();
            return new String[] {"reprise " + (version == null ? "(not packaged)" : version)};
        }
    }
}
