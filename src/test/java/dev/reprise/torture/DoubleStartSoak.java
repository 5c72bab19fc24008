package dev.reprise.torture;

import dev.reprise.torture.Duel.Before;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes start, and restart, the same import at the same instant, {@code soak.rounds} times each. One does it. */
class DoubleStartSoak {

    private static final int ROUNDS = Integer.getInteger("soak.rounds", 100);
    private static final long SEED = Long.getLong("soak.seed", 42);

    @TempDir
    Path directory;

    @Test
    void ofTwoStartsOneRuns() {
        try (Duel duel = new Duel(directory, SEED)) {
            soak("double start", duel, duel::start);
        }
    }

    @Test
    void ofTwoRestartsOneResumes() {
        try (Duel duel = new Duel(directory, SEED)) {
            Before[] how = Before.values();
            soak("double restart", duel, round -> duel.restart(round, how[round % how.length]));
        }
    }

    private static void soak(String name, Duel duel, IntConsumer oneRound) {
        Instant start = Instant.now();
        int good = 0;
        AssertionError first = null;
        for (int round = 0; round < ROUNDS; round++) {
            try {
                oneRound.accept(round);
                good++;
            } catch (AssertionError e) {
                first = first == null ? new AssertionError("round " + round, e) : first;
                break;
            }
        }
        System.out.printf(
                "%s: %d of %d with one winner, the other refused after %s, seed %d, %d s%n",
                name,
                good,
                ROUNDS,
                duel.refusals(),
                SEED,
                Duration.between(start, Instant.now()).toSeconds());
        if (first != null) {
            throw first;
        }
    }
}
