package dev.reprise.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.RawValue;

/**
 * A field that would have another value.
 *
 * @param field its name, or its JSON Pointer in the document
 * @param old its value as JSON; null if it has none
 * @param now the value that it would have; null if it would have none
 */
public record FieldChange(
        String field,
        @Nullable RawValue old,
        @JsonProperty("new") @Nullable RawValue now) {

    /** From texts of JSON. */
    public static FieldChange of(String field, @Nullable String old, @Nullable String now) {
        return new FieldChange(field, old == null ? null : new RawValue(old), now == null ? null : new RawValue(now));
    }
}
