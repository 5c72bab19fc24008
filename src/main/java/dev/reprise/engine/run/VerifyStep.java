package dev.reprise.engine.run;

import dev.reprise.engine.ledger.Checkpoints.Checkpoint;
import dev.reprise.input.Shell;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.record.Row;
import dev.reprise.report.Counts;
import dev.reprise.table.ContentHash;
import dev.reprise.table.EntityTable;
import dev.reprise.table.Generations;
import dev.reprise.table.Overlay;
import dev.reprise.table.Proof;
import dev.reprise.table.RowWriter;
import dev.reprise.table.Verification;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Looks at the loaded generation as a whole: the document is complete and for this target, references lead somewhere, every record is
 * accounted for. Rows that refer to nothing become rejections. Can be done again.
 */
final class VerifyStep {

    private final JdbcTemplate jdbc;
    private final Ledger ledger;
    private final Generations generations;

    VerifyStep(JdbcTemplate jdbc, Ledger ledger, Generations generations) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.generations = generations;
    }

    void run(ImportRun run) {
        run.at("verify");
        run.lease().fence();
        UUID importId = run.subject().importId();
        Checkpoint checkpoint = ledger.checkpoints()
                .find(importId)
                .filter(found -> found.position().finished())
                .orElseThrow(() -> new IllegalStateException("verify without a finished load"));
        Shell shell = Shell.parse(checkpoint.position().shell(), run.job().inner());
        run.session().checkDocument(shell, true);
        if (!new Proof(jdbc).expected(run.generation()).isEmpty()) {
            return; // only the answer to the commit was lost: what was taken out then is not in the checkpoint's hash
        }
        ContentHash hash = new ContentHash(checkpoint.contentHash());
        hash.add("document", shell.text());
        hash.add(writeHead(run, shell));
        ledger.rejections().deleteWarnings(importId, "verify");
        ledger.rejections().add(importId, "verify", List.of(), run.session().remarks(shell));
        settle(run, hash, shell);
    }

    /**
     * Takes out what refers to nothing and what has another's GUID, proves the counts, and makes the generation ready to be published.
     *
     * @param hash of the document and all its rows
     */
    void settle(ImportRun run, ContentHash hash, Shell shell) {
        UUID importId = run.subject().importId();
        Verification verification = new Verification(jdbc, run.job().references(), hash);
        List<EntityTable> tables = run.job().tables();
        moved(importId, verification.rejectDuplicates(importId, run.generation(), tables));
        moved(importId, verification.rejectDangling(importId, run.generation()));
        prove(run, verification, overlay(run, hash));
        generations.seal(run.generation(), shell.text(), hash);
        generations.attach(run.generation(), tables);
    }

    /** Written first, rejected now. */
    private void moved(UUID importId, Map<String, Long> removed) {
        Map<String, Counts> moved = new TreeMap<>();
        removed.forEach((entity, rows) -> moved.put(entity, new Counts(0, -rows, rows)));
        ledger.counters().add(importId, moved);
    }

    /** Puts what is live already together with what was loaded, where a source wants that. Returns how many rows were taken over. */
    private Map<String, Long> overlay(ImportRun run, ContentHash hash) {
        Map<String, Long> kept = new TreeMap<>();
        run.session().overlay().ifPresent(policy -> {
            UUID importId = run.subject().importId();
            Map<String, Counts> skipped = new TreeMap<>();
            long live = run.session().liveGeneration();
            ledger.imports().basedOn(importId, live);
            new Overlay(jdbc, hash, importId, run.generation(), live)
                    .apply(run.job().tables(), policy)
                    .forEach((entity, outcome) -> {
                        kept.put(entity, outcome.kept());
                        if (outcome.skipped() > 0) {
                            skipped.put(entity, new Counts(0, -outcome.skipped(), 0, outcome.skipped()));
                        }
                    });
            ledger.counters().add(importId, skipped);
            ledger.counters().kept(importId, kept);
        });
        return kept;
    }

    private Row writeHead(ImportRun run, Shell shell) {
        EntityTable head = run.job().head();
        jdbc.update("DELETE FROM %s WHERE generation_id = ?".formatted(head.name()), run.generation());
        Row row = run.session().head(shell);
        new RowWriter(jdbc, List.of(head)).write(run.generation(), List.of(row));
        return row;
    }

    /**
     * Read = written + rejected + skipped, and the tables hold what was counted: else this is a bug, and nothing may be published.
     */
    private void prove(ImportRun run, Verification verification, Map<String, Long> kept) {
        Map<String, Counts> counters = ledger.counters().of(run.subject().importId());
        for (EntityTable table : run.job().tables()) {
            Counts counts = counters.getOrDefault(table.name(), Counts.ZERO);
            long rows = verification.count(table, run.generation());
            boolean same = rows == counts.written() + kept.getOrDefault(table.name(), 0L);
            if (!same || counts.read() != counts.written() + counts.rejected() + counts.skipped()) {
                throw new RefusedException(
                        Exit.FAILED,
                        new Problem(
                                "count-mismatch",
                                "of %s %d were read, %d written and %d rejected, but %d are in the table"
                                        .formatted(
                                                table.name(), counts.read(), counts.written(), counts.rejected(), rows),
                                run.subject().target(),
                                Problem.UNCHANGED,
                                "Import the file anew with --fresh, and report this as a bug."));
            }
        }
    }
}
