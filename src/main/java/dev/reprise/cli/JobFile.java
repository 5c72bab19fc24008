package dev.reprise.cli;

import dev.reprise.cli.many.ExportFile;
import dev.reprise.cli.many.ImportOrder;
import dev.reprise.engine.job.JobDescriptor;
import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.job.Target;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A job file: what to import where, as {@code key=value} lines. Everything that is wrong in it is said at once. */
final class JobFile {

    private static final Set<String> KEYS = Set.of("job", "file", "into", "max-rejections", "fresh", "parallel");

    private JobFile() {}

    static ImportOrder read(Path file, List<String> overrides) {
        Path place = ExportFile.readable(file);
        Map<String, String> values = new TreeMap<>();
        Properties properties = load(place);
        properties
                .stringPropertyNames()
                .forEach(key -> values.put(key, properties.getProperty(key).strip()));
        values.computeIfPresent(
                "file", (key, value) -> place.resolveSibling(value).toString());
        List<String> problems = new ArrayList<>();
        override(values, overrides, problems);
        for (String key : List.of("job", "file")) {
            if (!values.containsKey(key)) {
                problems.add("'" + key + "' is missing");
            }
        }
        refuse(problems, place);
        JobDescriptor job = Jobs.named(value(values, "job"));
        Map<String, String> options = options(job, values, problems);
        checkTarget(job, values.get("into"), problems);
        int parallel = parallel(values.getOrDefault("parallel", "1"), problems);
        checkLimit(values.getOrDefault("max-rejections", "0"), problems);
        refuse(problems, place);
        String into = values.get("into");
        return new ImportOrder(
                List.of(Path.of(value(values, "file"))),
                job.name(),
                into == null ? null : Target.parse(into),
                new ImportOrder.Manner(
                        options,
                        new RejectionLimit(values.getOrDefault("max-rejections", "0")),
                        Boolean.parseBoolean(values.getOrDefault("fresh", "false"))),
                parallel);
    }

    private static int parallel(String value, List<String> problems) {
        if (!value.matches("[1-9]\\d{0,3}")) {
            problems.add("'parallel' must be a whole number from 1 on, not '" + value + "'");
            return 1;
        }
        return Integer.parseInt(value);
    }

    private static String value(Map<String, String> values, String key) {
        return Objects.requireNonNull(values.get(key));
    }

    private static Properties load(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw usage("'" + file + "' is not a job file: " + e.getMessage(), file);
        }
        return properties;
    }

    private static void override(Map<String, String> values, List<String> overrides, List<String> problems) {
        for (String override : overrides) {
            int equals = override.indexOf('=');
            if (equals < 1) {
                problems.add("'" + override + "' is not of the form key=value");
            } else {
                String key = override.substring(0, equals);
                String value = override.substring(equals + 1);
                values.put(
                        key,
                        key.equals("file") ? Path.of(value).toAbsolutePath().toString() : value);
            }
        }
    }

    private static Map<String, String> options(JobDescriptor job, Map<String, String> values, List<String> problems) {
        Map<String, String> options = new HashMap<>();
        values.forEach((key, value) -> {
            boolean own =
                    job.options().stream().anyMatch(option -> option.name().equals(key));
            if (own) {
                options.put(key, value);
            } else if (!KEYS.contains(key)) {
                problems.add("'" + key + "' is not a parameter of " + job.name());
            }
            boolean flag = own || key.equals("fresh");
            if (flag && !value.equals("true") && !value.equals("false")) {
                problems.add("'" + key + "' must be true or false, not '" + value + "'");
            }
        });
        return options;
    }

    private static void checkTarget(JobDescriptor job, @Nullable String into, List<String> problems) {
        if (into != null && !into.startsWith(job.targetKind() + "/")) {
            problems.add("'" + into + "' is not a target of " + job.name() + ", which are like " + job.targetExample());
        }
    }

    private static void checkLimit(String limit, List<String> problems) {
        try {
            var unused = new RejectionLimit(limit);
        } catch (RefusedException e) {
            problems.add(e.problem().what());
        }
    }

    private static void refuse(List<String> problems, Path file) {
        if (!problems.isEmpty()) {
            throw usage(String.join("; ", problems), file);
        }
    }

    private static RefusedException usage(String what, Path file) {
        return new RefusedException(
                Exit.USAGE,
                Problem.unchanged("job-file", what, file.toString(), "Mend it; what a job takes, says: reprise jobs"));
    }
}
