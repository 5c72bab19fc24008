package dev.reprise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.CommandLine;
import dev.reprise.testing.ExactJson;
import dev.reprise.testing.ExactJson.Numeral;
import dev.reprise.testing.RepriseProcess.Result;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A copy of the folder {@code jobs} runs as it stands: every job file of a source, in the order of their names, exports last, and each
 * twice, against a real PostgreSQL. Beside {@code x.properties} stands what is expected of it, {@code x.expected.json}: its exit code, its report, its
 * findings.
 */
class JobsTest {

    private static final Path JOBS = Path.of("jobs");
    private static final Set<String> VOLATILE = Set.of(
            "schema",
            "type",
            "import",
            "file",
            "generation",
            "created_at",
            "finished_at",
            "seconds",
            "proved_at",
            "holder",
            "rows_per_second",
            "findings");

    static Stream<Path> sources() throws IOException {
        try (Stream<Path> folders = Files.list(JOBS)) {
            return folders
                    .filter(Files::isDirectory)
                    .filter(folder -> !folder.endsWith("schedule"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @TempDir
    private Path directory;

    @ParameterizedTest
    @MethodSource("sources")
    void everyJobFileDoesWhatStandsBesideIt(Path original) throws IOException {
        Path source = copy(original);
        TestDatabase database = TestPostgres.createDatabase();
        List<Path> jobs = jobs(source);
        assertThat(jobs).as("job files in " + source).isNotEmpty();
        for (Path job : jobs) {
            Path expected = Path.of(job.toString().replaceFirst("properties$", "expected.json"));
            assertThat(expected).exists();
            Map<String, Object> document = ExactJson.object(Files.readString(expected));
            Map<String, List<String>> before = live(database);

            assertThat(run(database, job)).as(job.toString()).isEqualTo(document);

            boolean published = !before.equals(live(database));
            assertThat(published).as(job + " changes live data").isEqualTo(isPublished(document));
            sameAgain(database, job, document);
        }
    }

    /** What the sample's product became is the sample. */
    @Test
    void theExportIsTheSample() throws IOException {
        Path source = copy(JOBS.resolve("inskill"));
        TestDatabase database = TestPostgres.createDatabase();
        for (String job : List.of("import", "export")) {
            assertThat(CommandLine.run(
                                    database,
                                    "run",
                                    source.resolve(job + ".properties").toString())
                            .exit())
                    .isZero();
        }
        assertThat(ExactJson.object(Files.readString(source.resolve("exported.json"))))
                .isEqualTo(ExactJson.object(Files.readString(source.resolve("sample.json"))));
    }

    private Path copy(Path source) throws IOException {
        Path copy = Files.createDirectory(directory.resolve(source.getFileName()));
        try (Stream<Path> files = Files.walk(source).skip(1)) {
            for (Path file : files.sorted().toList()) {
                Files.copy(file, copy.resolve(source.relativize(file)));
            }
        }
        return copy;
    }

    /** The second time a good job finds nothing to do, and a bad one is as bad. */
    private static void sameAgain(TestDatabase database, Path job, Map<String, Object> first) throws IOException {
        Map<String, List<String>> before = live(database);
        Map<String, Object> expected = new LinkedHashMap<>(first);
        Map<String, Object> report = new LinkedHashMap<>(member(first, "report"));
        if (isOfMany(report)) {
            report.put("unchanged", report.put("imported", new Numeral("0")));
        } else if (report.containsKey("unchanged")
                && isPublished(first)
                && new Numeral("0").equals(first.get("exit"))) {
            report.put("unchanged", true);
        } else if (Boolean.TRUE.equals(report.get("resumable"))) {
            report.put("runs", new Numeral("2"));
        }
        expected.put("report", report);

        assertThat(run(database, job)).as(job + ", the second time").isEqualTo(expected);
        if (!isPublished(first) || isOfMany(report) || Boolean.TRUE.equals(report.get("unchanged"))) {
            assertThat(live(database)).isEqualTo(before);
        }
    }

    private static boolean isPublished(Map<String, Object> document) {
        Map<String, Object> report = member(document, "report");
        return isOfMany(report)
                ? !new Numeral("0").equals(report.get("imported"))
                : report.containsKey("unchanged")
                        && String.valueOf(report.get("status")).startsWith("completed");
    }

    /** The summary of a directory's imports, each of which has a report of its own. */
    private static boolean isOfMany(Map<String, Object> report) {
        return report.containsKey("files");
    }

    private static List<Path> jobs(Path source) throws IOException {
        try (Stream<Path> files = Files.list(source)) {
            return files.filter(file -> file.toString().endsWith(".properties"))
                    .sorted(Comparator.comparing(JobsTest::exports).thenComparing(Comparator.naturalOrder()))
                    .toList();
        }
    }

    private static boolean exports(Path job) {
        try {
            return Files.readString(job).contains("-export\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> run(TestDatabase database, Path job) {
        String keyset = "--reprise.secrets.keyset-file=" + job.resolveSibling("keyset.json");
        if (!Files.exists(job.resolveSibling("keyset.json"))) {
            assertThat(CommandLine.run(database, "keys", "create", keyset).exit())
                    .isZero();
        }
        Result result = CommandLine.run(database, "run", job.toString(), "--json", keyset);
        Map<String, Object> report = ExactJson.object(result.lastLine());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("exit", new Numeral(Integer.toString(result.exit())));
        document.put("report", report);
        if (isOfMany(report)) {
            VOLATILE.forEach(report::remove);
            return document;
        }
        String importId = (String) report.get("import");
        String file = (String) Objects.requireNonNull(report.get("file"));
        VOLATILE.forEach(report::remove);
        if (file.endsWith(".zip") && importId == null) {
            report.remove("bytes"); // how well what is encrypted can be compressed is chance
        }
        if (report.containsKey("error")) {
            member(report, "error").replaceAll((key, text) -> steady((String) text, file, importId));
        }
        document.put("findings", importId == null ? List.of() : findings(database, importId));
        return document;
    }

    private static Object findings(TestDatabase database, String importId) {
        String findings =
                CommandLine.run(database, "errors", importId, "--json").lastLine();
        return Objects.requireNonNull(ExactJson.object(findings).get("findings"));
    }

    private static String steady(String text, String file, @Nullable String importId) {
        return text.replace(file, Path.of(file).getFileName().toString()).replace(String.valueOf(importId), "ID");
    }

    /** What readers see, whatever views there are. */
    private static Map<String, List<String>> live(TestDatabase database) {
        Map<String, List<String>> live = new TreeMap<>();
        String views = "SELECT table_name FROM information_schema.views WHERE table_schema = 'live'";
        for (String view : database.jdbc().queryForList(views, String.class)) {
            live.put(view, database.rows("live." + view));
        }
        live.values().removeIf(List::isEmpty); // the first job may find no views yet
        return live;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> member(Map<String, Object> document, String name) {
        return (Map<String, Object>) Objects.requireNonNull(document.get(name));
    }
}
