package dev.reprise.cli.many;

import dev.reprise.engine.Failures;
import dev.reprise.engine.ledger.ImportReports;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ImportReport;
import java.util.UUID;

/** Of an import that has ended, so a database that fails only now must not make it look as if nothing had happened. */
public final class FinalReport {

    private FinalReport() {}

    /**
     * Its report.
     *
     * @throws RefusedException if the database fails, saying that the import has ended
     */
    public static ImportReport of(ImportReports reports, UUID importId) {
        try {
            return reports.of(importId);
        } catch (RuntimeException lost) {
            try {
                return reports.of(importId); // the pool gives another connection
            } catch (RuntimeException e) {
                RefusedException refusal = Failures.refusal(
                        e, "The import has ended, but its report cannot be read.", "See: reprise status " + importId);
                throw refusal == null ? e : refusal;
            }
        }
    }
}
