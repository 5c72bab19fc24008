package dev.reprise.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.Exports;
import dev.reprise.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stops loads at {@code soak.stops} random moments, by signal and by command, and restarts each to its end. */
class StopSoak {

    private static final int STOPS = Integer.getInteger("soak.stops", 50);
    private static final int TASKS = Integer.getInteger("soak.tasks", 2000);
    private static final long SEED = Long.getLong("soak.seed", 42);
    /** What the end of a process may take; on a busy machine more. */
    private static final Duration SOON = Duration.ofMillis(Integer.getInteger("soak.margin", 2000));

    private static final int MOST_OF_ONE = 6;

    @TempDir
    Path directory;

    @Test
    void whoIsAskedToStopDoesSoSoon() {
        Instant start = Instant.now();
        Random random = new Random(SEED);
        Tally tally = new Tally();
        Path file = directory.resolve("export.json");
        try (Fleet fleet = new Fleet(2)) {
            while (tally.stops.count() < STOPS && tally.wrong() == 0) {
                Exports.write(file, 410, "b-17", TASKS, random.nextLong());
                Stage stage = Stage.of(TestPostgres.createDatabase().migrate());
                new StoppedImport(stage, file, fleet, random, tally).run(MOST_OF_ONE);
            }
        }
        System.out.printf(
                "stop soak: %d stops over %d imports, stopped after %s, %s, seed %d, %d s%n",
                tally.stops.count(),
                tally.imports.get(),
                tally.stops,
                tally.verdict(),
                SEED,
                Duration.between(start, Instant.now()).toSeconds());
        assertThat(tally.wrong()).isZero();
        assertThat(tally.stops.worst()).isLessThan(SOON);
    }
}
