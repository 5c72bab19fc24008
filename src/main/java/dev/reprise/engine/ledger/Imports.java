package dev.reprise.engine.ledger;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.reprise.engine.job.ImportRequest;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.report.ImportKind;
import dev.reprise.report.ImportStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The imports and their runs. Who changes one that has started holds the lease of its target. */
public final class Imports {

    static final JsonMapper JSON = new JsonMapper();
    static final String COLUMNS = """
            SELECT import_id, kind, job, target, file, file_size, options, max_rejections, status, resumable, generation_id,
                   base_generation, prove
            FROM import
            """;

    private final JdbcTemplate jdbc;

    public Imports(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Writes a new import of a file down and returns it. */
    public Import create(ImportRequest request, String file, long size) {
        UUID importId = UuidCreator.getTimeOrderedEpoch();
        jdbc.update(
                """
                INSERT INTO import (import_id, kind, job, target, file, file_size, options, max_rejections, prove, status)
                VALUES (?, ?, ?, ?, ?, ?, ?::json, ?, ?, 'queued')
                """,
                importId,
                request.kind().spelling(),
                request.job(),
                request.target().toString(),
                file,
                size,
                JSON.writeValueAsString(request.options()),
                request.maxRejections().text(),
                request.prove());
        return find(importId).orElseThrow();
    }

    /** An unfinished import is asked for again, perhaps with more than before. */
    public Import takeUp(UUID importId, ImportRequest request) {
        jdbc.update(
                "UPDATE import SET prove = prove OR ?, options = (options::jsonb || ?::jsonb)::json WHERE import_id = ?",
                request.prove(),
                JSON.writeValueAsString(request.options()),
                importId);
        return find(importId).orElseThrow();
    }

    /** Writes down that an earlier generation was made live again, in the transaction that does it. */
    public UUID rolledBack(String job, String target, long generation, long base) {
        UUID importId = UuidCreator.getTimeOrderedEpoch();
        jdbc.update("""
                INSERT INTO import (import_id, kind, job, target, file, file_size, options, max_rejections, status, resumable,
                                    generation_id, base_generation, exit, started_at, finished_at)
                VALUES (?, 'rollback', ?, ?, '', 0, '{}', '0', 'completed', false, ?, ?, 0, clock_timestamp(), clock_timestamp())
                """, importId, job, target, generation, base);
        return importId;
    }

    /** The import with this id. */
    public Optional<Import> find(UUID importId) {
        return jdbc.query(COLUMNS + "WHERE import_id = ?", Imports::read, importId).stream()
                .findFirst();
    }

    /** The same, its row locked until the caller's transaction ends: whatever was about to change it is over. */
    public Optional<Import> lock(UUID importId) {
        return jdbc.query(COLUMNS + "WHERE import_id = ? FOR UPDATE", Imports::read, importId).stream()
                .findFirst();
    }

    /** The imports into a target that did not come to their end and can be taken up, newest first. Those that wait are not. */
    public List<Import> unfinished(String target) {
        return jdbc.query(COLUMNS + """
                                WHERE target = ? AND resumable
                                  AND status IN ('running', 'stopping', 'stopped', 'failed')
                                ORDER BY created_at DESC
                                """, Imports::read, target);
    }

    /** The newest import into a target that was published. */
    public Optional<Import> lastCompleted(String target) {
        return jdbc.query(COLUMNS + """
                                WHERE target = ? AND status IN ('completed', 'completed_with_rejections') AND kind <> 'rollback'
                                ORDER BY created_at DESC LIMIT 1
                                """, Imports::read, target).stream().findFirst();
    }

    /** How many runs the import has had. */
    public int runs(UUID importId) {
        Integer runs = jdbc.queryForObject(
                "SELECT coalesce(max(run_number), 0) FROM import_run WHERE import_id = ?", Integer.class, importId);
        return runs == null ? 0 : runs;
    }

    /** A run of the import begins. */
    public void started(UUID importId, long epoch, String holder, String limit, @Nullable Long offset) {
        jdbc.update("""
                UPDATE import SET status = 'running', stop_requested = false, started_at = clock_timestamp(), finished_at = NULL,
                       exit = NULL, problem = NULL, max_rejections = ?
                WHERE import_id = ?
                """, limit, importId);
        jdbc.update("""
                INSERT INTO import_run (import_id, run_number, epoch, holder, resumed_at_offset, read_before)
                SELECT ?, coalesce(max(run_number), 0) + 1, ?, ?, ?,
                       (SELECT coalesce(sum(read), 0) FROM import_counter WHERE import_id = ?)
                FROM import_run WHERE import_id = ?
                """, importId, epoch, holder, offset, importId, importId);
    }

    /** The import now loads into this generation. */
    public void loadsInto(UUID importId, long generation) {
        jdbc.update("UPDATE import SET generation_id = ? WHERE import_id = ?", generation, importId);
    }

    /** The import was put together with what is live now. */
    public void basedOn(UUID importId, long live) {
        jdbc.update("UPDATE import SET base_generation = ? WHERE import_id = ?", live, importId);
    }

    /** The import is published over {@code base}, or was found to change nothing. */
    public void completed(UUID importId, ImportStatus status, Exit exit, boolean unchanged, long base) {
        jdbc.update("""
                UPDATE import SET status = ?, exit = ?, unchanged = ?, base_generation = ?, resumable = false, stop_requested = false,
                       finished_at = clock_timestamp()
                WHERE import_id = ?
                """, status.spelling(), exit.code(), unchanged, base, importId);
        endRun(importId);
    }

    /** The import is loaded and checked, to be compared with {@code base}, and perhaps applied. */
    public void planned(UUID importId, Exit exit, long base) {
        jdbc.update("""
                UPDATE import SET status = 'planned', exit = ?, base_generation = ?, resumable = false, stop_requested = false,
                       finished_at = clock_timestamp()
                WHERE import_id = ?
                """, exit.code(), base, importId);
        endRun(importId);
    }

    /** The plans of a target that cannot be applied any more: another generation is live, or they were made too long ago. */
    public List<Import> outdatedPlans(String target, long live, Duration kept) {
        return jdbc.query(COLUMNS + """
                                WHERE target = ? AND status = 'planned'
                                  AND (base_generation <> ? OR finished_at < clock_timestamp() - make_interval(secs => ?))
                                """, Imports::read, target, live, kept.toMillis() / 1000.0);
    }

    /** Another limit of rejections than the one that was given first. */
    public void limit(UUID importId, String maxRejections) {
        jdbc.update("UPDATE import SET max_rejections = ? WHERE import_id = ?", maxRejections, importId);
    }

    /** The import's rows were compared with what was read, and are the same. */
    public void proved(UUID importId) {
        jdbc.update("UPDATE import SET proved_at = clock_timestamp() WHERE import_id = ?", importId);
    }

    /** The import ended without being published. */
    public void ended(UUID importId, ImportStatus status, Exit exit, Problem problem, boolean resumable) {
        jdbc.update("""
                UPDATE import SET status = ?, exit = ?, problem = ?::json, resumable = ?, stop_requested = false,
                       finished_at = clock_timestamp()
                WHERE import_id = ? AND status NOT IN ('completed', 'completed_with_rejections')
                """, status.spelling(), exit.code(), JSON.writeValueAsString(problem), resumable, importId);
        endRun(importId);
    }

    void endRun(UUID importId) {
        jdbc.update(
                "UPDATE import_run SET ended_at = clock_timestamp() WHERE import_id = ? AND ended_at IS NULL",
                importId);
    }

    /** The import is given up. */
    public void abandoned(UUID importId, String remark) {
        jdbc.update("""
                UPDATE import SET status = 'abandoned', resumable = false, stop_requested = false, remark = ?,
                       finished_at = coalesce(finished_at, clock_timestamp())
                WHERE import_id = ?
                """, remark, importId);
        endRun(importId);
    }

    /** Asks a running import to stop; its own process does. One that waits is stopped. Returns false if it does neither. */
    public boolean requestStop(UUID importId) {
        return jdbc.update("""
                        UPDATE import SET stop_requested = status <> 'queued', finished_at = CASE status WHEN 'queued' THEN clock_timestamp() END,
                               status = CASE status WHEN 'queued' THEN 'stopped' ELSE 'stopping' END
                        WHERE import_id = ? AND status IN ('queued', 'running', 'stopping')
                        """, importId) > 0;
    }

    /** Whether somebody has asked an import into this target to stop that has not ended yet. */
    public boolean stopRequested(String target) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "SELECT EXISTS (SELECT FROM import WHERE target = ? AND stop_requested AND status = 'stopping')",
                Boolean.class,
                target));
    }

    static Import read(ResultSet row, int n) throws SQLException {
        return new Import(
                row.getObject("import_id", UUID.class),
                ImportKind.of(row.getString("kind")),
                row.getString("job"),
                row.getString("target"),
                row.getString("file"),
                row.getLong("file_size"),
                options(row.getString("options")),
                row.getString("max_rejections"),
                ImportStatus.of(row.getString("status")),
                row.getBoolean("resumable"),
                row.getObject("generation_id", Long.class),
                row.getObject("base_generation", Long.class),
                row.getBoolean("prove"));
    }

    @SuppressWarnings("unchecked") // written by create
    private static Map<String, String> options(String json) {
        return JSON.readValue(json, LinkedHashMap.class);
    }
}
