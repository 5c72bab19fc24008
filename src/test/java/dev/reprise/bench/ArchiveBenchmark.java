package dev.reprise.bench;

import dev.reprise.bench.Command.Cost;
import dev.reprise.testing.Archives;
import dev.reprise.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Times the import of an archive of {@code -Dbench.assets=100000} assets, or of {@code -Dbench.file=FILE}, beside {@code unzip -t} of it, in
 * {@code -Dbench.rounds=3} alternating rounds; then what is done with a project of that size.
 */
class ArchiveBenchmark {

    private static final int ASSETS = Integer.getInteger("bench.assets", 100_000);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
    private static final String PROJECT = "project/acme/shared/orders";

    @TempDir
    Path directory;

    private final List<Double> whole = new ArrayList<>();
    private final List<Double> inner = new ArrayList<>();
    private final List<Double> unzip = new ArrayList<>();
    private long peak;

    @Test
    void archives() throws IOException {
        String given = System.getProperty("bench.file");
        Path file = given == null ? Archives.write(directory.resolve("project.zip"), ASSETS, 1) : Path.of(given);
        BenchServer server = new BenchServer();
        TestDatabase database = server.migrated();
        round(database, file); // the first one warms the disk's cache and the start script's
        whole.clear();
        inner.clear();
        unzip.clear();
        for (int round = 0; round < ROUNDS; round++) {
            server.drop(database);
            database = server.migrated();
            round(database, file);
        }
        long assets = number(database, "SELECT sum(written) FROM import_counter");
        say(
                "%,d assets, %.1f MB: import %.1f s, check to publish %.1f s, %,.0f assets/s, %d MB resident",
                assets,
                Files.size(file) / 1e6,
                Results.median(whole),
                Results.median(inner),
                assets / Results.median(inner),
                peak >> 10);
        say("unzip -t of it %.2f s, 1:%.0f", Results.median(unzip), Results.median(whole) / Results.median(unzip));
        again(database, file);
        server.drop(database);
    }

    private void round(TestDatabase database, Path file) {
        Cost cost = imported(database, file);
        whole.add(cost.seconds());
        peak = Math.max(peak, cost.peakKilobytes());
        inner.add(number(database, """
                SELECT (1000 * extract(epoch FROM max(end_time) - min(start_time)))::bigint FROM batch_step_execution
                """) / 1000.0);
        unzip.add(new Command(List.of("unzip", "-tqq", file.toString()), Map.of())
                .run()
                .seconds());
    }

    private void again(TestDatabase database, Path file) {
        Path export = directory.resolve("export.zip");
        Command exporting = Command.reprise(database, "export", PROJECT, "-o", export.toString());
        say("export %.1f s", exporting.run().seconds());
        Command planning = Command.reprise(
                database,
                "plan",
                file.toString(),
                "--into=" + PROJECT,
                "--duplicate-check=overwrite",
                "--overwrite-types=Account,File,Flow,Job,Pipeline");
        say("plan over itself, all replaced, %.1f s", planning.run().seconds());
        say("import again, all skipped, %.1f s", imported(database, file).seconds());
    }

    private static Cost imported(TestDatabase database, Path file) {
        return Command.reprise(database, "import", file.toString(), "--into=" + PROJECT, "--create-space", "--fresh")
                .run();
    }

    private static long number(TestDatabase database, String sql) {
        Long number = database.jdbc().queryForObject(sql, Long.class);
        return number == null ? 0 : number;
    }

    private static void say(String format, Object... figures) {
        System.out.println("archives: " + String.format(Locale.ROOT, format, figures));
    }
}
