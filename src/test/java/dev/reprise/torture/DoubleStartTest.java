package dev.reprise.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.torture.Duel.Before;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of two processes that begin or restart the same import at the same instant, one does it, and the other says who. */
class DoubleStartTest {

    private static final Duration SOON = Duration.ofSeconds(3);

    @TempDir
    Path directory;

    @Test
    void ofTwoProcessesOneWorks() {
        try (Duel duel = new Duel(directory, 1)) {
            for (int round = 0; round < 1; round++) {
                duel.start(round);
            }
            for (Before before : List.of(Before.STOPPED, Before.DEAD)) {
                duel.restart(10 + before.ordinal(), before);
            }
            assertThat(duel.refusals().count()).isPositive();
            assertThat(duel.refusals().worst()).isLessThan(SOON);
        }
    }
}
