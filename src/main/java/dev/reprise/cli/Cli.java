package dev.reprise.cli;

import dev.reprise.cli.command.Application;
import dev.reprise.cli.command.CommandOptions;
import dev.reprise.cli.view.Output;
import dev.reprise.engine.job.JobDescriptor;
import dev.reprise.engine.job.JobDescriptor.Kind;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.report.ImportStatus;
import dev.reprise.request.Jobs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program as a command line. */
public final class Cli {

    private static final Pattern SPRING_PROPERTY =
            Pattern.compile("--[a-z][\\w-]*(\\.[\\w\\[\\]-]+)+=.*", Pattern.DOTALL);

    private Cli() {}

    /**
     * Runs one command to its end.
     *
     * @param application the class from which Spring starts, if the command needs it
     * @return the exit code
     */
    public static int run(Class<?> application, String... arguments) {
        List<String> properties = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (String argument : arguments) {
            (SPRING_PROPERTY.matcher(argument).matches() ? properties : words).add(argument);
        }
        Output output = Output.of(words);
        try (Application app = new Application(application, properties, output)) {
            return commandLine(app, output).execute(words.toArray(String[]::new));
        }
    }

    private static CommandLine commandLine(Application app, Output output) {
        CommandLine line = new CommandLine(new RepriseCommand(), app);
        line.registerConverter(ImportStatus.class, Cli::status);
        line.setOut(output.out()).setErr(output.err());
        line.setUsageHelpWidth(100).setUsageHelpLongOptionsMaxWidth(30).setAbbreviatedOptionsAllowed(false);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(output.ansi()));
        line.setParameterExceptionHandler((exception, words) -> misuse(exception, output));
        line.setExecutionExceptionHandler((exception, command, result) -> Application.failure(exception, output));
        addJobOptions(line, Kind.IMPORT, "import", "plan");
        addJobOptions(line, Kind.EXPORT, "export");
        return line;
    }

    private static void addJobOptions(CommandLine line, Kind kind, String... commands) {
        List<JobDescriptor> jobs = Jobs.all(kind);
        for (String command : commands) {
            CommandLine one = Objects.requireNonNull(line.getSubcommands().get(command));
            CommandOptions.add(one.getCommandSpec(), jobs);
        }
    }

    private static ImportStatus status(String spelling) {
        return Arrays.stream(ImportStatus.values())
                .filter(status -> status.spelling().equals(spelling))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("expected one of "
                        + Arrays.stream(ImportStatus.values())
                                .map(ImportStatus::spelling)
                                .collect(Collectors.joining(", "))
                        + " but was '" + spelling + "'"));
    }

    private static int misuse(ParameterException exception, Output output) {
        String command = exception.getCommandLine().getCommandSpec().qualifiedName();
        String what = String.valueOf(exception.getMessage()).replaceFirst("^Error: ", "");
        List<String> similar =
                exception instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        String meant = similar.isEmpty() ? "" : "Did you mean '" + similar.get(0) + "'? ";
        output.problem(Exit.USAGE, Problem.unchanged("usage", what, null, meant + "See: " + command + " --help"));
        return Exit.USAGE.code();
    }
}
