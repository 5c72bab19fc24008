package dev.reprise.engine;

import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.job.Session;
import dev.reprise.engine.job.SourceJob;
import dev.reprise.engine.job.SourceJobs;
import dev.reprise.engine.job.Target;
import dev.reprise.engine.lease.Holder;
import dev.reprise.engine.lease.Lease;
import dev.reprise.engine.lease.Leases;
import dev.reprise.engine.ledger.GenerationReports;
import dev.reprise.engine.ledger.Import;
import dev.reprise.engine.run.ImportRun;
import dev.reprise.engine.run.Ledger;
import dev.reprise.engine.run.PublishStep;
import dev.reprise.engine.run.StopSwitch;
import dev.reprise.input.Shell;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.report.GenerationReport;
import dev.reprise.report.ImportStatus;
import dev.reprise.report.ProgressListener;
import dev.reprise.table.Generations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Makes generations live that are loaded already: a plan, or one that was live before. Each by one short transaction under the target's
 * lease, after which readers see all of it.
 */
public final class Publishing {

    private final SourceJobs jobs;
    private final Leases leases;
    private final Ledger ledger;
    private final GenerationReports generations;
    private final Generations rows;
    private final PublishStep publish;
    private final Cleanup cleanup;
    private final Duration planKept;

    Publishing(
            SourceJobs jobs,
            Leases leases,
            Ledger ledger,
            GenerationReports generations,
            Generations rows,
            Cleanup cleanup,
            Duration planKept) {
        this.jobs = jobs;
        this.leases = leases;
        this.ledger = ledger;
        this.generations = generations;
        this.rows = rows;
        this.publish = new PublishStep(ledger, rows);
        this.planKept = planKept;
        this.cleanup = cleanup;
    }

    /**
     * Publishes a plan.
     *
     * @param limit another limit of rejections; null keeps the one that the plan was made with
     * @throws RefusedException with exit 9 if it is no plan, or another generation is live than the one it was compared with; with exit 1
     *     if more was rejected than is allowed. Nothing is changed then.
     */
    public void apply(UUID importId, @Nullable RejectionLimit limit, ProgressListener listener) {
        String target = planned(importId).target();
        try (Lease lease = leases.acquire(target, Holder.name(), listener::says)) {
            Import subject = planned(importId);
            ledger.queue().checkNoneBegun(target, importId);
            SourceJob job = jobs.named(subject.job());
            flip(
                    target,
                    () -> cleanup.fenced(lease, () -> {
                        ledger.imports().limit(importId, limit == null ? subject.maxRejections() : limit.text());
                        ImportRun run = new ImportRun(planned(importId), job, lease, listener, new StopSwitch());
                        checkBase(subject, run.session().liveGeneration());
                        run.session().checkTarget();
                        publish.publish(run);
                        cleanup.supersede(target, "the plan " + importId);
                        return true;
                    }));
            cleanup.sweep(target, job, lease);
        }
    }

    /** A commit whose answer is lost may have been done. */
    private static <T> T flip(String target, Supplier<T> work) {
        try {
            return work.get();
        } catch (DataAccessException | TransactionException e) {
            RefusedException refusal = Failures.refusal(
                    e,
                    "It may have been done, or not; in part it cannot be.",
                    "Do not just repeat it. See what is live now: reprise generations " + target);
            throw refusal == null ? e : refusal;
        }
    }

    private Import planned(UUID importId) {
        Import found = ledger.imports().find(importId).orElseThrow();
        if (found.status() != ImportStatus.PLANNED) {
            throw refused(
                    "wrong-state",
                    "import %s is %s and cannot be applied"
                            .formatted(importId, found.status().spelling()),
                    found.target(),
                    "Only a plan can: reprise plan FILE --into " + found.target());
        }
        return found;
    }

    private void checkBase(Import subject, long live) {
        boolean outdated = ledger.imports().outdatedPlans(subject.target(), live, planKept).stream()
                .anyMatch(plan -> plan.importId().equals(subject.importId()));
        if (outdated) {
            throw refused(
                    "plan-stale",
                    "the plan was made when generation %d was live, at most %s ago would do; live is %d now"
                            .formatted(subject.base(), planKept, live),
                    subject.target(),
                    "Plan again: reprise plan %s --into %s".formatted(subject.file(), subject.target()));
        }
    }

    /**
     * Makes an earlier generation live again; what was live until then is kept, so that this can be undone in the same way.
     *
     * @param to the generation; null for the one that was live before
     * @param expected what must be live now, so that who asks twice does not undo what they did; null for whatever is
     * @return the import that it is recorded as
     * @throws RefusedException with exit 5 if the target does not exist, with exit 9 if it has no such generation or another one is live
     *     than was expected, with exit 7 if an import goes on there
     */
    public UUID rollback(Target target, @Nullable Long to, @Nullable Long expected, ProgressListener listener) {
        SourceJob job = jobs.writingTo(target);
        Session session = job.open(target, Map.of(), Path.of(""));
        session.checkThere();
        try (Lease lease = leases.acquire(target.toString(), Holder.name(), listener::says)) {
            cleanup.settleLast(target.toString(), lease);
            ledger.queue().checkNoneBegun(target.toString(), null);
            return flip(
                    target.toString(),
                    () -> cleanup.fenced(lease, () -> {
                        long live = session.liveGeneration();
                        checkLive(target, live, expected);
                        long wanted = wanted(target.toString(), live, to);
                        session.checkDocument(Shell.parse(rows.shell(wanted), job.inner()), true);
                        session.publish(wanted);
                        cleanup.supersede(target.toString(), "a rollback to generation " + wanted);
                        return ledger.imports().rolledBack(job.descriptor().name(), target.toString(), wanted, live);
                    }));
        }
    }

    private static void checkLive(Target target, long live, @Nullable Long expected) {
        if (expected != null && expected != live) {
            throw refused(
                    "wrong-state",
                    "generation %d is not live".formatted(expected),
                    target.toString(),
                    "Live is generation %d. See: reprise generations %s".formatted(live, target));
        }
    }

    private long wanted(String target, long live, @Nullable Long to) {
        List<GenerationReport> kept = generations.of(target, live).stream()
                .filter(generation -> generation.state().equals("kept"))
                .toList();
        Optional<GenerationReport> wanted = kept.stream()
                .filter(generation -> to == null || generation.generation() == to)
                .findFirst();
        if (wanted.isEmpty()) {
            String which = kept.stream()
                    .map(generation -> Long.toString(generation.generation()))
                    .collect(Collectors.joining(", "));
            throw refused(
                    "generation-missing",
                    to == null
                            ? "no generation of before is kept"
                            : "generation %d is not one that was live before and is kept".formatted(to),
                    target,
                    which.isEmpty()
                            ? "How many are kept, says reprise.keep-generations."
                            : "There are: " + which + ". See: reprise generations " + target);
        }
        return wanted.get().generation();
    }

    private static RefusedException refused(String code, String what, String where, String next) {
        return new RefusedException(Exit.WRONG_STATE, Problem.unchanged(code, what, where, next));
    }

    /**
     * A target's generations, the live one first.
     *
     * @throws RefusedException with exit 5 if the target does not exist
     */
    public List<GenerationReport> generations(Target target) {
        Session session = jobs.writingTo(target).open(target, Map.of(), Path.of(""));
        List<GenerationReport> found = generations.of(target.toString(), session.liveGeneration());
        if (found.isEmpty()) {
            session.checkThere();
        }
        return found;
    }
}
