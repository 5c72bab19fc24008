package dev.reprise.source.snaplogic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.Fault.Mode;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Points of an import of an archive at which something fails, drawn at random, as many as {@code -Dtorture.seconds=6} hold; {@link
 * ArchiveCrashSoak} takes them all. The same ones again: {@code -Dtorture.seed}.
 */
class ArchiveCrashTest {

    @TempDir
    Path folder;

    @Test
    void anArchiveThatFailsAnywhereComesToItsEndAndIsWhole() {
        ArchiveCrashes crashes = new ArchiveCrashes(folder);
        assertThat(crashes.account()).contains("pipeline 200 30", "job 409 15", "job 200 15", "file 31 31 0 0 16");
        long seed = Long.getLong("torture.seed", System.nanoTime() & 0xffffff);
        Random random = new Random(seed);
        long end = System.nanoTime() + Long.getLong("torture.seconds", 6) * 1_000_000_000;
        for (int i = 0; System.nanoTime() < end; i++) {
            Mode mode = ArchiveCrashes.MODES.get(i % ArchiveCrashes.MODES.size());
            assertThat(crashes.complaints(mode, 1 + random.nextLong(crashes.operations())))
                    .as("seed " + seed)
                    .isEmpty();
        }
    }
}
