package dev.reprise.cli.command;

import dev.reprise.engine.job.JobDescriptor;
import dev.reprise.engine.job.JobDescriptor.Option;
import dev.reprise.engine.job.JobDescriptor.Option.Type;
import dev.reprise.request.JobOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options of jobs as a command has them. */
public final class CommandOptions {

    private CommandOptions() {}

    /** Gives a command the options of all jobs that it may do. */
    public static void add(CommandSpec command, List<JobDescriptor> jobs) {
        for (Option option : JobOptions.all(jobs)) {
            OptionSpec.Builder spec = OptionSpec.builder("--" + option.name())
                    .description(JobOptions.descriptions(jobs, option.name()).stream()
                            .map(text -> text.replace("%", "%%"))
                            .toArray(String[]::new))
                    .order(50)
                    .type(type(option.type()));
            if (option.type() != Type.FLAG) {
                spec.paramLabel(JobOptions.placeholder(option));
            }
            command.addOption(spec.build());
        }
    }

    /** Those of them that were given, as they were given. */
    public static Map<String, String> given(CommandSpec command, List<JobDescriptor> jobs) {
        Map<String, String> given = new TreeMap<>();
        for (Option option : JobOptions.all(jobs)) {
            OptionSpec spec = command.findOption("--" + option.name());
            Object value = spec == null ? null : spec.getValue();
            if (value != null && !Boolean.FALSE.equals(value)) {
                given.put(option.name(), value.toString());
            }
        }
        return given;
    }

    private static Class<?> type(Type type) {
        return switch (type) {
            case FLAG -> boolean.class;
            case TEXT -> String.class;
            case FILE -> Path.class;
        };
    }
}
