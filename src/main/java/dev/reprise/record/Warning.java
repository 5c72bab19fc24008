package dev.reprise.record;

import org.jspecify.annotations.Nullable;

/**
 * A remark about a record that went in, or about the document.
 *
 * @param offset byte offset in the file; null where the remark is about something absent
 * @param entity the table it concerns
 * @param guid GUID of the record; null if there is none
 * @param reason what is remarkable
 */
public record Warning(
        @Nullable Long offset, String entity, @Nullable String guid, Reason reason) {}
