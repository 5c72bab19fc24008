package dev.reprise.engine;

import dev.reprise.engine.Placement.Placed;
import dev.reprise.engine.job.ImportRequest;
import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.job.SourceJob;
import dev.reprise.engine.job.SourceJobs;
import dev.reprise.engine.job.Target;
import dev.reprise.engine.lease.Holder;
import dev.reprise.engine.lease.Lease;
import dev.reprise.engine.lease.Leases;
import dev.reprise.engine.ledger.Import;
import dev.reprise.engine.ledger.Queue;
import dev.reprise.engine.run.Ledger;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ImportStatus;
import dev.reprise.report.ProgressListener;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** The turns of imports that wait. Each is taken by one process; if that dies, another takes up where it was. */
final class Turns {

    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);
    private static final int MOST_DEATHS = 5;
    /** What waiting does not mend. */
    private static final Set<Exit> LASTING =
            EnumSet.of(Exit.USAGE, Exit.NOT_FOUND, Exit.NOT_ALLOWED, Exit.REFUSED, Exit.WRONG_STATE);

    private final SourceJobs jobs;
    private final Leases leases;
    private final Ledger ledger;
    private final Runner runner;
    private final Cleanup cleanup;

    Turns(SourceJobs jobs, Leases leases, Ledger ledger, Runner runner, Cleanup cleanup) {
        this.jobs = jobs;
        this.leases = leases;
        this.ledger = ledger;
        this.runner = runner;
        this.cleanup = cleanup;
    }

    /** As {@link WaitingImports#run}. */
    void run(UUID importId, ProgressListener listener) {
        Import found = ledger.imports().find(importId).orElse(null);
        if (found == null || !found.status().goesOn()) {
            return;
        }
        try {
            run(found, listener);
        } catch (RuntimeException e) {
            RefusedException last = last(e, found);
            if (last == null || !ledger.queue().refuse(importId, last.exit(), last.problem(), isResumable(last))) {
                throw e;
            }
        }
    }

    /** With what an import ends that failed before it could begin; null if it only does not begin now. */
    private @Nullable RefusedException last(RuntimeException failure, Import subject) {
        if (runner.ending()) {
            return null;
        }
        if (failure instanceof RefusedException refusal) {
            return LASTING.contains(refusal.exit()) ? refusal : null;
        }
        RefusedException known = Failures.refusal(failure, Problem.UNCHANGED, "Then restart it.");
        if (known != null || failure instanceof DataAccessException || failure instanceof TransactionException) {
            return known == null || known.exit() == Exit.UNAVAILABLE ? null : known;
        }
        LOG.error("import {} failed unexpectedly", subject.importId(), failure);
        Problem problem = Problem.unchanged(
                "internal", "an unexpected failure, which is in the log", subject.target(), "Report it.");
        return new RefusedException(Exit.FAILED, problem, failure);
    }

    /** A file or a target that is missing may come back, and what was loaded is kept as long. */
    private static boolean isResumable(RefusedException last) {
        return last.exit() != Exit.REFUSED;
    }

    private void run(Import found, ProgressListener listener) {
        if (ledger.queue().behind(found.importId(), found.target())) {
            throw new RefusedException(
                    Exit.BUSY,
                    Problem.unchanged(
                            "not-its-turn", "an older import waits", found.target(), "It waits for its turn."));
        }
        SourceJob job = jobs.named(found.job());
        Placed placed = place(request(found), found, job, listener);
        try (Lease lease = placed.lease()) {
            String target = placed.request().target().toString();
            cleanup.settleLast(target, lease);
            Import now = ledger.imports().find(found.importId()).orElseThrow();
            if (!now.status().goesOn()) {
                return;
            }
            if (ImportStatus.ACTIVE.contains(now.status()) && !now.target().equals(target)) {
                throw Queue.busy(now, "It goes on where it is.");
            }
            ledger.queue().unclaimed(target).stream()
                    .filter(other -> ImportStatus.ACTIVE.contains(other.status())
                            && !other.importId().equals(now.importId()))
                    .forEach(other -> cleanup.recover(other, lease));
            try {
                run(now, placed, job, listener);
            } catch (RuntimeException e) {
                RefusedException last = last(e, now);
                if (last == null) {
                    throw e;
                }
                cleanup.end(now, lease, ImportStatus.FAILED, last, isResumable(last));
            }
        }
    }

    private static ImportRequest request(Import found) {
        return new ImportRequest(
                found.job(),
                Target.parse(found.target()),
                Path.of(found.file()),
                found.options(),
                new RejectionLimit(found.maxRejections()),
                false,
                found.kind(),
                found.prove());
    }

    /** One that has begun goes on where it is: nobody else may have it go to another place, too. */
    private Placed place(ImportRequest request, Import found, SourceJob job, ProgressListener listener) {
        if (ledger.imports().runs(found.importId()) > 0) {
            return new Placed(request, acquire(found.target(), listener));
        }
        return new Placement(
                        target -> acquire(target, listener),
                        target -> ledger.queue().begun(target, found.importId()).isPresent())
                .find(request, job, request.file());
    }

    /** Whoever died with it has left it to us, and the lease says so. */
    private void run(Import now, Placed placed, SourceJob job, ProgressListener listener) {
        Lease lease = placed.lease();
        if (now.status() == ImportStatus.STOPPING) {
            cleanup.end(now, lease, ImportStatus.STOPPED, stopped(now), true);
            return;
        }
        if (ledger.queue().deaths(now.importId()) >= MOST_DEATHS) {
            cleanup.end(now, lease, ImportStatus.FAILED, tooManyDeaths(now), true);
            return;
        }
        ImportRequest request = placed.request();
        Path file = ImportEngine.existing(request.file());
        job.open(request.target(), request.options(), file).checkTarget();
        runner.run(
                () -> ledger.queue().take(now.importId(), request.target().toString()),
                request.maxRejections(),
                job,
                lease,
                listener);
    }

    private static RefusedException stopped(Import subject) {
        return new RefusedException(
                Exit.STOPPED,
                new Problem(
                        "stopped",
                        "the import was to stop when its process died",
                        subject.target(),
                        "Nothing was published; what was committed is kept.",
                        "Go on with it: reprise restart " + subject.importId()));
    }

    private static RefusedException tooManyDeaths(Import subject) {
        return new RefusedException(
                Exit.FAILED,
                new Problem(
                        "process-died",
                        "%d processes in a row that ran the import died, all at the same place".formatted(MOST_DEATHS),
                        subject.target(),
                        "Nothing was published; what was committed is kept.",
                        "See why they died: their logs, the memory. Then: reprise restart " + subject.importId()));
    }

    private Lease acquire(String target, ProgressListener listener) {
        return leases.acquire(target, Holder.name(), listener::says, runner::ending);
    }
}
