package dev.reprise.engine;

import dev.reprise.engine.job.SourceJob;
import dev.reprise.engine.job.SourceJobs;
import dev.reprise.engine.ledger.Import;
import dev.reprise.engine.ledger.ImportReports;
import dev.reprise.engine.run.Ledger;
import dev.reprise.input.Shell;
import dev.reprise.record.Changes;
import dev.reprise.record.Difference;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ElementChange;
import dev.reprise.report.FieldChange;
import dev.reprise.report.ImportReport;
import dev.reprise.report.PlanReport;
import dev.reprise.table.Comparison;
import dev.reprise.table.EntityTable;
import dev.reprise.table.Proof;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Says what plans would change, by comparing what they loaded with what is live. */
public final class Plans {

    private final SourceJobs jobs;
    private final Ledger ledger;
    private final ImportReports reports;
    private final LongLook look;

    Plans(SourceJobs jobs, Ledger ledger, ImportReports reports, LongLook look) {
        this.jobs = jobs;
        this.ledger = ledger;
        this.reports = reports;
        this.look = look;
    }

    /**
     * Compares a plan with what was live when it was made.
     *
     * @param limit how many elements that would change are listed; 0 for none
     * @throws RefusedException with exit 9 if it is no plan, or either of the two is gone
     */
    public PlanReport compare(UUID importId, int limit) {
        Import plan = ledger.imports().find(importId).orElseThrow();
        ImportReport report = reports.of(importId);
        SourceJob job = jobs.named(plan.job());
        try {
            return look.read(jdbc -> {
                Both both = Both.of(jdbc, plan, job);
                Map<String, Changes> entities = new LinkedHashMap<>();
                Map<String, Long> kept = ledger.counters().kept(importId);
                for (EntityTable table : job.tables()) {
                    Changes all = both.comparison().count(table);
                    entities.put(table.name(), all.without(kept.getOrDefault(table.name(), 0L)));
                }
                List<FieldChange> document = both.document();
                List<String> reordered = both.reordered(entities);
                boolean changes = both.base() == 0
                        || !document.isEmpty() && !job.completes()
                        || !reordered.isEmpty()
                        || entities.values().stream().anyMatch(entity -> !entity.none());
                return new PlanReport(
                        importId,
                        plan.target(),
                        plan.file(),
                        both.generation(),
                        both.base(),
                        changes,
                        entities,
                        document,
                        reordered,
                        report.rejected(),
                        report.findings(),
                        limit == 0 ? null : differences(both.comparison(), job.tables(), limit));
            });
        } catch (ConcurrencyFailureException e) {
            throw stale(plan); // one of the two was given up while it was to be locked
        }
    }

    private static RefusedException stale(Import plan) {
        return new RefusedException(
                Exit.WRONG_STATE,
                Problem.unchanged(
                        "plan-stale",
                        "import %s is no plan, or what it was compared with is gone".formatted(plan.importId()),
                        plan.target(),
                        "Plan again: reprise plan %s --into %s".formatted(plan.file(), plan.target())));
    }

    /** The two generations, kept from being swept, with their documents outside of the arrays. */
    private record Both(
            JdbcTemplate jdbc, long base, long generation, Map<String, String> before, Map<String, String> after) {

        static Both of(JdbcTemplate jdbc, Import plan, SourceJob job) {
            if (plan.base() == null || plan.generation() == null) {
                throw stale(plan);
            }
            Map<String, String> before = plan.base() == 0 ? Map.of() : fields(jdbc, plan, plan.base(), job);
            return new Both(jdbc, plan.base(), plan.generation(), before, fields(jdbc, plan, plan.generation(), job));
        }

        private static Map<String, String> fields(JdbcTemplate jdbc, Import plan, long generation, SourceJob job) {
            String shell = jdbc
                    .queryForList(
                            "SELECT shell FROM generation WHERE generation_id = ? AND state <> 'discarded' FOR KEY SHARE",
                            String.class,
                            generation)
                    .stream()
                    .findFirst()
                    .orElseThrow(() -> stale(plan));
            return Shell.parse(shell, job.inner()).fields();
        }

        Comparison comparison() {
            return new Comparison(jdbc, base, generation);
        }

        List<FieldChange> document() {
            if (base == 0) {
                return List.of(); // all of it is new, as all elements are
            }
            return new Difference("document", "", before, after)
                    .fields().entrySet().stream()
                            .map(field -> change(field.getKey(), field.getValue()))
                            .toList();
        }

        /** Where the elements are the same, but their hashes are not. An older version has kept none. */
        List<String> reordered(Map<String, Changes> entities) {
            Proof proof = new Proof(jdbc);
            Map<String, String> old = base == 0 ? Map.of() : proof.expected(base);
            Map<String, String> now = proof.expected(generation);
            return entities.entrySet().stream()
                    .filter(entity -> !old.isEmpty() && entity.getValue().none())
                    .map(Map.Entry::getKey)
                    .filter(entity -> !Objects.equals(old.get(entity), now.get(entity)))
                    .toList();
        }
    }

    private static List<ElementChange> differences(Comparison comparison, List<EntityTable> tables, int limit) {
        List<ElementChange> changes = new ArrayList<>();
        for (EntityTable table : tables) {
            if (changes.size() < limit) {
                comparison.differences(table, limit - changes.size()).forEach(found -> changes.add(change(found)));
            }
        }
        return changes;
    }

    private static ElementChange change(Difference found) {
        List<FieldChange> fields = found.fields().entrySet().stream()
                .map(field -> change(field.getKey(), field.getValue()))
                .toList();
        return new ElementChange(found.kind(), found.entity(), found.key(), fields);
    }

    private static FieldChange change(String field, Difference.Values values) {
        return FieldChange.of(field, values.before(), values.after());
    }
}
