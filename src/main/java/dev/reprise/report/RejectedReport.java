package dev.reprise.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.UUID;

/**
 * A file of rejected elements that was written.
 *
 * @param importId which rejected them
 * @param target such as {@code product/410}
 * @param file absolute path of what was written
 * @param elements how many elements of top arrays it holds
 * @param bytes its size before compression
 */
public record RejectedReport(
        @JsonProperty("import") UUID importId, String target, String file, long elements, long bytes) {}
