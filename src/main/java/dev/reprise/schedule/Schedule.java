package dev.reprise.schedule;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job at certain times.
 *
 * @param schedule its name
 * @param cron when, in five fields as a crontab has them
 * @param zone the time zone that they are meant in, such as {@code Europe/Berlin}
 * @param jobFile absolute path of the job file, as the processes that serve see it; null if the parameters say all
 * @param parameters what stands in place of the job file's own; paths are absolute
 * @param paused whether it is not done for now
 * @param nextAt when it is done next; null while it is paused
 * @param overdue whether that is past by more than a minute: nobody serves, or all are busy
 * @param last the last time that it was due; null if it never was
 */
public record Schedule(
        String schedule,
        String cron,
        String zone,
        @Nullable String jobFile,
        Map<String, String> parameters,
        boolean paused,
        @Nullable Instant nextAt,
        boolean overdue,
        @Nullable ScheduleRun last) {

    /**
     * What somebody wants done when.
     *
     * @param zone null for the one of this machine
     */
    public record Wish(
            String cron, @Nullable String zone, @Nullable String jobFile, Map<String, String> parameters) {}
}
