package dev.reprise.torture;

import dev.reprise.source.inskill.ProductTables;
import dev.reprise.table.EntityTable;
import dev.reprise.table.Proof;
import dev.reprise.torture.Expected.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** Compares what the program remembers of the newest import with what is so, and looks for traces of what should be over. */
final class Ledger {

    private static final int KEPT = 1;

    private final JdbcTemplate jdbc;
    private final Expected expected;
    private final Findings findings;

    Ledger(JdbcTemplate jdbc, Expected expected, Findings findings) {
        this.jdbc = jdbc;
        this.expected = expected;
        this.findings = findings;
    }

    void compare(Long live) {
        String target = "product/" + expected.productId();
        List<UUID> newest = jdbc.queryForList(
                "SELECT import_id FROM import WHERE target = ? ORDER BY created_at DESC LIMIT 1", UUID.class, target);
        if (newest.isEmpty()) {
            findings.wrongStatus().add("there is no import into " + target);
            return;
        }
        UUID id = newest.get(0);
        status(id, live);
        hashes(live);
        counters(id);
        remarks(id);
        nothingUnfinished(target);
        openExecutions();
        generations(target, live);
        strayRows();
        strayTables();
    }

    /** What was computed while the file was read, is what the rows give now. */
    private void hashes(Long live) {
        if (live == null) {
            return;
        }
        Proof proof = new Proof(jdbc);
        List<EntityTable> tables = new ArrayList<>(ProductTables.ALL);
        tables.add(ProductTables.HEAD);
        Map<String, String> read = proof.expected(live);
        Map<String, String> stored = proof.compute(live, tables).byEntity();
        if (!read.equals(stored)) {
            findings.wrongStatus().add("generation " + live + " has other hashes than its rows");
        }
    }

    private void status(UUID id, Long live) {
        String status = expected.anyRejected() ? "completed_with_rejections 3" : "completed 0";
        wrong("import " + id + " is %s, not " + status, """
                SELECT concat_ws(' ', status, exit) FROM import
                WHERE import_id = ? AND (concat_ws(' ', status, exit) <> ? OR problem IS NOT NULL OR resumable OR stop_requested
                                         OR started_at IS NULL OR finished_at IS NULL OR finished_at < started_at)
                """, id, status);
        wrong("import " + id + " loaded into generation %s, and " + live + " is live", """
                SELECT generation_id FROM import WHERE import_id = ? AND NOT unchanged AND generation_id IS DISTINCT FROM ?
                """, id, live);
        wrong("the live generation is of import %s, not of " + id, """
                SELECT g.import_id FROM generation g JOIN import i ON i.import_id = ?
                WHERE g.generation_id = ? AND NOT i.unchanged AND g.import_id <> i.import_id
                """, id, live);
        wrong("the checkpoint is at %s, not at the end", """
                SELECT concat_ws(' ', byte_offset, finished) FROM (SELECT ?::uuid AS id) i
                LEFT JOIN import_checkpoint c ON c.import_id = i.id
                WHERE byte_offset IS DISTINCT FROM ? OR finished IS DISTINCT FROM true
                """, id, expected.fileSize());
        wrong("run %s of import " + id + " has not ended", """
                SELECT run_number FROM import_run WHERE import_id = ? AND ended_at IS NULL
                """, id);
        wrong("%s runs of import " + id + ", numbered otherwise", """
                SELECT count(*) FROM import_run WHERE import_id = ? HAVING count(*) = 0 OR count(*) <> max(run_number)
                """, id);
        wrong("generation %s has no content hash", """
                SELECT generation_id FROM generation WHERE generation_id = ? AND (content_hash IS NULL OR entity_hashes IS NULL)
                """, live);
    }

    private void counters(UUID id) {
        Map<String, String> found = new TreeMap<>();
        jdbc.query(
                "SELECT entity, read, written, rejected FROM import_counter WHERE import_id = ?",
                row -> {
                    Counted counted = new Counted(row.getLong(2), row.getLong(3), row.getLong(4));
                    found.put(row.getString(1), counted.toString());
                },
                id);
        Map<String, String> right = new TreeMap<>();
        expected.counters().forEach((entity, counted) -> right.put(entity, counted.toString()));
        if (!found.equals(right)) {
            findings.wrongStatus().add("counters are %s, not %s".formatted(found, right));
        }
    }

    private void remarks(UUID id) {
        List<Remark> found = jdbc.query(
                """
                SELECT severity, step, code, entity, guid, pointer, byte_offset, value FROM import_rejection WHERE import_id = ?
                """,
                (row, n) -> new Remark(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getObject(7, Long.class),
                        row.getString(8)),
                id);
        List<Remark> missing = new ArrayList<>(expected.remarks());
        for (Remark remark : found) {
            if (!missing.remove(remark)) {
                findings.doubled().add(remark.toString());
            }
        }
        missing.forEach(remark -> findings.lost().add(remark.toString()));
    }

    private void nothingUnfinished(String target) {
        wrong("an older import is left: %s", """
                SELECT concat_ws(' ', import_id, status, exit) FROM import
                WHERE target = ? AND (resumable OR status NOT IN ('completed', 'completed_with_rejections', 'abandoned', 'failed'))
                """, target);
    }

    /** What Spring Batch was not told any more; the next import does so. */
    private void openExecutions() {
        jdbc.queryForList("""
                SELECT concat_ws(' ', 'execution', e.job_execution_id, e.status, p.parameter_value)
                FROM batch_job_execution e LEFT JOIN batch_job_execution_params p USING (job_execution_id)
                WHERE e.status NOT IN ('COMPLETED', 'FAILED', 'STOPPED', 'ABANDONED') OR e.end_time IS NULL
                UNION ALL
                SELECT concat_ws(' ', 'step', s.step_name, s.status, 'of execution', s.job_execution_id)
                FROM batch_step_execution s
                WHERE s.status NOT IN ('COMPLETED', 'FAILED', 'STOPPED', 'ABANDONED') OR s.end_time IS NULL
                """, String.class).forEach(findings.leftOver()::add);
    }

    private void generations(String target, Long live) {
        jdbc.queryForList("""
                SELECT concat_ws(' ', 'generation', generation_id, state) FROM generation g
                WHERE target = ? AND generation_id IS DISTINCT FROM ?
                  AND (state <> 'published' OR (SELECT count(*) FROM generation n
                       WHERE n.target = g.target AND n.state = 'published' AND n.published_at > g.published_at) > ?)
                """, String.class, target, live, KEPT).forEach(findings.leftOver()::add);
    }

    private void strayRows() {
        for (String table : expected.tables()) {
            jdbc.queryForList("""
                            SELECT count(*) || ' rows of generation ' || generation_id || ', which there is not' FROM %s t
                            WHERE NOT EXISTS (SELECT FROM generation g WHERE g.generation_id = t.generation_id)
                            GROUP BY generation_id
                            """.formatted(table), String.class)
                    .forEach(stray -> findings.doubled().add(table + ": " + stray));
        }
    }

    private void strayTables() {
        jdbc.queryForList("""
                SELECT c.oid::regclass::text FROM pg_class c
                WHERE c.relkind = 'r' AND c.relname ~ '^[a-z]+_[0-9]+$'
                  AND NOT EXISTS (SELECT FROM generation g WHERE g.generation_id = substring(c.relname FROM '[0-9]+$')::bigint)
                """, String.class)
                .forEach(stray -> findings.doubled().add(stray + " is of a generation that there is not"));
    }

    /** Each row that the query finds is one thing wrong. */
    private void wrong(String what, String sql, Object... parameters) {
        jdbc.queryForList(sql, String.class, parameters)
                .forEach(found -> findings.wrongStatus().add(what.formatted(found)));
    }
}
