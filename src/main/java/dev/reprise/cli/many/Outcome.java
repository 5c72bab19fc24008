package dev.reprise.cli.many;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ImportReport;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What became of one file: the report of its import, or why there is none.
 *
 * @param file as an absolute path
 * @param report of the import that ended; null if none was begun, or if how it ended is not known
 * @param exit what a command that imports this file alone would end with
 * @param problem what went wrong, if anything did
 */
record Outcome(
        Path file,
        @Nullable ImportReport report,
        Exit exit,
        @Nullable Problem problem) {

    static Outcome of(Path file, ImportReport report) {
        Exit exit = report.exit() == null ? Exit.FAILED : Exit.of(report.exit());
        return new Outcome(file, report, exit, report.error());
    }

    static Outcome of(Path file, RefusedException refusal) {
        return new Outcome(file, null, refusal.exit(), refusal.problem());
    }

    boolean isPublished() {
        return exit == Exit.OK || exit == Exit.REJECTED;
    }

    boolean isStopped() {
        return exit == Exit.STOPPED || exit == Exit.INTERRUPTED;
    }
}
