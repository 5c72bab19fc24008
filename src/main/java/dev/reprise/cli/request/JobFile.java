package dev.reprise.cli.request;

import dev.reprise.engine.job.ExportRequest;
import dev.reprise.engine.job.JobDescriptor;
import dev.reprise.engine.job.JobDescriptor.Kind;
import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.job.Target;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ImportKind;
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

/** A job file: what to import or export where, as {@code key=value} lines. Everything that is wrong in it is said at once. */
public final class JobFile {

    private static final Set<String> PATHS = Set.of("file", "to");
    private static final Set<String> FLAGS = Set.of("fresh", "prove", "drill", "replace");

    private final JobDescriptor job;
    private final Map<String, String> values;
    private final Map<String, String> options;

    private JobFile(JobDescriptor job, Map<String, String> values, Map<String, String> options) {
        this.job = job;
        this.values = values;
        this.options = options;
    }

    /** @throws RefusedException with exit 2 for a bad one, with exit 5 if it is not there or names a job that is not */
    public static JobFile read(Path file, List<String> overrides) {
        Path place = ExportFile.readable(file);
        Map<String, String> values = new TreeMap<>();
        Properties properties = load(place);
        properties
                .stringPropertyNames()
                .forEach(key -> values.put(key, properties.getProperty(key).strip()));
        PATHS.forEach(path -> values.computeIfPresent(
                path, (key, value) -> place.resolveSibling(value).toString()));
        List<String> problems = new ArrayList<>();
        override(values, overrides, problems);
        JobDescriptor job = values.containsKey("job") ? Jobs.named(value(values, "job")) : null;
        if (job == null) {
            problems.add("'job' is missing");
        }
        for (String key : (job == null ? Kind.IMPORT : job.kind()).required()) {
            if (!values.containsKey(key)) {
                problems.add("'" + key + "' is missing");
            }
        }
        refuse(problems, place);
        JobFile read = new JobFile(Objects.requireNonNull(job), values, options(job, values, problems));
        checkTarget(job, values.get(read.targetKey()), problems);
        checkParallel(values.getOrDefault("parallel", "1"), problems);
        checkLimit(values.getOrDefault("max-rejections", "0"), problems);
        refuse(problems, place);
        return read;
    }

    /** Which of the two requests it holds. */
    public Kind kind() {
        return job.kind();
    }

    /** What to import; the file, or the directory of files, must be there and readable. */
    public ImportOrder importOrder() {
        Path file = Path.of(value(values, "file"));
        return new ImportOrder(
                List.of(isDrill() ? ExportFile.newest(file) : file),
                job.name(),
                values.containsKey("into") ? target() : null,
                new ImportOrder.Manner(
                        options,
                        new RejectionLimit(values.getOrDefault("max-rejections", "0")),
                        isSet("fresh"),
                        isDrill() ? ImportKind.PLAN : ImportKind.IMPORT,
                        isDrill() || isSet("prove")),
                Integer.parseInt(values.getOrDefault("parallel", "1")));
    }

    /** Whether the import is only to be tried: loaded, proved, and dropped. */
    public boolean isDrill() {
        return isSet("drill");
    }

    /** What to export. */
    public ExportRequest exportRequest() {
        return new ExportRequest(job.name(), target(), Path.of(value(values, "to")), isSet("replace"));
    }

    private String targetKey() {
        return job.kind() == Kind.IMPORT ? "into" : "from";
    }

    private Target target() {
        return Target.parse(value(values, targetKey()));
    }

    private boolean isSet(String flag) {
        return Boolean.parseBoolean(values.getOrDefault(flag, "false"));
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
                        PATHS.contains(key) ? Path.of(value).toAbsolutePath().toString() : value);
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
            } else if (!key.equals("job") && !job.kind().parameters().contains(key)) {
                problems.add("'" + key + "' is not a parameter of " + job.name());
            }
            boolean flag = own || FLAGS.contains(key);
            if (flag && !value.equals("true") && !value.equals("false")) {
                problems.add("'" + key + "' must be true or false, not '" + value + "'");
            }
        });
        return options;
    }

    private static void checkParallel(String value, List<String> problems) {
        if (!value.matches("[1-9]\\d{0,3}")) {
            problems.add("'parallel' must be a whole number from 1 on, not '" + value + "'");
        }
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
