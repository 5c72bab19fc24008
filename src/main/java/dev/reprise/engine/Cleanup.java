package dev.reprise.engine;

import dev.reprise.engine.job.SourceJob;
import dev.reprise.engine.job.Target;
import dev.reprise.engine.lease.Lease;
import dev.reprise.engine.ledger.Import;
import dev.reprise.engine.run.BatchJobs;
import dev.reprise.engine.run.Ledger;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ImportStatus;
import dev.reprise.table.Generations;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Ends imports that do not come to their own end, and removes what nobody needs any more. */
final class Cleanup {

    private static final Logger LOG = LoggerFactory.getLogger(Cleanup.class);

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
        end(subject, lease, ImportStatus.FAILED, new RefusedException(Exit.FAILED, problem), true);
    }

    /**
     * An import ends that nobody runs; if it cannot be restarted, nothing is kept of it. The caller holds the lease.
     *
     * @param why with which exit and what was wrong
     */
    void end(Import subject, Lease lease, ImportStatus ended, RefusedException why, boolean resumable) {
        transaction.executeWithoutResult(status -> {
            lease.fence();
            batch.close(subject.job(), subject.importId());
            ledger.imports().ended(subject.importId(), ended, why.exit(), why.problem(), resumable);
            if (!resumable) {
                ledger.drop(subject, generations);
            }
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

    /** What is unfinished in a target is given up, as something else has become live. The caller holds the lease. */
    void supersede(String target, String by) {
        for (Import other : ledger.queue().unclaimed(target)) {
            ledger.abandon(other, "superseded by " + by, generations);
        }
    }

    /** Something that only the holder of the lease may do, in a transaction. */
    <T> T fenced(Lease lease, Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> {
            lease.fence();
            return work.get();
        }));
    }

    /**
     * Rows of generations that will not be live again go. What is left over does no harm, so a failure here must not make something that
     * is done look as if it was not. The caller holds the lease.
     */
    void sweep(String target, SourceJob job, Lease lease) {
        try {
            dropPlans(target, job, lease);
            generations.sweep(target, settings.keepGenerations(), job.tablesAndHead(), lease::fence);
        } catch (DataAccessException | TransactionException | RefusedException e) {
            LOG.warn("old generations of {} are left for the next import: {}", target, e.getMessage());
        }
    }

    /** Plans that can no longer be applied are given up. The caller holds the lease. */
    void dropPlans(String target, SourceJob job, Lease lease) {
        long live = job.open(Target.parse(target), Map.of(), Path.of("")).liveGeneration();
        for (Import plan : ledger.imports().outdatedPlans(target, live, settings.planKept())) {
            fenced(lease, () -> {
                ledger.abandon(plan, "the plan can no longer be applied", generations);
                return true;
            });
        }
    }
}
