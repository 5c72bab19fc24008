package dev.reprise.engine;

import dev.reprise.engine.job.ImportRequest;
import dev.reprise.engine.job.SourceJob;
import dev.reprise.engine.job.SourceJobs;
import dev.reprise.engine.job.Target;
import dev.reprise.engine.ledger.Import;
import dev.reprise.engine.ledger.Imports;
import dev.reprise.engine.ledger.Queue;
import dev.reprise.engine.run.Ledger;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ProgressListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/** Imports that are asked for now and run later, by whichever process takes them. */
public final class WaitingImports {

    private final SourceJobs jobs;
    private final Ledger ledger;
    private final Turns turns;
    private final TransactionTemplate transaction;

    WaitingImports(SourceJobs jobs, Ledger ledger, Turns turns, TransactionTemplate transaction) {
        this.jobs = jobs;
        this.ledger = ledger;
        this.turns = turns;
        this.transaction = transaction;
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

    /**
     * What it may write to: the target, and where it may go to one of its own, what that could be called. Numbers have no end, so whoever may
     * write to the first and the last of them may write to all.
     */
    public List<Target> targets(ImportRequest request) {
        return targets(request.job(), request.target(), request.options());
    }

    /** The same of an import that there is. */
    public List<Target> targets(UUID importId) {
        Import found = ledger.imports().find(importId).orElseThrow();
        return targets(found.job(), Target.parse(found.target()), found.options());
    }

    private List<Target> targets(String job, Target target, Map<String, String> options) {
        return jobs.named(job)
                .numbered(target, options)
                .map(numbered -> List.of(target, numbered.apply(1), numbered.apply(Integer.MAX_VALUE)))
                .orElse(List.of(target));
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
     * @param caller whoever asks for it by HTTP; null for this process itself
     * @return the import; it waits
     * @throws RefusedException with exit 7 if the target is not free and should be; and as {@link #check}
     */
    public UUID add(ImportRequest request, boolean alone, @Nullable String caller) {
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
            Optional<UUID> unfinished = request.fresh()
                    ? Optional.empty()
                    : imports.unfinished(target).stream()
                            .filter(old -> old.isOf(request, file.toString(), size)
                                    && job.goesOn(old.options(), request.options()))
                            .map(Import::importId)
                            .filter(this::mayBeTakenUp)
                            .findFirst();
            if (unfinished.isEmpty()) {
                UUID created = imports.create(request, file.toString(), size).importId();
                ledger.queue().askedBy(created, caller);
                return created;
            }
            ledger.queue().askedBy(unfinished.get(), caller);
            imports.takeUp(unfinished.get(), request);
            imports.limit(unfinished.get(), request.maxRejections().text());
            ledger.queue().requeue(unfinished.get());
            return unfinished.get();
        }));
    }

    /** Locks it: nobody begins, supersedes or takes it up meanwhile. */
    private boolean mayBeTakenUp(UUID importId) {
        return ledger.imports()
                .lock(importId)
                .filter(old -> old.resumable() && !runs(old))
                .isPresent();
    }

    private boolean runs(Import subject) {
        return ledger.queue().underWay(subject.target()).stream()
                .anyMatch(one -> one.importId().equals(subject.importId()));
    }

    private static void refuseBusy(List<Import> underWay) {
        if (!underWay.isEmpty()) {
            throw Queue.busy(underWay.get(0), "Try again when it has ended.");
        }
    }

    /** How many wait. */
    public long count() {
        return ledger.queue().waiting();
    }

    /** How many of them this caller has asked for. */
    public long count(String caller) {
        return ledger.queue().waiting(caller);
    }

    /**
     * Brings an import to its end that waits, or whose process died. One that has ended, or was stopped meanwhile, stays as it is. Whatever
     * the end is, the import's row says so.
     *
     * @throws RefusedException if it cannot be run now and waits still: with exit 7 if the target is busy, with exit 75 if the database is,
     *     with exit 143 if this process ends, with exit 1 if another process has taken it over
     */
    public void run(UUID importId, ProgressListener listener) {
        turns.run(importId, listener);
    }

    /**
     * An import that did not come to its end is to go on.
     *
     * @param caller whoever asks for it by HTTP; null for this process itself
     * @throws RefusedException with exit 9 if it runs, waits, or cannot go on
     */
    public void again(UUID importId, @Nullable String caller) {
        transaction.executeWithoutResult(status -> {
            Import found = ledger.imports().lock(importId).orElseThrow();
            if (!found.resumable() || runs(found)) {
                throw ImportEngine.wrongState(
                        found, "restarted", "stopped, failed with rows kept, or left by a dead process");
            }
            ledger.queue().askedBy(importId, caller);
            ledger.queue().requeue(importId);
        });
    }

    /** Which import into the same target waits for its turn next. */
    public Optional<UUID> next(UUID importId) {
        return ledger.queue().next(importId);
    }

    /** Those that nobody has taken for this long. */
    public List<UUID> forgotten(Duration time) {
        return ledger.queue().waitingSince(time);
    }

    /**
     * The files that imports read or will read, also those that ended not longer ago than {@code restartable} and can be restarted; and those,
     * not longer ago than {@code partly}, of which not all was taken.
     */
    public Set<String> files(Duration restartable, Duration partly) {
        return ledger.queue().files(restartable, partly);
    }

    /** Whether it has ended, in whatever way. */
    public boolean ended(UUID importId) {
        return ledger.imports()
                .find(importId)
                .filter(found -> found.status().goesOn())
                .isEmpty();
    }
}
