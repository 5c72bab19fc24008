package dev.reprise.table;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The generations of all targets: one complete set of rows each, of which readers see the live one. */
public final class Generations {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    public Generations(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Opens an empty generation that nobody sees. Shared ones have negative ids. */
    public long create(String target, UUID importId) {
        Long id = jdbc.queryForObject("""
                INSERT INTO generation (generation_id, target, import_id, state)
                VALUES (-nextval('generation_seq'), ?, ?, 'loading') RETURNING generation_id
                """, Long.class, target, importId);
        return id == null ? 0 : id;
    }

    /** Keeps what the rows do not hold: the document without them, and the hash of it all (null once rows were taken out). */
    public void seal(long generation, String shell, byte @Nullable [] hash) {
        jdbc.update(
                "UPDATE generation SET shell = ?, content_hash = ? WHERE generation_id = ? AND state = 'loading'",
                shell,
                hash,
                generation);
    }

    /** Whether two generations hold the same. Unknown counts as different. */
    public boolean same(long one, long other) {
        return Boolean.TRUE.equals(jdbc.queryForObject("""
                SELECT coalesce((SELECT a.content_hash = b.content_hash FROM generation a, generation b
                                 WHERE a.generation_id = ? AND b.generation_id = ?), false)
                """, Boolean.class, one, other));
    }

    /** Marks a generation that will never be live. Its rows go with the next sweep. */
    public void discard(long generation) {
        jdbc.update(
                "UPDATE generation SET state = 'discarded' WHERE generation_id = ? AND state = 'loading'", generation);
    }

    /** Marks a generation that has become live. */
    void published(long generation) {
        int rows = jdbc.update("""
                UPDATE generation SET state = 'published', published_at = coalesce(published_at, clock_timestamp())
                WHERE generation_id = ? AND state <> 'discarded'
                """, generation);
        if (rows == 0) {
            throw new IllegalStateException(
                    "generation " + generation + " is gone or discarded and cannot become live");
        }
    }

    /**
     * Deletes a target's discarded generations and those published before the live one, but for the newest {@code keep}. Each goes
     * in a transaction of its own; one that somebody has locked stays. Readers that still look at one keep seeing it.
     *
     * @param fence is called first in each transaction, and may refuse it
     */
    public void sweep(String target, int keep, List<EntityTable> tables, Runnable fence) {
        Optional<Long> next = Optional.of(0L);
        while (next.isPresent()) {
            next = transaction.execute(status -> {
                fence.run();
                return sweepOne(target, keep, tables);
            });
        }
    }

    private Optional<Long> sweepOne(String target, int keep, List<EntityTable> tables) {
        Optional<Long> generation =
                jdbc.queryForList("""
                        SELECT generation_id FROM generation g
                        WHERE target = ? AND (state = 'discarded' OR state = 'published'
                              AND NOT EXISTS (SELECT FROM product p WHERE p.live_generation = g.generation_id)
                              AND (SELECT count(*) FROM generation n WHERE n.target = g.target AND n.state = 'published'
                                   AND n.published_at > g.published_at) > ?)
                        ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED
                        """, Long.class, target, keep).stream().findFirst();
        generation.ifPresent(id -> {
            tables.forEach(table -> jdbc.update("DELETE FROM %s WHERE generation_id = ?".formatted(table.name()), id));
            jdbc.update("DELETE FROM generation WHERE generation_id = ?", id);
        });
        return generation;
    }
}
