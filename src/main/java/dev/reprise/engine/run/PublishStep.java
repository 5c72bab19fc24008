package dev.reprise.engine.run;

import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.ledger.Import;
import dev.reprise.input.Shell;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.report.Counts;
import dev.reprise.report.Finding;
import dev.reprise.report.ImportKind;
import dev.reprise.report.ImportStatus;
import dev.reprise.table.Generations;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.springframework.batch.core.job.JobInterruptedException;

/**
 * Makes the generation live and completes the import, in one short transaction: readers see all of it or nothing, and an import that
 * was published is never found unfinished.
 */
public final class PublishStep {

    private final Ledger ledger;
    private final Generations generations;

    public PublishStep(Ledger ledger, Generations generations) {
        this.ledger = ledger;
        this.generations = generations;
    }

    void run(ImportRun run) throws IOException, JobInterruptedException {
        run.at("publish");
        run.sameFile().await(run.stop());
        if (run.subject().kind() == ImportKind.PLAN) {
            plan(run);
        } else {
            publish(run);
        }
    }

    /** Leaves the generation to be looked at, whatever was rejected. */
    private void plan(ImportRun run) {
        run.lease().fence();
        UUID importId = run.subject().importId();
        boolean rejected = ledger.counters().total(importId).rejected() > 0;
        ledger.imports()
                .planned(
                        importId,
                        rejected ? Exit.REJECTED : Exit.OK,
                        run.session().liveGeneration());
    }

    /**
     * Makes the run's generation live and completes its import, in the caller's transaction.
     *
     * @throws RefusedException if more was rejected than is allowed, or the target has become another, or what is live in it has
     */
    public void publish(ImportRun run) {
        UUID importId = run.subject().importId();
        Counts total = ledger.counters().total(importId);
        checkHead(run); // first: no limit helps against it
        checkLimit(run, total);
        // whose product it is, the check step need not have said: a retry has none, and a plan is applied without
        run.session()
                .checkDocument(
                        Shell.parse(
                                generations.shell(run.generation()), run.job().inner()),
                        true);
        generations.awaitAttached(run.generation());
        run.lease().fence();
        boolean rejected = total.rejected() > 0;
        ImportStatus status = rejected ? ImportStatus.COMPLETED_WITH_REJECTIONS : ImportStatus.COMPLETED;
        long live = run.session().liveGeneration();
        checkBase(run, live);
        boolean unchanged = run.job().completes()
                ? generations.sameEntries(live, run.generation(), run.job().head())
                : generations.same(live, run.generation());
        if (unchanged) {
            generations.discard(run.generation());
        } else {
            run.session().publish(run.generation());
        }
        ledger.imports().completed(importId, status, rejected ? Exit.REJECTED : Exit.OK, unchanged, live);
    }

    /** What was put together with one generation must not replace another: what that one brought would be gone. */
    private void checkBase(ImportRun run, long live) {
        UUID importId = run.subject().importId();
        Long base = ledger.imports().find(importId).map(Import::base).orElse(null);
        if (run.job().completes() && base != null && base != live) {
            throw new RefusedException(
                    Exit.REFUSED,
                    Problem.unchanged(
                            "target-changed",
                            "the import was put together with generation %d, and live is %d now".formatted(base, live),
                            run.subject().target(),
                            "Import the file anew: it goes together with what is live then."));
        }
    }

    private static void checkLimit(ImportRun run, Counts total) {
        RejectionLimit limit = new RejectionLimit(run.subject().maxRejections());
        if (limit.exceededBy(total.rejected(), total.read())) {
            throw new RefusedException(
                    Exit.FAILED,
                    kept(
                            run,
                            "too-many-rejections",
                            "%d of %d records were rejected, more than the %s that are allowed"
                                    .formatted(total.rejected(), total.read(), limit.text()),
                            next(run).formatted(run.subject().importId(), total.rejected())));
        }
    }

    private static String next(ImportRun run) {
        return run.subject().kind() == ImportKind.PLAN
                ? "Mend the file and plan again, or publish without them: reprise apply %s --max-rejections %d"
                : run.job().json().isEmpty()
                        ? "Mend the archive and import it again, or publish without them: reprise restart %s --max-rejections %d"
                        : "Mend them: reprise errors %1$s --export FILE, then reprise retry %1$s FILE. "
                                + "Or publish without them: reprise restart %1$s --max-rejections %2$d";
    }

    private void checkHead(ImportRun run) {
        List<Finding> findings = ledger.rejections().ofHead(run.subject().importId());
        if (!findings.isEmpty()) {
            Finding first = findings.get(0);
            throw new RefusedException(
                    Exit.FAILED,
                    kept(
                            run,
                            first.code(),
                            "%s is %s: %s".formatted(first.pointer(), first.value(), first.message()),
                            "Mend the file and import it again; this cannot be published."));
        }
    }

    private static Problem kept(ImportRun run, String code, String what, String next) {
        String state = "Nothing was published; %s is as it was. The loaded rows are kept, invisible."
                .formatted(run.subject().target());
        return new Problem(
                code,
                what,
                run.subject().file(),
                state,
                "See them all: reprise errors %s. %s".formatted(run.subject().importId(), next));
    }
}
