package dev.reprise.cli.many;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reprise.cli.view.Amounts;
import dev.reprise.cli.view.TextTable;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of many files. Each of them is counted once.
 *
 * @param exit the worst of all
 * @param files how many there are
 * @param imported published, every record in
 * @param unchanged held what was live already
 * @param withRejections published, but for rejected records
 * @param stopped asked to stop, can be taken up again
 * @param failed all others that were begun
 * @param notStarted not begun, as the call was to end or the database was gone
 * @param read records, in all imports together
 * @param written of them
 * @param rejected of them
 * @param seconds how long it took
 * @param failures those that failed or stopped
 */
record ManySummary(
        int exit,
        int files,
        int imported,
        int unchanged,
        int withRejections,
        int stopped,
        int failed,
        int notStarted,
        long read,
        long written,
        long rejected,
        double seconds,
        List<Failure> failures) {

    /**
     * A file that was not imported.
     *
     * @param file its absolute path
     * @param target what it was to go into, if that came to be known
     * @param importId its import, if one was begun
     * @param exit what its import alone would have ended with
     * @param error why
     */
    record Failure(
            String file,
            @Nullable String target,
            @JsonProperty("import") @Nullable UUID importId,
            int exit,
            @Nullable Problem error) {}

    String text() {
        List<String> parts = new ArrayList<>();
        add(parts, imported, "imported");
        add(parts, unchanged, "unchanged");
        add(parts, withRejections, "imported with rejections");
        add(parts, stopped, "stopped");
        add(parts, failed, "failed");
        add(parts, notStarted, "not started");
        String text = "%d %s in %s: %s\nread %s, written %s, rejected %s"
                .formatted(
                        files,
                        files == 1 ? "file" : "files",
                        Amounts.seconds(seconds),
                        String.join(", ", parts),
                        Amounts.count(read),
                        Amounts.count(written),
                        Amounts.count(rejected));
        return failures.isEmpty() ? text : text + "\n\n" + table();
    }

    private static void add(List<String> parts, int count, String what) {
        if (count > 0) {
            parts.add(Amounts.count(count) + " " + what);
        }
    }

    private String table() {
        TextTable table = new TextTable("FILE", "EXIT", "IMPORT", "WHY");
        failures.forEach(failure -> table.row(
                failure.file(),
                Integer.toString(failure.exit()),
                failure.importId() == null ? "" : failure.importId().toString(),
                failure.error() == null
                        ? ""
                        : failure.error().code() + ": " + failure.error().what()));
        return table.text();
    }

    /** Counts outcomes as they come, from any thread. */
    static final class Tally {

        private final long start = System.nanoTime();
        private final List<Failure> failures = new ArrayList<>();
        private int imported;
        private int unchanged;
        private int withRejections;
        private int stopped;
        private int failed;
        private long read;
        private long written;
        private long rejected;
        private Exit worst = Exit.OK;

        synchronized void add(Outcome outcome) {
            worst = worst.orWorse(outcome.exit());
            var report = outcome.report();
            if (report != null) {
                read += report.read();
                written += report.written();
                rejected += report.rejected();
            }
            if (!outcome.isPublished()) {
                stopped += outcome.isStopped() ? 1 : 0;
                failed += outcome.isStopped() ? 0 : 1;
                failures.add(new Failure(
                        outcome.file().toString(),
                        report == null ? null : report.target(),
                        report == null ? null : report.importId(),
                        outcome.exit().code(),
                        outcome.problem()));
            } else if (outcome.exit() == Exit.REJECTED) {
                withRejections++;
            } else if (report != null && report.unchanged()) {
                unchanged++;
            } else {
                imported++;
            }
        }

        /** Those that were not begun, and with what the call ends because of them. */
        synchronized ManySummary summary(int files, Exit ofTheRest) {
            int notStarted = files - imported - unchanged - withRejections - stopped - failed;
            Exit exit = notStarted == 0 ? worst : worst.orWorse(ofTheRest);
            return new ManySummary(
                    exit.code(),
                    files,
                    imported,
                    unchanged,
                    withRejections,
                    stopped,
                    failed,
                    notStarted,
                    read,
                    written,
                    rejected,
                    (System.nanoTime() - start) / 1e9,
                    List.copyOf(failures));
        }
    }
}
