package dev.reprise.engine.ledger;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** The imports that wait for their turn. */
public final class Queue {

    private final JdbcTemplate jdbc;
    private final Imports imports;

    public Queue(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.imports = new Imports(jdbc);
    }

    /**
     * The imports into a target that wait for their turn or are being run by a living process, the one that is run first. Until the caller's
     * transaction ends, nobody else who asks gets an answer.
     */
    public List<Import> underWay(String target) {
        jdbc.queryForList("SELECT pg_advisory_xact_lock(hashtextextended('reprise queue ' || ?, 0))::text", target);
        return jdbc.query(Imports.COLUMNS + """
                                i WHERE target = ? AND (status = 'queued' OR status IN ('running', 'stopping')
                                  AND EXISTS (SELECT FROM import_lease l WHERE l.target = i.target AND l.import_id = i.import_id
                                              AND l.expires_at > clock_timestamp()))
                                ORDER BY status = 'queued', created_at
                                """, Imports::read, target);
    }

    /**
     * Whether another import into the target is to come first: an older one that waits, or that waited and whose process died, so that
     * another will take it up.
     */
    public boolean behind(UUID importId, String target) {
        return Boolean.TRUE.equals(jdbc.queryForObject("""
                SELECT EXISTS (SELECT FROM import o, import i
                               WHERE i.import_id = ? AND o.target = ? AND (o.created_at, o.import_id) < (i.created_at, i.import_id)
                                 AND (o.status = 'queued' OR o.status IN ('running', 'stopping')
                                      AND EXISTS (SELECT FROM scheduled_tasks s
                                                  WHERE s.task_name = 'import' AND s.task_instance = o.import_id::text)))
                """, Boolean.class, importId, target));
    }

    /** How many wait for their turn. */
    public long waiting() {
        Long waiting = jdbc.queryForObject("SELECT count(*) FROM import WHERE status = 'queued'", Long.class);
        return waiting == null ? 0 : waiting;
    }

    /** Those that have waited longer than this. */
    public List<UUID> waitingSince(Duration time) {
        return jdbc.queryForList(
                "SELECT import_id FROM import WHERE status = 'queued' AND created_at < clock_timestamp() - make_interval(secs => ?)",
                UUID.class,
                time.toMillis() / 1000.0);
    }

    /**
     * An import that failed for what passes, such as a lock or a server that restarts, waits for its turn again.
     *
     * @param most after so many runs it stays failed
     * @return whether it does
     */
    public boolean requeuePassing(UUID importId, int most) {
        return jdbc.update("""
                        UPDATE import i SET status = 'queued', finished_at = NULL, exit = NULL, problem = NULL
                        WHERE import_id = ? AND status = 'failed' AND resumable AND exit = 75
                          AND (SELECT count(*) FROM import_run r WHERE r.import_id = i.import_id) < ?
                        """, importId, most) > 0;
    }

    /** The files of those that wait or run, among other things that stand in their options. */
    public Set<String> files() {
        return new HashSet<>(jdbc.queryForList("""
                WITH i AS (SELECT file, options FROM import WHERE status IN ('queued', 'running', 'stopping'))
                SELECT file FROM i UNION SELECT o.value FROM i, json_each_text(i.options) o
                """, String.class));
    }

    /** An import that did not come to its end waits for its turn again. */
    public void requeue(UUID importId) {
        jdbc.update("""
                UPDATE import SET status = 'queued', finished_at = NULL, exit = NULL, problem = NULL, stop_requested = false
                WHERE import_id = ? AND status IN ('stopped', 'failed', 'running', 'stopping') AND resumable
                """, importId);
    }

    /** An import that waits has found its target. */
    public Import into(UUID importId, String target) {
        jdbc.update("UPDATE import SET target = ? WHERE import_id = ? AND target <> ?", target, importId, target);
        return imports.find(importId).orElseThrow();
    }
}
