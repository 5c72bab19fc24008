package dev.reprise.engine;

import dev.reprise.engine.Placement.Placed;
import dev.reprise.engine.job.ImportRequest;
import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.job.SourceJob;
import dev.reprise.engine.job.Target;
import dev.reprise.engine.lease.Holder;
import dev.reprise.engine.lease.Lease;
import dev.reprise.engine.lease.Leases;
import dev.reprise.engine.ledger.Import;
import dev.reprise.engine.ledger.Imports;
import dev.reprise.engine.run.Ledger;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ImportStatus;
import dev.reprise.report.ProgressListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.transaction.support.TransactionTemplate;

/** Imports that are asked for now and run later, by whichever process takes them. */
public final class WaitingImports {

    private static final int MOST_RUNS = 5;

    private final SourceJobs jobs;
    private final Leases leases;
    private final Ledger ledger;
    private final Runner runner;
    private final Cleanup cleanup;
    private final TransactionTemplate transaction;

    WaitingImports(SourceJobs jobs, Leases leases, Ledger ledger, Runner runner, Cleanup cleanup) {
        this.jobs = jobs;
        this.leases = leases;
        this.ledger = ledger;
        this.runner = runner;
        this.cleanup = cleanup;
        this.transaction = cleanup.transaction();
    }

    /**
     * Refuses what need not be read to be refused: an unknown job, a target that is not there or takes no imports.
     *
     * @throws RefusedException with exit 5 or 6, as {@link ImportEngine#run} would
     */
    public void check(ImportRequest request) {
        jobs.named(request.job())
                .open(request.target(), request.options(), request.file())
                .checkTarget();
    }

    /** What it may write to: the target, and where it may go to one of its own, what that would be called. */
    public List<Target> targets(ImportRequest request) {
        return jobs.named(request.job())
                .numbered(request.target(), request.options())
                .map(numbered -> List.of(request.target(), numbered.apply(1)))
                .orElse(List.of(request.target()));
    }

    /**
     * Refuses a target that an import waits for or is written to.
     *
     * @throws RefusedException with exit 7, naming the import
     */
    public void checkFree(Target target) {
        transaction.executeWithoutResult(status -> refuseBusy(ledger.queue().underWay(target.toString())));
    }

    /**
     * Writes down that a file is to be imported, or that an unfinished import of it is to go on.
     *
     * @param alone whether the target must be free
     * @return the import; it waits
     * @throws RefusedException with exit 7 if the target is not free and should be; and as {@link #check}
     */
    public UUID add(ImportRequest request, boolean alone) {
        check(request);
        SourceJob job = jobs.named(request.job());
        Path file = ImportEngine.existing(request.file());
        String target = request.target().toString();
        Imports imports = ledger.imports();
        return Objects.requireNonNull(transaction.execute(status -> {
            List<Import> underWay = ledger.queue().underWay(target);
            if (alone) {
                refuseBusy(underWay);
            }
            long size = ImportEngine.size(file);
            UUID unfinished = imports.unfinished(target).stream()
                    .filter(old -> old.isOf(request, file.toString(), size)
                            && job.goesOn(old.options(), request.options())
                            && underWay.stream().noneMatch(one -> one.importId().equals(old.importId())))
                    .map(Import::importId)
                    .findFirst()
                    .orElse(null);
            if (unfinished == null || request.fresh()) {
                return imports.create(request, file.toString(), size).importId();
            }
            imports.takeUp(unfinished, request);
            imports.limit(unfinished, request.maxRejections().text());
            ledger.queue().requeue(unfinished);
            return unfinished;
        }));
    }

    private static void refuseBusy(List<Import> underWay) {
        if (!underWay.isEmpty()) {
            Import first = underWay.get(0);
            throw new RefusedException(
                    Exit.BUSY,
                    Problem.unchanged(
                            "target-busy",
                            "%s is being imported into: import %s is %s"
                                    .formatted(
                                            first.target(),
                                            first.importId(),
                                            first.status().spelling()),
                            first.target(),
                            "Try again when it has ended."));
        }
    }

    /** How many wait. */
    public long count() {
        return ledger.queue().waiting();
    }

    /**
     * Brings an import to its end that waits, or whose process died. One that has ended, or was stopped meanwhile, stays as it is. Whatever
     * the end is, the import's row says so.
     *
     * @throws RefusedException with exit 7 if the target is busy, with exit 75 if the database is: it waits still
     */
    public void run(UUID importId, ProgressListener listener) {
        Import found = ledger.imports().find(importId).orElse(null);
        if (found == null || !found.status().goesOn()) {
            return;
        }
        try {
            run(found, listener);
        } catch (RefusedException e) {
            if (e.exit() == Exit.BUSY || e.exit() == Exit.UNAVAILABLE) {
                throw e;
            }
            ledger.imports().ended(importId, ImportStatus.FAILED, e.exit(), e.problem(), false);
        }
    }

    private void run(Import found, ProgressListener listener) {
        if (ledger.queue().behind(found.importId(), found.target())) {
            throw new RefusedException(
                    Exit.BUSY,
                    Problem.unchanged(
                            "not-its-turn", "an older import waits", found.target(), "It waits for its turn."));
        }
        SourceJob job = jobs.named(found.job());
        Path file = ImportEngine.existing(Path.of(found.file()));
        ImportRequest request = new ImportRequest(
                found.job(),
                Target.parse(found.target()),
                file,
                found.options(),
                new RejectionLimit(found.maxRejections()),
                false,
                found.kind(),
                found.prove());
        job.open(request.target(), request.options(), file).checkTarget();
        Placed placed = new Placement(target -> acquire(target, listener)).find(request, job, file);
        try (Lease lease = placed.lease()) {
            String target = placed.request().target().toString();
            cleanup.settleLast(target, lease);
            Import now = ledger.imports().find(found.importId()).orElseThrow();
            if (!now.status().goesOn()) {
                return;
            }
            for (Import other : ledger.imports().unfinished(target)) {
                if (ImportStatus.ACTIVE.contains(other.status())
                        && !other.importId().equals(now.importId())) {
                    cleanup.recover(other, lease);
                }
            }
            runner.run(
                    () -> ledger.queue().into(now.importId(), target), request.maxRejections(), job, lease, listener);
        }
    }

    private Lease acquire(String target, ProgressListener listener) {
        return leases.acquire(target, Holder.name(), listener::says, runner::ending);
    }

    /**
     * An import that did not come to its end is to go on.
     *
     * @throws RefusedException with exit 9 if it runs, waits, or cannot go on
     */
    public void again(UUID importId) {
        transaction.executeWithoutResult(status -> {
            Import found = ledger.imports().lock(importId).orElseThrow();
            boolean lives = ledger.queue().underWay(found.target()).stream()
                    .anyMatch(other -> other.importId().equals(importId));
            if (!found.resumable() || lives) {
                throw ImportEngine.wrongState(
                        found, "restarted", "stopped, failed with rows kept, or left by a dead process");
            }
            ledger.queue().requeue(importId);
        });
    }

    /** One that failed for what passes, waits again, some times. Returns whether it does. */
    public boolean tryAgain(UUID importId) {
        return ledger.queue().requeuePassing(importId, MOST_RUNS);
    }

    /** One that was stopped because its process ends, waits again. Returns whether it does. */
    public boolean waitAgain(UUID importId) {
        boolean stopped = ledger.imports()
                .find(importId)
                .filter(found -> found.status() == ImportStatus.STOPPED && found.resumable())
                .isPresent();
        if (stopped) {
            ledger.queue().requeue(importId);
        }
        return stopped;
    }

    /** Those that nobody has taken for this long. */
    public List<UUID> forgotten(Duration time) {
        return ledger.queue().waitingSince(time);
    }

    /** The files that imports read or will read. */
    public Set<String> files() {
        return ledger.queue().files();
    }

    /** Whether it has ended, in whatever way. */
    public boolean ended(UUID importId) {
        return ledger.imports()
                .find(importId)
                .filter(found -> found.status().goesOn())
                .isEmpty();
    }
}
