package dev.reprise.web.transfer;

import java.time.Duration;

/**
 * Whether the other side goes on as fast as it must: over any ten seconds in which it is waited for, not on the average of all; and comes to
 * an end in time, as even what is fast enough to go on holds what others need.
 */
final class Pace {

    private static final double WINDOW_SECONDS = 10;

    private final long slowest;
    private final long end;
    private double seconds;
    private long bytes;

    /** Begins now. {@code slowest} is in bytes a second; all of it may take {@code longest}, waiting or not. */
    Pace(long slowest, Duration longest) {
        this.slowest = slowest;
        this.end = System.nanoTime() + longest.toNanos();
    }

    /** So much was moved, and waited for so long. Returns whether that is fast enough. */
    boolean moved(long count, long nanos) {
        bytes += count;
        seconds += nanos / 1e9;
        if (System.nanoTime() - end > 0) {
            return false;
        }
        if (seconds < WINDOW_SECONDS) {
            return true;
        }
        boolean enough = bytes >= seconds * slowest;
        bytes = 0;
        seconds = 0;
        return enough;
    }
}
