package dev.reprise.engine.run;

import dev.reprise.engine.ledger.Retried.Part;
import dev.reprise.input.Block;
import dev.reprise.input.JsonExportReader;
import dev.reprise.input.Shell;
import dev.reprise.record.Exit;
import dev.reprise.record.Origin;
import dev.reprise.record.Outcome;
import dev.reprise.record.Problem;
import dev.reprise.record.Reason;
import dev.reprise.record.RefusedException;
import dev.reprise.record.Rejection;
import dev.reprise.record.Row;
import dev.reprise.record.SourceRecord;
import dev.reprise.record.Warning;
import dev.reprise.report.Counts;
import dev.reprise.table.ContentHash;
import dev.reprise.table.EntityTable;
import dev.reprise.table.Proof;
import dev.reprise.table.RowWriter;
import dev.reprise.table.RowWriter.Written;
import dev.reprise.table.Withdrawal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Puts mended elements into the place of those that were rejected, in a generation that is loaded and not published, all in one
 * transaction. What was rejected and is not in the file stays out for good and is no longer counted. The n-th element of an array takes the
 * n-th place; those beyond are added at the array's end.
 */
final class RetryStep {

    private final JdbcTemplate jdbc;
    private final Ledger ledger;
    private final VerifyStep verify;

    RetryStep(JdbcTemplate jdbc, Ledger ledger, VerifyStep verify) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.verify = verify;
    }

    void run(ImportRun run, Path file) throws IOException {
        run.at("retry");
        run.lease().fence();
        run.session().checkTarget();
        UUID importId = run.subject().importId();
        byte[] sha256 = JsonExportReader.sha256(file);
        if (ledger.retried().isLast(importId, sha256)) {
            return; // only the answer to the commit was lost
        }
        Shell shell = Shell.parse(
                ledger.checkpoints().find(importId).orElseThrow().position().shell(),
                run.job().inner());
        run.session().checkDocument(shell, true);
        ContentHash hash = ContentHash.of(new Proof(jdbc).expected(run.generation()));
        Withdrawal withdrawal = new Withdrawal(jdbc, importId, run.job().tables());
        Places places = places(run, withdrawal);
        withdraw(run, withdrawal, hash);
        long base = ledger.retried().last(importId).end();
        long length = write(run, file, shell, places, base, hash);
        ledger.retried().add(importId, new Part(base, file.toString(), length, sha256));
        ledger.rejections().add(importId, "load", List.of(), places.leftOut());
        verify.settle(run, hash, shell);
    }

    private static Places places(ImportRun run, Withdrawal withdrawal) {
        Places places = new Places(withdrawal.places());
        for (EntityTable table : run.job().tables()) {
            if (table.kind() == EntityTable.Kind.TOP) {
                places.end(table, withdrawal.end(table, run.generation()));
            }
        }
        return places;
    }

    private void withdraw(ImportRun run, Withdrawal withdrawal, ContentHash hash) {
        UUID importId = run.subject().importId();
        Map<String, Counts> withdrawn = new HashMap<>();
        ledger.counters()
                .of(importId)
                .forEach((entity, counts) ->
                        withdrawn.put(entity, new Counts(-counts.rejected(), 0, -counts.rejected())));
        withdrawal
                .removeRows(run.generation(), hash)
                .forEach((entity, rows) -> withdrawn.merge(entity, new Counts(-rows, -rows, 0), Counts::plus));
        withdrawal.forget();
        ledger.counters().add(importId, withdrawn);
    }

    /** Returns the length of the document. */
    private long write(ImportRun run, Path file, Shell shell, Places places, long base, ContentHash hash)
            throws IOException {
        RowWriter writer = new RowWriter(jdbc, run.job().tables());
        long length = 0;
        try (JsonExportReader reader = run.job().mendable().open(file, null)) {
            for (Block block = reader.read(); block != null; block = reader.read()) {
                List<SourceRecord> records = new ArrayList<>();
                for (SourceRecord record : block.records()) {
                    known(shell, places, record);
                    records.add(new SourceRecord(
                            places.take(record.origin(), base), record.bytes(), record.from(), record.to()));
                }
                var judged = run.session().process(new Block(records, block.position()));
                keep(run, writer, judged.outcomes(), judged.warnings(), hash);
                length = block.position().offset();
            }
        } catch (RefusedException e) {
            // the file was looked through before: it has changed since. The import is not to be given up for that.
            throw new RefusedException(Exit.FAILED, e.problem(), e);
        }
        return length;
    }

    /** Elements that no table of their own takes are never rejected, and so have no places. */
    private static void known(Shell shell, Places places, SourceRecord record) {
        String array = record.origin().array();
        String name =
                array.substring(array.lastIndexOf('/') + 1).replace("~1", "/").replace("~0", "~");
        if (!places.takes(array) || !"[]".equals(shell.member(name))) {
            throw new RefusedException(
                    Exit.FAILED,
                    Problem.unchanged(
                            "array-unknown",
                            "nothing in " + array + " was rejected, or could have been, so nothing can be added to it",
                            record.origin().pointer(),
                            "Leave it out, or import the whole file anew."));
        }
    }

    private void keep(
            ImportRun run, RowWriter writer, List<Outcome> outcomes, List<Warning> warnings, ContentHash hash) {
        List<Row> rows = new ArrayList<>();
        List<Rejection> rejections = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Row row) {
                rows.add(row);
            } else if (outcome instanceof Rejection rejection) {
                rejections.add(rejection);
            }
        }
        Written written = writer.write(run.generation(), rows);
        rejections.addAll(written.rejections());
        written.rows().forEach(hash::add);
        UUID importId = run.subject().importId();
        ledger.rejections().add(importId, "load", rejections, warnings);
        ledger.counters().add(importId, ChunkWriter.count(written.rows(), rejections));
    }

    /** Which places are free in the arrays whose elements can be rejected. */
    private static final class Places {

        private final Map<String, List<Long>> free;
        private final Map<String, EntityTable> tables = new HashMap<>();
        private final Map<String, Long> ends = new HashMap<>();
        private final Map<String, Integer> taken = new HashMap<>();

        Places(Map<String, List<Long>> free) {
            this.free = free;
            free.forEach((array, places) -> ends.put(array, places.get(places.size() - 1) + 1));
        }

        void end(EntityTable table, long end) {
            tables.put(table.pointer(), table);
            ends.merge(table.pointer(), end, Math::max);
        }

        boolean takes(String array) {
            return tables.containsKey(array);
        }

        Origin take(Origin origin, long base) {
            String array = origin.array();
            List<Long> places = free.getOrDefault(array, List.of());
            int n = taken.merge(array, 1, Integer::sum) - 1;
            long place = n < places.size() ? places.get(n) : ends.merge(array, 1L, Long::sum) - 1;
            return new Origin(array, place, base + origin.offset());
        }

        /** What was rejected and did not come again: it is not counted any more, but told. */
        List<Warning> leftOut() {
            List<Warning> warnings = new ArrayList<>();
            tables.forEach((array, table) -> {
                int left = free.getOrDefault(array, List.of()).size() - taken.getOrDefault(array, 0);
                if (left > 0) {
                    String message =
                            "%d rejected elements were left out of the mended file and stay out".formatted(left);
                    warnings.add(new Warning(null, table.name(), null, new Reason("left-out", array, null, message)));
                }
            });
            return warnings;
        }
    }
}
