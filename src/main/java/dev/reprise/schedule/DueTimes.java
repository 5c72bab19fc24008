package dev.reprise.schedule;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The times that a schedule was due since it was last looked at.
 *
 * @param begin the one to begin now; null if all are too long ago
 * @param missed how many others there were
 * @param lastMissed the last of these; null if there were none
 */
record DueTimes(
        @Nullable Instant begin, int missed, @Nullable Instant lastMissed) {

    private static final int MOST = 10_000;

    /** From the first due time until now; of very many not all are counted. */
    static DueTimes of(Schedule schedule, Instant first, Instant now, Duration late) {
        Instant newest = first;
        Instant before = null;
        int times = 1;
        Cron cron = Cron.of(schedule.cron(), schedule.zone());
        for (Instant next = cron.next(newest); !next.isAfter(now) && times < MOST; next = cron.next(newest)) {
            before = newest;
            newest = next;
            times++;
        }
        return newest.isBefore(now.minus(late))
                ? new DueTimes(null, times, newest)
                : new DueTimes(newest, times - 1, before);
    }
}
