package dev.reprise.engine;

import dev.reprise.engine.job.SourceJob;
import dev.reprise.engine.job.SourceJobs;
import dev.reprise.engine.job.Target;
import dev.reprise.engine.lease.Holder;
import dev.reprise.engine.lease.Lease;
import dev.reprise.engine.lease.Leases;
import dev.reprise.engine.run.EndedImports;
import dev.reprise.engine.run.EndedImports.Ended;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.report.PurgeReport;
import dev.reprise.table.Generations;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * Removes what nobody needs any more: generations that will not be live again, and imports that ended long ago, with all that is
 * remembered of them. Can be killed at any point, and done again. An import whose generation is there stays, and so does one that
 * runs, is planned, or can be taken up again.
 */
public final class Purge {

    private final EndedImports ended;
    private final Leases leases;
    private final Generations generations;
    private final SourceJobs jobs;
    private final ActiveRuns active;
    private final Cleanup cleanup;
    private final int usualKeep;
    private final Duration planKept;

    Purge(
            EndedImports ended,
            Leases leases,
            SourceJobs jobs,
            Cleanup cleanup,
            ActiveRuns active,
            EngineConfiguration.Parts parts) {
        this.ended = ended;
        this.leases = leases;
        this.cleanup = cleanup;
        this.generations = parts.generations();
        this.jobs = jobs;
        this.active = active;
        this.usualKeep = parts.settings().keepGenerations();
        this.planKept = parts.settings().planKept();
    }

    /**
     * What is to be removed.
     *
     * @param olderThan imports that ended longer ago; null for none
     * @param keep so many generations before the live one stay; null for as many as imports leave
     * @param targets only of those; empty for all
     * @param dryRun count only
     */
    public record Request(
            @Nullable Duration olderThan, @Nullable Integer keep, List<Target> targets, boolean dryRun) {

        private List<String> names() {
            return targets.stream().map(Target::toString).toList();
        }
    }

    /**
     * Removes, or counts.
     *
     * @param says is told what is left, and why
     * @throws RefusedException with exit 5 if nothing was ever imported into one of the targets; then nothing is removed
     */
    public PurgeReport run(Request request, Consumer<String> says) {
        for (String target : request.names()) {
            if (!ended.knows(target)) {
                throw unknown(target);
            }
        }
        List<String> skipped = new ArrayList<>();
        if (!request.dryRun()) {
            dropPlans(request, skipped, says);
        }
        int keep = Objects.requireNonNullElse(request.keep(), usualKeep);
        long removed = 0;
        for (Map.Entry<String, Long> target : generations.superfluous(keep).entrySet()) {
            boolean meant = request.targets().isEmpty() || request.names().contains(target.getKey());
            if (meant && !active.ending()) {
                removed += request.dryRun()
                        ? target.getValue()
                        : target.getValue() - left(target.getKey(), keep, skipped, says);
            }
        }
        Map<String, Long> rows = new TreeMap<>();
        if (request.olderThan() != null) {
            imports(request, request.olderThan(), keep, rows);
        }
        long imports = Objects.requireNonNullElse(rows.remove("import"), 0L);
        return new PurgeReport(request.dryRun(), removed, imports, rows, skipped, active.ending());
    }

    /** Plans that were made too long ago; their generations go with the others. */
    private void dropPlans(Request request, List<String> skipped, Consumer<String> says) {
        for (String target : ended.targetsWithPlans(planKept)) {
            SourceJob job = jobs.find(Target.parse(target)).orElse(null);
            boolean meant = request.targets().isEmpty() || request.names().contains(target);
            if (job != null && meant && !active.ending()) {
                try (Lease lease = leases.acquire(target, Holder.name(), says, active::ending)) {
                    cleanup.dropPlans(target, job, lease);
                } catch (RefusedException e) {
                    skipped.add(target);
                    says.accept("skipped: " + e.problem().what());
                }
            }
        }
    }

    /** Sweeps a target; returns how many generations are left that should have gone. */
    private long left(String target, int keep, List<String> skipped, Consumer<String> says) {
        SourceJob job = jobs.find(Target.parse(target)).orElse(null);
        if (job == null) {
            skipped.add(target);
            says.accept("skipped: no job of this program writes to " + target);
            return generations.superfluous(target, keep);
        }
        try (Lease lease = leases.acquire(target, Holder.name(), says, active::ending)) {
            generations.sweep(target, keep, job.tablesAndHead(), lease::fence);
        } catch (RefusedException e) {
            if (e.exit() != Exit.BUSY && e.exit() != Exit.STOPPED) {
                throw e;
            }
            skipped.add(target);
            says.accept("skipped: " + e.problem().what());
            return generations.superfluous(target, keep);
        } catch (DataAccessException e) {
            if (Failures.isMomentary(e)) {
                throw e;
            }
            says.accept("not all of %s could go: %s".formatted(target, e.getMessage()));
        }
        long left = generations.superfluous(target, keep);
        if (left > 0) {
            says.accept("%d of %s are left for the next purge, as somebody still reads them".formatted(left, target));
        }
        return left;
    }

    private static RefusedException unknown(String target) {
        return new RefusedException(
                Exit.NOT_FOUND,
                Problem.unchanged(
                        "target-unknown",
                        "nothing was ever imported into " + target,
                        null,
                        "See what was: reprise list"));
    }

    private void imports(Request request, Duration age, int keep, Map<String, Long> rows) {
        OffsetDateTime before = ended.before(age);
        List<Ended> page = ended.next(before, null, request.names());
        while (!page.isEmpty() && !active.ending()) {
            List<Long> loaded = page.stream()
                    .map(Ended::generation)
                    .filter(Objects::nonNull)
                    .toList();
            Set<Long> needed = request.dryRun() ? generations.kept(loaded, keep) : generations.present(loaded);
            List<Ended> unneeded = page.stream()
                    .filter(one -> one.generation() == null || !needed.contains(one.generation()))
                    .toList();
            if (request.dryRun()) {
                ended.count(unneeded, rows);
            } else {
                ended.remove(unneeded, rows);
            }
            page = ended.next(before, page.get(page.size() - 1), request.names());
        }
    }
}
