package dev.reprise.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.Exports;
import dev.reprise.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the processes of imports at random moments, {@code soak.kills} times, in two databases at the same time, until each import has
 * come to its end.
 */
class KillSoak {

    private static final int KILLS = Integer.getInteger("soak.kills", 200);
    private static final int TASKS = Integer.getInteger("soak.tasks", 600);
    private static final long SEED = Long.getLong("soak.seed", 42);
    private static final int MOST_OF_ONE = 12;
    /** What the next process may take beyond the lease; on a busy machine more. */
    private static final Duration MARGIN = Duration.ofMillis(Integer.getInteger("soak.margin", 2000));

    @TempDir
    Path directory;

    @Test
    void whoIsKilledIsFollowedUntilTheEnd() {
        Instant start = Instant.now();
        Tally tally = new Tally();
        try (Fleet fleet = new Fleet(4)) {
            CompletableFuture.allOf(
                            CompletableFuture.runAsync(() -> kill(fleet, tally, "one", SEED)),
                            CompletableFuture.runAsync(() -> kill(fleet, tally, "two", SEED + 1)))
                    .join();
        }
        System.out.printf(
                "kill soak: %d kills over %d imports (%d before the run, %d times busy), taken up again after %s with a lease of %d s,"
                        + " %.2f chunks redone a kill, %s, seed %d, %d s%n",
                tally.kills.get(),
                tally.imports.get(),
                tally.early.get(),
                tally.busy.get(),
                tally.takenUp,
                KilledImport.LEASE.toSeconds(),
                redone(tally),
                tally.verdict(),
                SEED,
                Duration.between(start, Instant.now()).toSeconds());
        assertThat(tally.wrong()).isZero();
        assertThat(redone(tally)).isLessThanOrEqualTo(1);
        assertThat(tally.takenUp.worst()).isLessThan(KilledImport.LEASE.plus(MARGIN));
    }

    private static double redone(Tally tally) {
        return (double) tally.redone.get() / KilledImport.CHUNK / tally.kills.get();
    }

    private void kill(Fleet fleet, Tally tally, String name, long seed) {
        Random random = new Random(seed);
        while (tally.kills.get() < KILLS && tally.wrong() == 0) {
            Path file = directory.resolve("export-" + name + ".json");
            Exports.write(file, 410, "b-17", TASKS, random.nextLong());
            Stage stage = Stage.of(TestPostgres.createDatabase().migrate());
            try (KilledImport killed = new KilledImport(stage, file, fleet, random, tally)) {
                killed.run(1 + random.nextInt(MOST_OF_ONE));
            }
            TestPostgres.drop(stage.database());
            delete(file);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
