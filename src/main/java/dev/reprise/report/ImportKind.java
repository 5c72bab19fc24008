package dev.reprise.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an import is meant to do. Spelled in lower case everywhere but here. */
public enum ImportKind {
    /** Publishes what it has loaded. */
    IMPORT,
    /** Loads, to be compared and perhaps applied. */
    PLAN,
    /** Loads nothing: makes an earlier generation live again. */
    ROLLBACK;

    /** As database and JSON spell it. */
    @JsonValue
    public String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of this spelling. */
    public static ImportKind of(String spelling) {
        return valueOf(spelling.toUpperCase(Locale.ROOT));
    }
}
