package dev.reprise.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.torture.Overtaking.Place;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that was paused for longer than its lease finds its import taken over, and leaves it alone. */
class StaleWorkerTest {

    @TempDir
    Path directory;

    @Test
    void whoWakesUpTooLateWritesNothing() {
        try (Overtaking overtaking = new Overtaking(directory, 1)) {
            assertThat(overtaking.pauseAt(Place.PUBLISH, 0).err()).contains("error: fenced: ");
        }
    }
}
