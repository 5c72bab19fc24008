package dev.reprise.report;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was exported, as every door shows it.
 *
 * @param job such as {@code product-export}
 * @param target such as {@code product/410}
 * @param file absolute path of what was written; null where it went elsewhere
 * @param status {@code completed}: of an export that failed there is no report
 * @param exit exit code of the command
 * @param generation the generation that was live, and is what the document holds
 * @param bytes length of the document, before it was compressed
 * @param rows records written
 * @param entities the same for each entity
 * @param seconds how long it took
 * @param rowsPerSecond records written in a second
 */
public record ExportReport(
        String job,
        String target,
        @Nullable String file,
        ImportStatus status,
        int exit,
        long generation,
        long bytes,
        long rows,
        Map<String, Long> entities,
        double seconds,
        long rowsPerSecond) {}
