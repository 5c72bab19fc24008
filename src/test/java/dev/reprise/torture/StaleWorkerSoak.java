package dev.reprise.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.torture.Overtaking.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is paused for longer than its lease writes nothing when it wakes up, and says why; {@code soak.rounds} times. */
class StaleWorkerSoak {

    private static final int ROUNDS = Integer.getInteger("soak.rounds", 20);
    private static final long SEED = Long.getLong("soak.seed", 42);

    @TempDir
    Path directory;

    @Test
    void whoWasOvertakenIsFenced() {
        Instant start = Instant.now();
        Map<String, Integer> otherwise = new TreeMap<>();
        int fenced = 0;
        try (Overtaking overtaking = new Overtaking(directory, SEED)) {
            for (int round = 0; round < ROUNDS; round++) {
                Place place = Place.values()[round % Place.values().length];
                String said = overtaking.pauseAt(place, round).err();
                if (said.contains("error: fenced: ")) {
                    fenced++;
                } else {
                    otherwise.merge(place + ": " + said, 1, Integer::sum);
                }
            }
        }
        System.out.printf(
                "stale worker: %d of %d fenced, nothing written by any, seed %d, %d s%n",
                fenced, ROUNDS, SEED, Duration.between(start, Instant.now()).toSeconds());
        assertThat(otherwise).isEmpty();
    }
}
