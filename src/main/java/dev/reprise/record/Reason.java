package dev.reprise.record;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with, or remarkable about, a record.
 *
 * @param code a stable word such as {@code guid-malformed}
 * @param pointer JSON Pointer of the offending value
 * @param value the value, shortened to {@value #LONGEST_VALUE} characters; null where it is missing
 * @param message one sentence without its full stop
 */
public record Reason(String code, String pointer, @Nullable String value, String message) {

    private static final int LONGEST_VALUE = 200;

    public Reason {
        if (value != null && value.length() > LONGEST_VALUE) {
            value = value.substring(0, value.offsetByCodePoints(0, LONGEST_VALUE / 2 - 1)) + "…";
        }
    }
}
