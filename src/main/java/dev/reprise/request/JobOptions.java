package dev.reprise.request;

import dev.reprise.engine.job.JobDescriptor;
import dev.reprise.engine.job.JobDescriptor.Option;
import dev.reprise.engine.job.JobDescriptor.Option.Type;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The options of jobs: which there are, and whether what was given is right. */
public final class JobOptions {

    private JobOptions() {}

    /**
     * All that the jobs take, each once. One that may have some words in one job and some in another may have them all.
     *
     * @throws IllegalStateException if two jobs have one of the same name that are not of the same type
     */
    public static List<Option> all(Collection<JobDescriptor> jobs) {
        Map<String, Option> all = new LinkedHashMap<>();
        jobs.stream()
                .flatMap(job -> job.options().stream())
                .forEach(option -> all.merge(option.name(), option, JobOptions::merged));
        return List.copyOf(all.values());
    }

    /** What is said of one in a list of options, a line for each meaning: what it does, and in which jobs. */
    public static List<String> descriptions(Collection<JobDescriptor> jobs, String name) {
        Map<String, List<String>> takers = new LinkedHashMap<>();
        for (JobDescriptor job : jobs) {
            find(job, name)
                    .map(Option::description)
                    .ifPresent(does -> takers.computeIfAbsent(does, none -> new ArrayList<>())
                            .add(job.name()));
        }
        return takers.entrySet().stream()
                .map(entry -> entry.getKey() + " (" + String.join(", ", entry.getValue()) + ")")
                .toList();
    }

    /** What stands for its value in a list of options, such as {@code skip|overwrite} or {@code FILE}; empty for a flag. */
    public static String placeholder(Option option) {
        if (option.type() == Type.FLAG) {
            return "";
        }
        return option.values().isEmpty() ? option.type().name() : String.join("|", option.values());
    }

    /**
     * What was given, as a job gets it.
     *
     * @param jobs those that may be meant: the only one, or any
     * @throws RefusedException with exit 2 if none of them takes one of the options, or not with this value; as of
     *     {@link ExportFile#readable} for the file that one names
     */
    public static Map<String, String> of(Collection<JobDescriptor> jobs, Map<String, String> given) {
        Map<String, Option> all = all(jobs).stream().collect(Collectors.toMap(Option::name, option -> option));
        given.forEach((name, value) -> {
            Option option = all.get(name);
            if (option == null) {
                String takers = jobs.stream().map(JobDescriptor::name).collect(Collectors.joining(" or "));
                throw refused("option-not-taken", "--" + name + " is not an option of " + takers);
            }
            String wrong = wrong(option, value);
            if (wrong != null) {
                throw refused("option-malformed", "--" + name + wrong);
            }
        });
        return readable(all.values(), given);
    }

    /**
     * What was given, with the files that are named as absolute paths.
     *
     * @throws RefusedException as of {@link ExportFile#readable} for one of them
     */
    static Map<String, String> readable(Collection<Option> options, Map<String, String> given) {
        Map<String, String> readable = new TreeMap<>(given);
        for (Option option : options) {
            if (option.type() == Type.FILE) {
                readable.computeIfPresent(
                        option.name(),
                        (name, file) -> ExportFile.readable(Path.of(file)).toString());
            }
        }
        return readable;
    }

    /** Of what was given for any job, that which one takes. */
    static Map<String, String> taken(JobDescriptor job, Map<String, String> given) {
        Map<String, String> taken = new TreeMap<>(given);
        taken.keySet().removeIf(name -> find(job, name).isEmpty());
        return taken;
    }

    static Optional<Option> find(JobDescriptor job, String name) {
        return job.options().stream()
                .filter(option -> option.name().equals(name))
                .findFirst();
    }

    /** What is wrong with a value, to be said after the option's name; null if nothing is. Files are not looked at. */
    static @Nullable String wrong(Option option, String value) {
        if (option.type() == Type.FLAG && !value.equals("true") && !value.equals("false")) {
            return " must be true or false, not '" + value + "'";
        }
        if (!option.values().isEmpty() && !option.values().contains(value)) {
            return " must be one of " + String.join(", ", option.values()) + ", not '" + value + "'";
        }
        return null;
    }

    private static Option merged(Option one, Option other) {
        if (one.type() != other.type()) {
            throw new IllegalStateException("two jobs declare --" + one.name() + " with different types");
        }
        boolean any = one.values().isEmpty() || other.values().isEmpty();
        List<String> values = any
                ? List.of()
                : Stream.concat(one.values().stream(), other.values().stream())
                        .distinct()
                        .toList();
        return new Option(one.name(), one.type(), values, one.description());
    }

    private static RefusedException refused(String code, String what) {
        return new RefusedException(
                Exit.USAGE, Problem.unchanged(code, what, null, "What a job takes, says: reprise jobs"));
    }
}
