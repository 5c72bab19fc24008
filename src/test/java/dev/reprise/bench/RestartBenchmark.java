package dev.reprise.bench;

import dev.reprise.testing.Exports;
import dev.reprise.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Kills an import of {@code -Dbench.size=1000} MB when nine tenths are committed, starts it again, and tells when it commits the next
 * chunk; then replaces the product by an import of a tenth of the size, and tells how a reader of it fared, who waits for no lock longer than 100 ms.
 */
class RestartBenchmark {

    private static final int SIZE = Integer.getInteger("bench.size", 1000);
    private static final double MEGABYTES_A_TASK = 0.00963;
    private static final String REACHED = "SELECT coalesce(max(byte_offset), 0) FROM import_checkpoint";

    @TempDir
    Path directory;

    private TestDatabase database;
    private JdbcTemplate jdbc;

    @Test
    void aRestartAndAReader() throws IOException, InterruptedException {
        BenchServer server = new BenchServer();
        database = server.migrated();
        var line = new SingleConnectionDataSource(database.url(), database.user(), database.password(), true);
        jdbc = new JdbcTemplate(line);
        Path file = export("large", SIZE, 1);
        long reached = killedAtNineTenths(file);
        long began = System.nanoTime();
        Process again = start(file);
        awaitReached(reached + 1);
        double seconds = (System.nanoTime() - began) / 1e9;
        end(again);
        System.out.printf(
                Locale.ROOT,
                "restart at byte %,d of %,d: the next commit %.2f s after the start of the process%n",
                reached,
                Files.size(file),
                seconds);
        read(export("smaller", SIZE / 10, 2));
        line.destroy();
        server.drop(database);
    }

    private Path export(String name, int size, long seed) {
        Path file = directory.resolve(name + ".json");
        Exports.write(file, 410, "b-17", (int) (size / MEGABYTES_A_TASK), seed);
        return file;
    }

    private Process start(Path file) throws IOException {
        return Command.reprise(database, "import", file.toString(), "--into", "product/410", "--create")
                .start(directory.resolve("said"));
    }

    private void end(Process process) throws InterruptedException, IOException {
        process.waitFor(30, TimeUnit.MINUTES);
        if (process.exitValue() != 0) {
            throw new IllegalStateException(Files.readString(directory.resolve("said")));
        }
    }

    /** Returns how far it had come. The lease of the killed process is waited for, as it is not what is timed. */
    private long killedAtNineTenths(Path file) throws IOException, InterruptedException {
        Process killed = start(file);
        awaitReached(Files.size(file) * 9 / 10);
        killed.destroyForcibly().waitFor();
        jdbc.queryForList("""
                SELECT pg_sleep(greatest(0, extract(epoch FROM expires_at - clock_timestamp())))::text FROM import_lease
                """);
        return reached();
    }

    private long reached() {
        Long reached = jdbc.queryForObject(REACHED, Long.class);
        return reached == null ? 0 : reached;
    }

    private void awaitReached(long bytes) throws InterruptedException {
        while (reached() < bytes) {
            Thread.sleep(5);
        }
    }

    private void read(Path file) throws IOException, InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<String> reader = CompletableFuture.supplyAsync(() -> reads(over));
        Process replacing = start(file);
        end(replacing);
        over.set(true);
        System.out.printf(
                Locale.ROOT,
                "a reader while the product is replaced, attached, published and swept: %s; the publish took %s ms%n",
                reader.join(),
                jdbc.queryForObject("""
                        SELECT round(1000 * extract(epoch FROM end_time - start_time)) FROM batch_step_execution
                        WHERE step_name = 'publish' ORDER BY step_execution_id DESC LIMIT 1
                        """, String.class));
    }

    private String reads(AtomicBoolean over) {
        var line = new SingleConnectionDataSource(database.url(), database.user(), database.password(), true);
        JdbcTemplate reading = new JdbcTemplate(line);
        reading.execute("SET lock_timeout = '100ms'"); // who waits longer fails
        long reads = 0;
        long worst = 0;
        while (!over.get()) {
            long began = System.nanoTime();
            reading.queryForList("SELECT title FROM live.step WHERE product_id = 410 LIMIT 1");
            worst = Math.max(worst, System.nanoTime() - began);
            reads++;
        }
        line.destroy();
        return String.format(
                Locale.ROOT, "%,d reads, none waited 100 ms for a lock, the slowest took %.1f ms", reads, worst / 1e6);
    }
}
