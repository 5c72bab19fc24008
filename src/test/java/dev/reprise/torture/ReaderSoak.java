package dev.reprise.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While two exports take turns and processes are killed, readers see the one or the other, whole, {@code soak.reads} times. */
class ReaderSoak {

    private static final int PUBLISHES = Integer.getInteger("soak.rounds", 50);
    private static final int READS = Integer.getInteger("soak.reads", 20_000);
    private static final long SEED = Long.getLong("soak.seed", 42);

    @TempDir
    Path directory;

    @Test
    void readersSeeTheOneOrTheOther() throws Exception {
        Instant start = Instant.now();
        Random random = new Random(SEED);
        try (Publishing publishing = new Publishing(directory, SEED)) {
            Reader reader = new Reader(publishing.database(), 2);
            try (reader) {
                while (publishing.publishes() < PUBLISHES || reader.reads() < READS) {
                    publishing.publish(random.nextInt(3));
                }
            }
            long mixed = publishing.mixed(reader);
            System.out.printf(
                    "reader: %d reads during %d publishes under %d kills, mixed states %d, seed %d, %d s%n",
                    reader.reads(),
                    publishing.publishes(),
                    publishing.kills(),
                    mixed,
                    SEED,
                    Duration.between(start, Instant.now()).toSeconds());
            assertThat(mixed).isZero();
        }
    }
}
