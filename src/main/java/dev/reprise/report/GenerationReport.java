package dev.reprise.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One of a target's generations.
 *
 * @param generation its id
 * @param state live, kept (can be rolled back to), planned (can be applied), loading, or discarded (to be removed)
 * @param importId the import that loaded it
 * @param rows how many elements it holds
 * @param createdAt when it was begun
 * @param publishedAt when it became live the last time; null if it never was
 * @param hash of all its content, 64 hexadecimal digits; null while it is loading
 */
public record GenerationReport(
        long generation,
        String state,
        @JsonProperty("import") UUID importId,
        long rows,
        Instant createdAt,
        @Nullable Instant publishedAt,
        @Nullable String hash) {}
