package dev.reprise.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.Exports;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * At least {@code soak.imports} imports into two products of two servers of their own, under at least {@code soak.faults} faults of all
 * kinds. Each import is taken up again until it ends, and then compared with its file.
 */
class FaultSoak {

    private static final int IMPORTS = Integer.getInteger("soak.imports", 200);
    private static final int FAULTS = Integer.getInteger("soak.faults", 500);
    private static final long SEED = Long.getLong("soak.seed", 42);
    private static final int MOST_OF_ONE = 6;

    @TempDir
    Path directory;

    @Test
    void whateverHappensTheDataIsRight() {
        Instant start = Instant.now();
        Tally tally = new Tally();
        try (Fleet fleet = new Fleet(4)) {
            CompletableFuture.allOf(Stream.of(0, 1)
                            .map(i -> CompletableFuture.runAsync(() -> torture(fleet, tally, i)))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
        System.out.printf(
                "fault soak: %d imports, %d faults (%s), rows %s, seed %d, %d s%n",
                tally.imports.get(),
                tally.strikes(),
                tally.arsenal(),
                tally.verdict(),
                SEED,
                Duration.between(start, Instant.now()).toSeconds());
        assertThat(tally.wrong()).isZero();
    }

    private void torture(Fleet fleet, Tally tally, int which) {
        Random random = new Random(SEED + which);
        try (Battlefield field = new Battlefield(directory.resolve("server-" + which), random)) {
            Path file = directory.resolve("export-" + which + ".json");
            Exports.write(file, 410, "b-17", 80, random.nextLong());
            new FaultyImport(field, fleet, random, tally, file, List.of()).learn();
            while (tally.wrong() == 0 && (tally.imports.get() < IMPORTS || tally.strikes() < FAULTS)) {
                Exports.write(file, 410, "b-17", 60 + random.nextInt(40), random.nextLong());
                List<Strike> strikes = Stream.generate(() -> Strike.any(random))
                        .limit(1 + random.nextInt(MOST_OF_ONE))
                        .toList();
                new FaultyImport(field, fleet, random, tally, file, strikes).run();
            }
        }
    }
}
