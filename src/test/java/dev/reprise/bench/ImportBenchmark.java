package dev.reprise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.Exports;
import dev.reprise.testing.RepriseProcess;
import dev.reprise.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Times an import, whole process, beside what else could be done with the same file: in turn, on one server, several rounds. Writes
 * {@code src/docs/performance.md} and its picture.
 *
 * <p>{@code -Dbench.sizes=10,100} runs some sizes, {@code -Dbench.rounds=5} more rounds, {@code -Dbench.files=DIR} files {@code
 * DIR/100.json} of one's own. The program must be packaged. The server is the one at {@code REPRISE_TEST_URL}, else an embedded one
 * that keeps its promises; psql must be on the path, and pg_dump and pg_restore of the server's version, else that row is left out.
 */
class ImportBenchmark {

    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
    private static final List<Integer> SIZES = Stream.of(
                    System.getProperty("bench.sizes", "10,100,1000").split(","))
            .map(Integer::valueOf)
            .toList();
    private static final double MEGABYTES_A_TASK = 0.00963;

    @TempDir
    Path directory;

    private BenchServer server;
    private final Results results = new Results();

    @Test
    void anImportBesideWhatElseCouldBeDone() throws IOException {
        server = new BenchServer();
        for (int size : SIZES) {
            Path file = file(size);
            TestDatabase first = server.migrated();
            reprise(first, file).run();
            FlatRows rows =
                    new FlatRows(first, server.database(), Files.createDirectories(directory.resolve("" + size)));
            server.drop(first);
            compare(size, file, rows);
            server.drop(rows.database());
            delete(directory.resolve("" + size));
        }
        results.write(Path.of("src/docs"), server.version());
        System.out.println(results);
    }

    private Path file(int size) throws IOException {
        String given = System.getProperty("bench.files");
        if (given != null) {
            return Path.of(given).resolve(size + ".json");
        }
        Path file = directory.resolve(size + ".json");
        Exports.write(file, 410, "b-17", (int) (size / MEGABYTES_A_TASK), 42);
        return file;
    }

    private void compare(int size, Path file, FlatRows rows) throws IOException {
        rows.prepare(true);
        rows.copy("csv", false).run();
        long expected = rows.count();
        boolean restorable = server.canBeDumped();
        if (restorable) {
            rows.dump();
        }
        for (int round = 0; round < ROUNDS; round++) {
            imported(size, file, expected);
            flat("copy", size, rows, true, rows.copy("csv", false), expected);
            flat("limit", size, rows, false, rows.copy("binary", true), expected);
            if (restorable) {
                flat("restore", size, rows, true, rows.restore(2), expected);
            }
            flat("plain", size, rows, true, plain(rows.database(), file), expected);
        }
    }

    private void imported(int size, Path file, long expected) {
        TestDatabase database = server.migrated();
        database.jdbc().execute("CHECKPOINT");
        Command.Cost cost = reprise(database, file).run();
        Map<String, Object> told = database.jdbc().queryForMap("""
                SELECT (SELECT sum(written) FROM import_counter WHERE entity <> 'product') AS rows,
                       (SELECT extract(epoch FROM finished_at - started_at) FROM import) AS seconds,
                       (SELECT extract(epoch FROM end_time - start_time) FROM batch_step_execution WHERE step_name = 'publish')
                           AS publish
                """);
        assertThat(((Number) told.get("rows")).longValue()).isEqualTo(expected);
        results.add("import", size, expected, cost);
        results.add("import, from check to publish", size, expected, seconds(told.get("seconds")));
        results.add("of it, the publish", size, expected, seconds(told.get("publish")));
        server.drop(database);
    }

    private static Command.Cost seconds(Object seconds) {
        return new Command.Cost(((Number) seconds).doubleValue(), 0);
    }

    private void flat(String what, int size, FlatRows rows, boolean keys, Command command, long expected) {
        rows.prepare(keys);
        results.add(Results.NAMES.get(what), size, expected, command.run());
        assertThat(rows.count()).isEqualTo(expected);
    }

    private static Command reprise(TestDatabase database, Path file) {
        return Command.reprise(database, "import", file.toString(), "--into", "product/410", "--create");
    }

    /** With the memory that its chunks of 1000 tasks need. */
    private static Command plain(TestDatabase database, Path file) {
        List<String> words = new ArrayList<>(RepriseProcess.jvm(PlainImport.class));
        words.replaceAll(word -> word.startsWith("-Xmx") ? "-Xmx1g" : word);
        words.remove("-XX:TieredStopAtLevel=1");
        words.add(1, "-Dfile=" + file);
        words.addAll(database.arguments());
        words.add("--spring.config.name=plain-batch");
        words.add("--spring.datasource.hikari.data-source-properties.reWriteBatchedInserts=true");
        words.add("--spring.datasource.hikari.data-source-properties.stringtype=unspecified");
        words.add("--spring.batch.jdbc.initialize-schema=never");
        return new Command(words, new LinkedHashMap<>());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}
