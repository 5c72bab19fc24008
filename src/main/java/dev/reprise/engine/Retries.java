package dev.reprise.engine;

import dev.reprise.engine.run.ImportRun;
import dev.reprise.record.Problem;
import java.time.Duration;
import java.util.Objects;

/**
 * Decides whether a run whose database failed is taken up again by itself. It gives up after so many failures in a row at the same
 * place; each wait is twice as long as the one before.
 */
final class Retries {

    private static final long LOOK_MILLIS = 50;

    private final int most;
    private final Duration first;
    private int failures;
    private long reached = -1;

    Retries(int most, Duration first) {
        this.most = most;
        this.first = first;
    }

    /** Waits until it is time to try again; false if that would not help, or if the run is to stop. */
    boolean again(ImportRun run, Throwable failure) {
        if (!Failures.isMomentary(failure)) {
            return false;
        }
        if (run.bytes() > reached) {
            reached = run.bytes();
            failures = 0;
        }
        if (failures == most || run.stop().isOn()) {
            return false;
        }
        Duration wait = first.multipliedBy(1L << failures);
        failures++;
        Problem problem =
                Objects.requireNonNull(Failures.refusal(failure, "", "")).problem();
        run.says("the database failed: %s. Going on in %s s, try %d of %d"
                .formatted(problem.what(), wait.toMillis() / 1000.0, failures, most));
        return sleep(run, wait);
    }

    private static boolean sleep(ImportRun run, Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
        try {
            while (System.nanoTime() < end && !run.stop().isOn()) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !run.stop().isOn();
    }
}
