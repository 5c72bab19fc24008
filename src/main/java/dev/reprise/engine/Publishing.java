package dev.reprise.engine;

import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.job.Session;
import dev.reprise.engine.job.SourceJob;
import dev.reprise.engine.job.Target;
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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes generations live that are loaded already: a plan, or one that was live before. Each by one short transaction under the target's
 * lease, after which readers see all of it.
 */
public final class Publishing {

    private final SourceJobs jobs;
    private final Leases leases;
    private final Ledger ledger;
    private final GenerationReports generations;
    private final PublishStep publish;
    private final Cleanup cleanup;

    Publishing(
            SourceJobs jobs,
            Leases leases,
            Ledger ledger,
            GenerationReports generations,
            PublishStep publish,
            Cleanup cleanup) {
        this.jobs = jobs;
        this.leases = leases;
        this.ledger = ledger;
        this.generations = generations;
        this.publish = publish;
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
            SourceJob job = jobs.named(subject.job());
            cleanup.fenced(lease, () -> {
                ledger.imports().limit(importId, limit == null ? subject.maxRejections() : limit.text());
                ImportRun run = new ImportRun(planned(importId), job, lease, listener, new StopSwitch());
                checkBase(subject, run.session().liveGeneration());
                run.session().checkTarget();
                run.session().checkDocument(shell(run.generation(), job), true);
                publish.publish(run);
                return true;
            });
            cleanup.sweep(target, job, lease);
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

    private static void checkBase(Import subject, long live) {
        if (subject.base() != null && subject.base() != live) {
            throw refused(
                    "plan-stale",
                    "the plan was made when generation %d was live, and now it is %d".formatted(subject.base(), live),
                    subject.target(),
                    "Plan again: reprise plan %s --into %s".formatted(subject.file(), subject.target()));
        }
    }

    /**
     * Makes an earlier generation live again; what was live until then is kept, so that this can be undone in the same way.
     *
     * @param to the generation; null for the one that was live before
     * @return the import that it is recorded as
     * @throws RefusedException with exit 5 if the target does not exist, with exit 9 if it has no such generation
     */
    public UUID rollback(Target target, @Nullable Long to, ProgressListener listener) {
        SourceJob job = jobs.writingTo(target);
        Session session = job.open(target, Map.of(), Path.of(""));
        session.checkTarget();
        try (Lease lease = leases.acquire(target.toString(), Holder.name(), listener::says)) {
            cleanup.settleLast(target.toString(), lease);
            return cleanup.fenced(lease, () -> {
                long live = session.liveGeneration();
                long wanted = wanted(target.toString(), live, to);
                session.checkDocument(shell(wanted, job), true);
                session.publish(wanted);
                return ledger.imports().rolledBack(job.descriptor().name(), target.toString(), wanted, live);
            });
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

    private Shell shell(long generation, SourceJob job) {
        return Shell.parse(generations.shell(generation), job.inner());
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
            session.checkTarget();
        }
        return found;
    }
}
