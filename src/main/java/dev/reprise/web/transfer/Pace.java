package dev.reprise.web.transfer;

/** Whether the other side goes on as fast as it must: over any ten seconds in which it is waited for, not on the average of all. */
final class Pace {

    private static final double WINDOW_SECONDS = 10;

    private final long slowest;
    private double seconds;
    private long bytes;

    /** {@code slowest} is in bytes a second. */
    Pace(long slowest) {
        this.slowest = slowest;
    }

    /** So much was moved, and waited for so long. Returns whether that is fast enough. */
    boolean moved(long count, long nanos) {
        bytes += count;
        seconds += nanos / 1e9;
        if (seconds < WINDOW_SECONDS) {
            return true;
        }
        boolean enough = bytes >= seconds * slowest;
        bytes = 0;
        seconds = 0;
        return enough;
    }
}
