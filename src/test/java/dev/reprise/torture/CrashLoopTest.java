package dev.reprise.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.Fault.Mode;
import dev.reprise.torture.CrashCase.Outcome;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Points of the crash loop, drawn at random, as many as five seconds hold, for either way to store a generation; {@link CrashLoopSoak} runs them all. The same ones again:
 * {@code -Dtorture.seed}.
 */
class CrashLoopTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anImportThatFailsAnywhereComesToItsEndAndIsWhole(boolean large) {
        long seed = Long.getLong("torture.seed", System.nanoTime() & 0xffffff);
        Random random = new Random(seed);
        Scenario scenario = new Scenario(directory, large);
        Outcome unbroken = new CrashCase(scenario, Mode.CUT, Long.MAX_VALUE).run();
        assertThat(unbroken.survived()).as(unbroken.toString()).isTrue();
        CrashLoop loop = new CrashLoop(scenario, unbroken);
        long end = System.nanoTime() + Long.getLong("torture.seconds", 5) * 1_000_000_000;
        for (int i = 0; System.nanoTime() < end; i++) {
            Mode mode = Mode.values()[i % Mode.values().length];
            loop.one(mode, 1 + random.nextLong(unbroken.operations()));
        }
        System.out.printf(
                "crash loop, sample of %d operations, large %s: %s, seed %d%n",
                unbroken.operations(), large, loop, seed);
        assertThat(loop.failures()).as("seed " + seed).isEmpty();
    }
}
