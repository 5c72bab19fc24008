package dev.reprise.request;

import dev.reprise.engine.job.ExportRequest;
import dev.reprise.engine.job.JobDescriptor;
import dev.reprise.engine.job.JobDescriptor.Kind;
import dev.reprise.engine.job.JobDescriptor.Option;
import dev.reprise.engine.job.JobDescriptor.Option.Type;
import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.job.Target;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ImportKind;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A job file: what to import or export where, as {@code key=value} lines. Everything that is wrong in it is said at once. */
public final class JobFile {

    private static final Set<String> PATHS = Set.of("file", "to");
    private static final Set<String> FLAGS = Set.of("fresh", "prove", "drill", "replace");

    private final JobDescriptor job;
    private final Map<String, String> values;
    private final Map<String, String> options;
    private final Map<String, String> overrides;

    private JobFile(
            JobDescriptor job, Map<String, String> values, Map<String, String> options, Map<String, String> overrides) {
        this.job = job;
        this.values = values;
        this.options = options;
        this.overrides = overrides;
    }

    /** @throws RefusedException with exit 2 for a bad one, with exit 5 if it is not there or names a job that is not */
    public static JobFile read(Path file, List<String> overrides) {
        return read(file, overrides, Jobs::named);
    }

    /** What a job file says with these in place of its own; without a file, what these say alone. Fails as the other. */
    public static JobFile of(@Nullable Path file, Map<String, String> overrides) {
        return read(file, overrides, new ArrayList<>(), Jobs::named);
    }

    /** With the jobs that there are. */
    static JobFile read(Path file, List<String> overrides, Function<String, JobDescriptor> jobs) {
        List<String> problems = new ArrayList<>();
        return read(file, overriding(overrides, problems), problems, jobs);
    }

    private static JobFile read(
            @Nullable Path file,
            Map<String, String> overrides,
            List<String> problems,
            Function<String, JobDescriptor> jobs) {
        Path here = Path.of("").toAbsolutePath();
        Path place = file == null ? null : ExportFile.readable(file);
        Map<String, String> overriding = new TreeMap<>(overrides);
        Map<String, String> values = place == null ? new TreeMap<>() : load(place);
        values.keySet().removeAll(overriding.keySet());
        String name = overriding.getOrDefault("job", values.get("job"));
        JobDescriptor job = name == null ? null : jobs.apply(name);
        resolve(values, job, place == null ? here : Objects.requireNonNullElse(place.getParent(), here), problems);
        resolve(overriding, job, here, problems);
        values.putAll(overriding);
        if (job == null) {
            problems.add("'job' is missing");
        }
        for (String key : (job == null ? Kind.IMPORT : job.kind()).required()) {
            if (!values.containsKey(key)) {
                problems.add("'" + key + "' is missing");
            }
        }
        refuse(problems, place);
        JobFile read = new JobFile(Objects.requireNonNull(job), values, options(job, values, problems), overriding);
        checkTarget(job, values.get(read.targetKey()), problems);
        checkParallel(values.getOrDefault("parallel", "1"), problems);
        checkLimit(values.getOrDefault("max-rejections", "0"), problems);
        refuse(problems, place);
        return read;
    }

    /** What stood in place of the file's own, with paths that are absolute. */
    public Map<String, String> overrides() {
        return Map.copyOf(overrides);
    }

    /** Which of the two requests it holds. */
    public Kind kind() {
        return job.kind();
    }

    /** What to import; the file, or the directory of files, and those that options name must be there and readable. */
    public ImportOrder importOrder() {
        Path file = Path.of(value(values, "file"));
        return new ImportOrder(
                List.of(isDrill() ? ExportFile.newest(file) : file),
                job.name(),
                values.containsKey("into") ? target() : null,
                new ImportOrder.Manner(
                        JobOptions.readable(job.options(), options),
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

    /** What to export; the files that options name must be there and readable. */
    public ExportRequest exportRequest() {
        return new ExportRequest(
                job.name(),
                target(),
                Path.of(value(values, "to")),
                JobOptions.readable(job.options(), options),
                isSet("replace"));
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

    private static Map<String, String> load(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw usage("'" + file + "' is not a job file: " + e.getMessage(), file);
        }
        Map<String, String> values = new TreeMap<>();
        properties
                .stringPropertyNames()
                .forEach(key -> values.put(key, properties.getProperty(key).strip()));
        return values;
    }

    private static Map<String, String> overriding(List<String> overrides, List<String> problems) {
        Map<String, String> values = new TreeMap<>();
        for (String override : overrides) {
            int equals = override.indexOf('=');
            if (equals < 1) {
                problems.add("'" + override + "' is not of the form key=value");
            } else {
                values.put(override.substring(0, equals), override.substring(equals + 1));
            }
        }
        return values;
    }

    /** Makes paths absolute. */
    private static void resolve(
            Map<String, String> values, @Nullable JobDescriptor job, Path directory, List<String> problems) {
        values.replaceAll((key, value) -> {
            try {
                return isPath(job, key) ? directory.resolve(value).toString() : value;
            } catch (InvalidPathException e) {
                problems.add("'" + key + "' is not a path: " + e.getReason());
                return value;
            }
        });
    }

    private static boolean isPath(@Nullable JobDescriptor job, String key) {
        boolean option = job != null
                && JobOptions.find(job, key)
                        .filter(found -> found.type() == Type.FILE)
                        .isPresent();
        return option || PATHS.contains(key);
    }

    private static Map<String, String> options(JobDescriptor job, Map<String, String> values, List<String> problems) {
        Map<String, String> options = JobOptions.taken(job, values);
        values.forEach((key, value) -> {
            Option own = JobOptions.find(job, key).orElse(null);
            if (own == null && !key.equals("job") && !job.kind().parameters().contains(key)) {
                problems.add("'" + key + "' is not a parameter of " + job.name());
            }
            Option option = own == null && FLAGS.contains(key) ? Option.flag(key, "") : own;
            String wrong = option == null ? null : JobOptions.wrong(option, value);
            if (wrong != null) {
                problems.add("'" + key + "'" + wrong);
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

    private static void refuse(List<String> problems, @Nullable Path file) {
        if (!problems.isEmpty()) {
            throw usage(String.join("; ", problems), file);
        }
    }

    private static RefusedException usage(String what, @Nullable Path file) {
        return new RefusedException(
                Exit.USAGE,
                Problem.unchanged(
                        "job-file",
                        what,
                        file == null ? null : file.toString(),
                        "Mend it; what a job takes, says: reprise jobs"));
    }
}
