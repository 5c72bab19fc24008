package dev.reprise.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What has become of an import. Spelled in lower case everywhere but here. */
public enum ImportStatus {
    /** Loaded to be looked at, not to be published by itself. */
    PLANNED,
    /** Waits for its turn. */
    QUEUED,
    /** Runs, or did when its process died. */
    RUNNING,
    /** Was asked to stop and will at the next chunk's border. */
    STOPPING,
    /** Stopped at a chunk's border; can be restarted. */
    STOPPED,
    /** Ended without publishing; whether it can be restarted, its problem says. */
    FAILED,
    /** Published, every record in; or found to equal what was there. */
    COMPLETED,
    /** Published without the records that were rejected. */
    COMPLETED_WITH_REJECTIONS,
    /** Given up; its rows are gone. */
    ABANDONED;

    /** Statuses of an import that a process works on, or did when it died. */
    public static final Set<ImportStatus> ACTIVE = EnumSet.of(RUNNING, STOPPING);

    /** Whether it waits for its turn, or a process works on it, or did when it died. */
    public boolean goesOn() {
        return this == QUEUED || ACTIVE.contains(this);
    }

    /** Whether it came to its end and everything that is not rejected is in. */
    public boolean isCompleted() {
        return this == COMPLETED || this == COMPLETED_WITH_REJECTIONS;
    }

    /** As database, JSON and command line spell it. */
    @JsonValue
    public String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status of this spelling. */
    public static ImportStatus of(String spelling) {
        return valueOf(spelling.toUpperCase(Locale.ROOT));
    }
}
