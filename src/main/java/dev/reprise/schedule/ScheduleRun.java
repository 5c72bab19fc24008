package dev.reprise.schedule;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a time that a schedule was due.
 *
 * @param times how many due times in a row it stands for: more than one only of those that were missed
 * @param work import, drill or export; null if it was missed
 * @param imports the imports that it began
 * @param finishedAt null while it goes on
 * @param problem why it was missed or failed
 */
public record ScheduleRun(
        UUID run,
        String schedule,
        Instant dueAt,
        int times,
        Outcome outcome,
        @Nullable String work,
        List<UUID> imports,
        Instant begunAt,
        @Nullable Instant finishedAt,
        @Nullable String problem) {

    /** How it ended. */
    public enum Outcome {
        /** Not yet. */
        RUNNING,
        /** All is done; records may have been rejected as far as the job allows. */
        COMPLETED,
        /** Something is not done, and {@code problem} says why. */
        FAILED,
        /** Somebody stopped an import of it. */
        STOPPED,
        /** It was not begun. */
        MISSED;

        /** As database, JSON and command line spell it. */
        @JsonValue
        public String spelling() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Outcome of(String spelling) {
            return valueOf(spelling.toUpperCase(Locale.ROOT));
        }
    }
}
