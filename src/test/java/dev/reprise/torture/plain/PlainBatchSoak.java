package dev.reprise.torture.plain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.Fault.Mode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The crash loop on a plain Spring Batch job, as a yardstick for ours. What that job loses is the finding and no failure of this
 * test; it fails only if a run without a fault is not exact. With {@code -Dsoak.points=true} each point is told.
 */
class PlainBatchSoak {

    @TempDir
    Path directory;

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void everyPointInEveryMode() throws Exception {
        long start = System.nanoTime();
        Tally total = new Tally();
        try (PlainLoop loop = new PlainLoop(directory)) {
            for (Scenario scenario : Scenario.values()) {
                for (Mode mode : Mode.values()) {
                    String title = "%s, %s job, %s"
                            .formatted(
                                    name(),
                                    scenario.job(),
                                    mode.name().toLowerCase(Locale.ROOT).replace('_', ' '));
                    Tally tally = loop.run(scenario, mode, (point, verdict) -> tell(title, point, verdict));
                    System.out.println(title + ": " + tally);
                    assertThat(tally.points()).as("operations of a whole job").isGreaterThan(20);
                    total.add(tally);
                }
            }
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        System.out.printf("%s, total: %s, %d s%n", name(), total, seconds);
    }

    private static String name() {
        return "plain Spring Batch " + PlainLoop.version();
    }

    private static void tell(String title, long point, Verdict verdict) {
        if (Boolean.getBoolean("soak.points")) {
            System.err.printf("%s, point %d: %s %s%n", title, point, verdict.kind(), verdict.remark());
        }
    }
}
