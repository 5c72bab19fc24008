package dev.reprise.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a record, or remarkable about it, as it is kept.
 *
 * @param severity rejection or warning
 * @param code a stable word
 * @param entity the table
 * @param guid the record's GUID as the file spells it
 * @param pointer JSON Pointer of the offending value
 * @param offset byte offset of the record in the file
 * @param value the offending value, shortened
 * @param message one sentence
 */
public record Finding(
        String severity,
        String code,
        String entity,
        @Nullable String guid,
        String pointer,
        @JsonProperty("byte_offset") @Nullable Long offset,
        @Nullable String value,
        String message) {}
