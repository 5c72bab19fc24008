package dev.reprise.report;

import java.util.List;
import java.util.Map;

/**
 * What a purge removed, or would.
 *
 * @param dryRun whether it only counted
 * @param generations sets of rows that will not be live again
 * @param imports imports that ended long ago
 * @param with how many rows of what belonged to those imports, by table
 * @param skipped targets whose generations are left, because they are busy or no job of this program writes to them
 * @param stopped whether it was told to end before it was done; the same command goes on
 */
public record PurgeReport(
        boolean dryRun,
        long generations,
        long imports,
        Map<String, Long> with,
        List<String> skipped,
        boolean stopped) {}
