package dev.reprise.engine;

import dev.reprise.engine.job.SourceJob;
import dev.reprise.engine.ledger.GenerationReports;
import dev.reprise.engine.ledger.Import;
import dev.reprise.engine.ledger.ImportReports;
import dev.reprise.engine.run.Ledger;
import dev.reprise.input.Shell;
import dev.reprise.record.Changes;
import dev.reprise.record.Difference;
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
import java.util.Optional;
import java.util.UUID;

/** Says what plans would change, by comparing what they loaded with what is live. */
public final class Plans {

    private final SourceJobs jobs;
    private final Ledger ledger;
    private final ImportReports reports;
    private final GenerationReports generations;
    private final Snapshot snapshot;

    Plans(SourceJobs jobs, Ledger ledger, ImportReports reports, GenerationReports generations, Snapshot snapshot) {
        this.jobs = jobs;
        this.ledger = ledger;
        this.reports = reports;
        this.generations = generations;
        this.snapshot = snapshot;
    }

    /**
     * Compares a plan with what was live when it was made.
     *
     * @param limit how many elements that would change are listed; 0 for none
     */
    public PlanReport compare(UUID importId, int limit) {
        Import plan = ledger.imports().find(importId).orElseThrow();
        long base = Objects.requireNonNull(plan.base());
        long generation = Objects.requireNonNull(plan.generation());
        ImportReport report = reports.of(importId);
        SourceJob job = jobs.named(plan.job());
        return snapshot.read(jdbc -> {
            Comparison comparison = new Comparison(jdbc, base, generation);
            Map<String, Changes> entities = new LinkedHashMap<>();
            job.tables().forEach(table -> entities.put(table.name(), comparison.count(table)));
            List<FieldChange> document = document(base, generation, job);
            List<String> reordered = reordered(new Proof(jdbc), base, generation, entities);
            boolean changes = base == 0
                    || !document.isEmpty()
                    || !reordered.isEmpty()
                    || entities.values().stream().anyMatch(entity -> !entity.none());
            return new PlanReport(
                    importId,
                    plan.target(),
                    plan.file(),
                    generation,
                    base,
                    changes,
                    entities,
                    document,
                    reordered,
                    report.rejected(),
                    report.findings(),
                    limit == 0 ? null : differences(comparison, job.tables(), limit));
        });
    }

    private List<FieldChange> document(long base, long generation, SourceJob job) {
        if (base == 0) {
            return List.of(); // all of it is new, as all elements are
        }
        return new Difference("document", "", fields(base, job), fields(generation, job))
                .fields().entrySet().stream()
                        .map(field -> change(field.getKey(), field.getValue()))
                        .toList();
    }

    private Map<String, String> fields(long generation, SourceJob job) {
        return Shell.parse(generations.shell(generation), job.inner()).fields();
    }

    /** Where a generation's elements are the same as those of another, but their hashes are not. */
    private static List<String> reordered(Proof proof, long base, long generation, Map<String, Changes> entities) {
        if (base == 0) {
            return List.of();
        }
        Map<String, String> before = proof.expected(base);
        Map<String, String> after = proof.expected(generation);
        return entities.entrySet().stream()
                .filter(entity -> entity.getValue().none())
                .map(Map.Entry::getKey)
                .filter(entity ->
                        !Optional.ofNullable(before.get(entity)).equals(Optional.ofNullable(after.get(entity))))
                .toList();
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
