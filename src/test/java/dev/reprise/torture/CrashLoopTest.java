package dev.reprise.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.Fault.Mode;
import dev.reprise.torture.CrashCase.Outcome;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Points of the crash loop, drawn at random, as many as a minute holds; {@link CrashLoopSoak} runs them all. The same ones again:
 * {@code -Dtorture.seed}.
 */
class CrashLoopTest {

    @TempDir
    Path directory;

    @Test
    void anImportThatFailsAnywhereComesToItsEndAndIsWhole() {
        long seed = Long.getLong("torture.seed", System.nanoTime() & 0xffffff);
        Random random = new Random(seed);
        Scenario scenario = new Scenario(directory);
        Outcome unbroken = new CrashCase(scenario, Mode.CUT, Long.MAX_VALUE).run();
        assertThat(unbroken.survived()).as(unbroken.toString()).isTrue();
        CrashLoop loop = new CrashLoop(scenario, unbroken);
        long end = System.nanoTime() + Long.getLong("torture.seconds", 60) * 1_000_000_000;
        for (int i = 0; System.nanoTime() < end; i++) {
            Mode mode = Mode.values()[i % Mode.values().length];
            loop.one(mode, 1 + random.nextLong(unbroken.operations()));
        }
        System.out.printf("crash loop, sample of %d operations: %s, seed %d%n", unbroken.operations(), loop, seed);
        assertThat(loop.failures()).as("seed " + seed).isEmpty();
    }
}
