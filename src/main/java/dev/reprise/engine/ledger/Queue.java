package dev.reprise.engine.ledger;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
     * Whether another import into the target is to come first: one that waits, or that waited and whose process died, so that another will
     * take it up. Those that have begun come before those that have not, and else the older ones.
     */
    public boolean behind(UUID importId, String target) {
        return Boolean.TRUE.equals(jdbc.queryForObject("""
                SELECT EXISTS (SELECT FROM import_queue o, import_queue i
                               WHERE i.import_id = ? AND o.target = ? AND o.import_id <> i.import_id
                                 AND (NOT o.begun, o.created_at, o.import_id) < (NOT i.begun, i.created_at, i.import_id))
                """, Boolean.class, importId, target));
    }

    /** The unfinished imports into a target that nobody will take up unasked, newest first. */
    public List<Import> unclaimed(String target) {
        return jdbc.query(Imports.COLUMNS + """
                                i WHERE target = ? AND resumable AND status IN ('running', 'stopping', 'stopped', 'failed')
                                  AND NOT EXISTS (SELECT FROM import_queue q WHERE q.import_id = i.import_id)
                                ORDER BY created_at DESC
                                """, Imports::read, target);
    }

    /**
     * Another import into the target that has begun and will go on: it waits with rows kept, or its process died and another one will take it
     * up. Nothing may be published before it, as it may have been put together with what is live now.
     *
     * @param own is none of the others; null if there is no own one
     */
    public Optional<Import> begun(String target, @Nullable UUID own) {
        return first(target, own, true);
    }

    private Optional<Import> first(String target, @Nullable UUID own, boolean begun) {
        return jdbc.query(Imports.COLUMNS + """
                                i WHERE import_id = (SELECT import_id FROM import_queue
                                                     WHERE target = ? AND (begun OR NOT ?) AND import_id IS DISTINCT FROM ?::uuid
                                                     ORDER BY NOT begun, created_at LIMIT 1)
                                """, Imports::read, target, begun, own).stream()
                .findFirst();
    }

    /** @throws RefusedException with exit 7 if there is one that has {@link #begun} */
    public void checkNoneBegun(String target, @Nullable UUID own) {
        begun(target, own).ifPresent(Queue::refuse);
    }

    /** @throws RefusedException with exit 7 if there is any other that waits: it was asked for before, and would replace what is newer */
    public void checkNoneWaits(String target, @Nullable UUID own) {
        first(target, own, false).ifPresent(Queue::refuse);
    }

    private static void refuse(Import other) {
        throw busy(
                other,
                "Let it end, or give it up: reprise stop %1$s, then reprise abandon %1$s".formatted(other.importId()));
    }

    /** What an import is refused with that must not go into a target before another has ended. */
    public static RefusedException busy(Import other, String next) {
        return new RefusedException(
                Exit.BUSY,
                Problem.unchanged(
                        "target-busy",
                        "%s is being imported into: import %s is %s"
                                .formatted(
                                        other.target(),
                                        other.importId(),
                                        other.status().spelling()),
                        other.target(),
                        next));
    }

    /** How many times in a row the process died that ran the import, without having come any further. */
    public int deaths(UUID importId) {
        Integer deaths = jdbc.queryForObject("""
                SELECT count(*) FROM import_run WHERE import_id = ? AND ended_at IS NULL
                  AND resumed_at_offset IS NOT DISTINCT FROM (SELECT byte_offset FROM import_checkpoint WHERE import_id = ?)
                """, Integer.class, importId, importId);
        return deaths == null ? 0 : deaths;
    }

    /** How many wait for their turn. */
    public long waiting() {
        Long waiting = jdbc.queryForObject("SELECT count(*) FROM import WHERE status = 'queued'", Long.class);
        return waiting == null ? 0 : waiting;
    }

    /** How many of those this caller has asked for. */
    public long waiting(String caller) {
        Long waiting = jdbc.queryForObject(
                "SELECT count(*) FROM import WHERE status = 'queued' AND asked_by = ?", Long.class, caller);
        return waiting == null ? 0 : waiting;
    }

    /** Who has asked for an import; null for this process itself. */
    public void askedBy(UUID importId, @Nullable String caller) {
        jdbc.update("UPDATE import SET asked_by = ? WHERE import_id = ?", caller, importId);
    }

    /** Which import into the target of this one is to come first of those that wait. */
    public Optional<UUID> next(UUID importId) {
        return jdbc.queryForList("""
                        SELECT import_id FROM import_queue
                        WHERE status = 'queued' AND target = (SELECT target FROM import WHERE import_id = ?)
                        ORDER BY NOT begun, created_at, import_id LIMIT 1
                        """, UUID.class, importId).stream().findFirst();
    }

    /** Those that have waited longer than this. */
    public List<UUID> waitingSince(Duration time) {
        return jdbc.queryForList(
                "SELECT import_id FROM import WHERE status = 'queued' AND created_at < clock_timestamp() - make_interval(secs => ?)",
                UUID.class,
                time.toMillis() / 1000.0);
    }

    /**
     * The files of those that wait or run, or ended not longer ago than {@code restartable} and can be restarted, among other things that stand
     * in their options; and, without these, of those that ended not longer ago than {@code partly} and left something out, which can be asked
     * for and mended.
     */
    public Set<String> files(Duration restartable, Duration partly) {
        return new HashSet<>(jdbc.queryForList("""
                WITH i AS (SELECT file, options FROM import WHERE status IN ('queued', 'running', 'stopping')
                           OR status IN ('stopped', 'failed') AND resumable
                              AND finished_at > clock_timestamp() - make_interval(secs => ?))
                SELECT file FROM i UNION SELECT o.value FROM i, json_each_text(i.options) o
                UNION SELECT file FROM import WHERE status IN ('completed_with_rejections', 'planned')
                                                AND finished_at > clock_timestamp() - make_interval(secs => ?)
                """, String.class, restartable.toSeconds(), partly.toSeconds()));
    }

    /** An import that did not come to its end waits for its turn again. The caller has locked it. */
    public void requeue(UUID importId) {
        jdbc.update("""
                UPDATE import SET status = 'queued', finished_at = NULL, exit = NULL, problem = NULL, stop_requested = false
                WHERE import_id = ? AND status IN ('stopped', 'failed', 'running', 'stopping') AND resumable
                """, importId);
    }

    /**
     * An import that runs waits for its turn again: its process ends, or it failed for what passes, and nobody has asked for its stop.
     *
     * @param most with so many runs within an hour it does not
     * @return whether it does; one that nobody would take up does not
     */
    public boolean handBack(UUID importId, int most) {
        boolean handed = jdbc.update("""
                        UPDATE import i SET status = 'queued' WHERE import_id = ? AND status = 'running'
                          AND EXISTS (SELECT FROM import_queue q WHERE q.import_id = i.import_id)
                          AND (SELECT count(*) FROM import_run r WHERE r.import_id = i.import_id
                               AND r.started_at > clock_timestamp() - interval '1 hour') < ?
                        """, importId, most) > 0;
        if (handed) {
            imports.endRun(importId);
        }
        return handed;
    }

    /**
     * An import that waits, or whose process died, is taken up and has found its target.
     *
     * @throws RefusedException with exit 7 if somebody has stopped it meanwhile
     */
    public Import take(UUID importId, String target) {
        int rows = jdbc.update(
                "UPDATE import SET target = ? WHERE import_id = ? AND status IN ('queued', 'running')",
                target,
                importId);
        Import taken = imports.find(importId).orElseThrow();
        if (rows == 0) {
            throw busy(taken, "It is looked at again.");
        }
        return taken;
    }

    /** An import that waits will not do. Returns whether it waited; the state of any other is not ours to change. */
    public boolean refuse(UUID importId, Exit exit, Problem problem, boolean resumable) {
        return jdbc.update("""
                        UPDATE import SET status = 'failed', exit = ?, problem = ?::json, resumable = ?, finished_at = clock_timestamp()
                        WHERE import_id = ? AND status = 'queued'
                        """, exit.code(), Imports.JSON.writeValueAsString(problem), resumable, importId) > 0;
    }
}
