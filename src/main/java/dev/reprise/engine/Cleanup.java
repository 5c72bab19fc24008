package dev.reprise.engine;

import dev.reprise.engine.job.SourceJob;
import dev.reprise.engine.job.Target;
import dev.reprise.engine.lease.Lease;
import dev.reprise.engine.ledger.Import;
import dev.reprise.engine.run.BatchJobs;
import dev.reprise.engine.run.Ledger;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.report.ImportStatus;
import dev.reprise.table.Generations;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionTemplate;

/** Ends imports that do not come to their own end, and removes what nobody needs any more. */
final class Cleanup {

    private final Ledger ledger;
    private final Generations generations;
    private final BatchJobs batch;
    private final TransactionTemplate transaction;
    private final EngineSettings settings;

    Cleanup(
            Ledger ledger,
            Generations generations,
            BatchJobs batch,
            TransactionTemplate transaction,
            EngineSettings settings) {
        this.ledger = ledger;
        this.generations = generations;
        this.batch = batch;
        this.transaction = transaction;
        this.settings = settings;
    }

    /** The process of an import died: it becomes failed, to be restarted. The caller holds the lease. */
    void recover(Import subject, Lease lease) {
        Problem problem = new Problem(
                "process-died",
                "the process that ran the import is gone",
                subject.target(),
                "Nothing was published; what was committed is kept.",
                "Go on with it: reprise restart " + subject.importId());
        transaction.executeWithoutResult(status -> {
            lease.fence();
            batch.close(subject.job(), subject.importId());
            ledger.imports().ended(subject.importId(), ImportStatus.FAILED, Exit.FAILED, problem, true);
        });
    }

    /** An import is given up. The caller holds the lease. */
    void abandon(Import subject, Lease lease, String remark) {
        transaction.executeWithoutResult(status -> {
            lease.fence();
            batch.close(subject.job(), subject.importId());
            ledger.abandon(subject, remark, generations);
        });
    }

    /** An import was published, but its process could not tell Spring Batch any more. The caller holds the lease. */
    void settle(Import subject, Lease lease) {
        transaction.executeWithoutResult(status -> {
            lease.fence();
            batch.complete(subject.job(), subject.importId());
        });
    }

    /** The same for the import that was the last to end before this one. */
    void settleLast(String target, Lease lease) {
        ledger.imports().lastCompleted(target).ifPresent(last -> settle(last, lease));
    }

    TransactionTemplate transaction() {
        return transaction;
    }

    /** Something that only the holder of the lease may do, in a transaction. */
    <T> T fenced(Lease lease, Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> {
            lease.fence();
            return work.get();
        }));
    }

    /** Rows of generations that will not be live again go. The caller holds the lease. */
    void sweep(String target, SourceJob job, Lease lease) {
        dropPlans(target, job, lease);
        generations.sweep(target, settings.keepGenerations(), job.tablesAndHead(), lease::fence);
    }

    private void dropPlans(String target, SourceJob job, Lease lease) {
        long live = job.open(Target.parse(target), Map.of(), Path.of("")).liveGeneration();
        for (Import plan : ledger.imports().outdatedPlans(target, live, settings.planKept())) {
            fenced(lease, () -> {
                ledger.abandon(plan, "the plan can no longer be applied", generations);
                return true;
            });
        }
    }
}
