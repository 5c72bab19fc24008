package dev.reprise.engine;

import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.job.SourceJob;
import dev.reprise.engine.lease.Holder;
import dev.reprise.engine.lease.Lease;
import dev.reprise.engine.ledger.Checkpoints.Checkpoint;
import dev.reprise.engine.ledger.Import;
import dev.reprise.engine.run.BatchJobs;
import dev.reprise.engine.run.ImportRun;
import dev.reprise.engine.run.Ledger;
import dev.reprise.engine.run.StopSwitch;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ImportStatus;
import dev.reprise.report.ProgressListener;
import dev.reprise.table.Generations;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs an import once under a lease, and writes down how it ended. */
final class Runner {

    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);
    private static final int MOST_RUNS = 5;
    private static final String CALLED = "reprise stop was called";
    private static final String KEPT = "Nothing was published; what was committed is kept.";

    private final Ledger ledger;
    private final Generations generations;
    private final BatchJobs batch;
    private final Cleanup cleanup;
    private final ActiveRuns active;
    private final TransactionTemplate transaction;
    private final EngineSettings settings;

    Runner(
            Ledger ledger,
            Generations generations,
            BatchJobs batch,
            Cleanup cleanup,
            ActiveRuns active,
            EngineSettings settings) {
        this.ledger = ledger;
        this.generations = generations;
        this.batch = batch;
        this.cleanup = cleanup;
        this.active = active;
        this.transaction = cleanup.transaction();
        this.settings = settings;
    }

    /** Runs what is taken up or made by {@code source}, in the transaction that also writes down that it runs. */
    UUID run(Supplier<Import> source, RejectionLimit limit, SourceJob job, Lease lease, ProgressListener listener) {
        return run(source, limit, job, lease, listener, null);
    }

    /** The same with the mended elements of a file, for an import that was loaded. */
    UUID run(
            Supplier<Import> source,
            RejectionLimit limit,
            SourceJob job,
            Lease lease,
            ProgressListener listener,
            @Nullable Path retry) {
        Import subject = begin(source, limit, lease);
        StopSwitch stop = new StopSwitch();
        lease.serve(subject.importId(), () -> stop.stop(Exit.STOPPED, CALLED), stop::isOn);
        active.begin(stop);
        try {
            work(new ImportRun(committed(subject), job, lease, listener, stop, retry));
        } finally {
            active.end(stop);
        }
        cleanup.sweep(subject.target(), job, lease);
        return subject.importId();
    }

    /** Whether the process was told to end. */
    boolean ending() {
        return active.ending();
    }

    private void work(ImportRun first) {
        Retries retries = new Retries(settings.retries(), settings.retryWait());
        ImportRun run = first;
        Throwable failure = execute(run);
        while (failure != null && retries.again(run, failure)) {
            try {
                run = run.again(committed(run.subject()));
                failure = execute(run);
            } catch (DataAccessException | TransactionException e) {
                failure = e;
            }
        }
        run.lease().served();
        end(run, failure);
    }

    /** What the database knows of the import. A publish whose answer was lost may still be at work: it is waited for. */
    private Import committed(Import subject) {
        return Objects.requireNonNull(transaction.execute(
                status -> ledger.imports().lock(subject.importId()).orElseThrow()));
    }

    private Import begin(Supplier<Import> source, RejectionLimit limit, Lease lease) {
        return cleanup.fenced(lease, () -> {
            Import subject = source.get();
            Long offset = ledger.checkpoints()
                    .find(subject.importId())
                    .map(Checkpoint::position)
                    .map(position -> position.offset())
                    .orElse(null);
            lease.assign(subject.importId());
            ledger.imports().started(subject.importId(), lease.epoch(), Holder.name(), limit.text(), offset);
            return subject;
        });
    }

    /** Returns what went wrong; null if nothing did. */
    private @Nullable Throwable execute(ImportRun run) {
        if (run.subject().status().isCompleted()) {
            cleanup.settle(run.subject(), run.lease()); // only the answer to the publish was lost
            return null;
        }
        try {
            JobExecution execution = batch.launch(run);
            if (execution.getStatus() == BatchStatus.COMPLETED) {
                return null;
            }
            return BatchJobs.failure(execution);
        } catch (JobExecutionException | DataAccessException | TransactionException e) {
            return e;
        }
    }

    private void end(ImportRun run, @Nullable Throwable failure) {
        if (failure == null) {
            return; // the publish has completed the import
        }
        try {
            transaction.executeWithoutResult(status -> {
                run.lease().fence();
                ImportStatus now = committed(run.subject()).status();
                if (now == ImportStatus.STOPPING) {
                    run.stop().stop(Exit.STOPPED, CALLED); // the heartbeat has not looked since
                }
                if (now.isCompleted()) {
                    cleanup.settle(run.subject(), run.lease());
                } else if (run.stop().isOn()) {
                    stopped(run);
                } else {
                    failed(run, failure);
                }
            });
        } catch (DataAccessException | TransactionException e) {
            LOG.debug("how the import ended could not be written down", e);
            String state = run.publishing()
                    ? "If the failure came before the commit, nothing was published; if after, all of it was."
                    : KEPT;
            throw refusal(run, failure, state);
        }
    }

    /** One from the queue goes on elsewhere, or here after the next start, unless somebody has asked for its stop. */
    private void stopped(ImportRun run) {
        if (active.ending() && ledger.queue().handBack(run.subject().importId(), Integer.MAX_VALUE)) {
            return;
        }
        Problem problem = new Problem(
                "stopped",
                "the import was stopped: " + run.stop().reason(),
                null,
                KEPT,
                "Go on with the same command, or: reprise restart "
                        + run.subject().importId());
        ledger.imports()
                .ended(
                        run.subject().importId(),
                        ImportStatus.STOPPED,
                        run.stop().exit(),
                        problem,
                        true);
    }

    /** One from the queue that failed for what passes, such as a lock or a server that restarts, waits for its turn again, some times. */
    private void failed(ImportRun run, Throwable failure) {
        RefusedException refusal = refusal(run, failure, KEPT);
        if (refusal.exit() == Exit.UNAVAILABLE
                && ledger.queue().handBack(run.subject().importId(), MOST_RUNS)) {
            LOG.info(
                    "import {} waits again: {}",
                    run.subject().importId(),
                    refusal.problem().what());
            return;
        }
        boolean resumable = refusal.exit() != Exit.REFUSED;
        ledger.imports()
                .ended(run.subject().importId(), ImportStatus.FAILED, refusal.exit(), refusal.problem(), resumable);
        if (!resumable) {
            ledger.checkpoints().delete(run.subject().importId());
            generations.discard(run.generation());
        }
    }

    private static RefusedException refusal(ImportRun run, Throwable failure, String state) {
        String next = "Go on with the same command, or: reprise restart "
                + run.subject().importId();
        RefusedException refusal = Failures.refusal(failure, state, next);
        if (refusal != null) {
            return refusal;
        }
        LOG.error("import {} failed unexpectedly", run.subject().importId(), failure);
        return new RefusedException(
                Exit.FAILED, new Problem("internal", "an unexpected failure: " + failure, null, state, next), failure);
    }
}
