package dev.reprise.table;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The generations of all targets: one complete set of rows each, of which readers see the live one. Shared ones lie together in one
 * partition and have negative ids; large ones have tables of their own and positive ids.
 */
public final class Generations {

    private static final JsonMapper JSON = new JsonMapper();

    /** A generation {@code g} that will not be live again, with how many before the live one are kept. */
    private static final String SUPERFLUOUS = """
            (g.state = 'discarded' OR g.state = 'published'
             AND NOT EXISTS (SELECT FROM live_generation l WHERE l.live_generation = g.generation_id)
             AND (SELECT count(*) FROM generation n WHERE n.target = g.target AND n.state = 'published'
                  AND n.published_at > g.published_at) > ?)
            """;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final OwnTables own;
    private final Snapshots snapshots;

    public Generations(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.own = new OwnTables(jdbc);
        this.snapshots = new Snapshots(jdbc);
    }

    /** Whether a generation has tables of its own. */
    static boolean isLarge(long generation) {
        return generation > 0;
    }

    /** Opens an empty generation that nobody sees, among those of others. */
    public long create(String target, UUID importId) {
        return create(target, importId, "-nextval('generation_seq')");
    }

    /** Opens one with tables of its own, in the caller's transaction. */
    public long createLarge(String target, UUID importId, List<EntityTable> tables) {
        long generation = create(target, importId, "nextval('generation_seq')");
        own.create(generation, OwnTables.of(tables));
        return generation;
    }

    private long create(String target, UUID importId, String idSql) {
        Long id = jdbc.queryForObject("""
                INSERT INTO generation (generation_id, target, import_id, state)
                VALUES (%s, ?, ?, 'loading') RETURNING generation_id
                """.formatted(idSql), Long.class, target, importId);
        return id == null ? 0 : id;
    }

    /** Keeps what the rows do not hold: the document without them, and the hashes of it all. */
    public void seal(long generation, String shell, ContentHash hash) {
        jdbc.update("""
                UPDATE generation SET shell = ?, content_hash = sha256(?), entity_hashes = ?::json
                WHERE generation_id = ? AND state = 'loading'
                """, shell, hash.bytes(), JSON.writeValueAsString(hash.byEntity()), generation);
    }

    /** The document of a sealed generation without the elements of its arrays. */
    public String shell(long generation) {
        return String.valueOf(
                jdbc.queryForObject("SELECT shell FROM generation WHERE generation_id = ?", String.class, generation));
    }

    /**
     * Makes a generation ready to be seen, in the caller's transaction, which should end soon. To be committed before the publish, so
     * that the publish stays short. Can be done again.
     */
    public void attach(long generation, List<EntityTable> tables) {
        if (isLarge(generation)) {
            own.attach(generation, OwnTables.of(tables));
            jdbc.update(
                    "UPDATE generation SET attached_xid = pg_current_xact_id() WHERE generation_id = ?", generation);
        }
    }

    /**
     * Waits until all statements will look into an attached generation once it is live: two seconds at most, as long ones that have
     * begun before are planned and see what was live then. To be called before the publish takes a lock.
     */
    public void awaitAttached(long generation) {
        if (isLarge(generation)) {
            snapshots.awaitNoneOlderThanTheAttaching(generation);
        }
    }

    /** Whether two generations hold the same. Unknown counts as different. */
    public boolean same(long one, long other) {
        return Boolean.TRUE.equals(jdbc.queryForObject("""
                SELECT coalesce((SELECT a.content_hash = b.content_hash FROM generation a, generation b
                                 WHERE a.generation_id = ? AND b.generation_id = ?), false)
                """, Boolean.class, one, other));
    }

    /** The same of their entries alone: what an archive says of itself, such as when it was made, is no content of a project. */
    public boolean sameEntries(long one, long other, EntityTable head) {
        return Boolean.TRUE.equals(jdbc.queryForObject("""
                SELECT coalesce((SELECT a.entity_hashes::jsonb - 'document' - head.name = b.entity_hashes::jsonb - 'document' - head.name
                                 FROM generation a, generation b, (SELECT ?::text) head (name)
                                 WHERE a.generation_id = ? AND b.generation_id = ?), false)
                """, Boolean.class, head.name(), one, other));
    }

    /**
     * Keeps a generation from being swept until the caller's transaction ends, and gives the document without its rows. A publish is
     * not kept waiting.
     *
     * @throws org.springframework.dao.ConcurrencyFailureException if the transaction sees an older state than that it is in
     */
    public String pin(long generation) {
        return Objects.requireNonNull(jdbc.queryForObject(
                "SELECT shell FROM generation WHERE generation_id = ? FOR KEY SHARE", String.class, generation));
    }

    /** Marks a generation that will never be live. Its rows go with the next sweep. */
    public void discard(long generation) {
        jdbc.update(
                "UPDATE generation SET state = 'discarded' WHERE generation_id = ? AND state = 'loading'", generation);
    }

    /** Marks a generation that has become live, in the transaction in which it does. */
    public void published(long generation) {
        int rows = jdbc.update("""
                UPDATE generation SET state = 'published', published_at = clock_timestamp(),
                       published_xid = pg_current_xact_id()
                WHERE generation_id = ? AND state <> 'discarded'
                """, generation);
        if (rows == 0) {
            throw new IllegalStateException(
                    "generation " + generation + " is gone or discarded and cannot become live");
        }
    }

    /**
     * Removes a target's discarded generations and those published before the live one, but for the newest {@code keep}. Readers that
     * still look at one keep seeing it: the rows of a shared one stay visible to them, a large one is left for the next sweep. So is
     * one that somebody has locked.
     *
     * @param fence is called first in each transaction, and may refuse it
     * @throws org.springframework.dao.DataAccessException if one cannot be removed now; the next sweep goes on with it
     */
    public void sweep(String target, int keep, List<EntityTable> tables, Runnable fence) {
        Set<Long> seen = new HashSet<>();
        long deadline = Snapshots.deadline();
        DataAccessException failure = null;
        Optional<Long> next = retire(target, keep, fence, seen);
        while (next.isPresent()) {
            long generation = next.get();
            try {
                if (!isLarge(generation)) {
                    remove(generation, tables, fence);
                } else if (snapshots.awaitNoneOlderThanTheLastPublish(generation, deadline)) {
                    own.detach(generation, OwnTables.of(tables));
                    remove(generation, tables, fence);
                }
            } catch (DataAccessException e) {
                failure = e; // the others need not stay, too
            }
            next = retire(target, keep, fence, seen);
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** The targets of which a sweep would remove generations, and how many of each. */
    public SortedMap<String, Long> superfluous(int keep) {
        SortedMap<String, Long> superfluous = new TreeMap<>();
        jdbc.query(
                "SELECT target, count(*) FROM generation g WHERE %s GROUP BY target".formatted(SUPERFLUOUS),
                row -> {
                    superfluous.put(row.getString(1), row.getLong(2));
                },
                keep);
        return superfluous;
    }

    /** How many generations of one target a sweep would remove. */
    public long superfluous(String target, int keep) {
        Long count = jdbc.queryForObject(
                "SELECT count(*) FROM generation g WHERE target = ? AND %s".formatted(SUPERFLUOUS),
                Long.class,
                target,
                keep);
        return count == null ? 0 : count;
    }

    /** Those of these generations that are still there. */
    public Set<Long> present(Collection<Long> generations) {
        return new HashSet<>(jdbc.queryForList(
                "SELECT generation_id FROM generation WHERE generation_id = ANY (?)", Long.class, (Object)
                        generations.toArray(Long[]::new)));
    }

    /** Those of them that would be if all targets were swept. */
    public Set<Long> kept(Collection<Long> generations, int keep) {
        return new HashSet<>(jdbc.queryForList(
                "SELECT generation_id FROM generation g WHERE generation_id = ANY (?) AND NOT " + SUPERFLUOUS,
                Long.class,
                generations.toArray(Long[]::new),
                keep));
    }

    /** Marks the next one to be removed, which nobody can make live any more: from there on it is done again until it is done. */
    private Optional<Long> retire(String target, int keep, Runnable fence, Set<Long> seen) {
        return transaction.execute(status -> {
            fence.run();
            Optional<Long> generation = jdbc
                    .queryForList("""
                            SELECT generation_id FROM generation g WHERE target = ? AND generation_id <> ALL (?) AND %s
                            ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED
                            """.formatted(SUPERFLUOUS), Long.class, target, seen.toArray(Long[]::new), keep)
                    .stream()
                    .findFirst();
            generation.ifPresent(id -> {
                seen.add(id);
                jdbc.update("UPDATE generation SET state = 'discarded' WHERE generation_id = ?", id);
            });
            return generation;
        });
    }

    private void remove(long generation, List<EntityTable> tables, Runnable fence) {
        transaction.executeWithoutResult(status -> {
            fence.run();
            if (isLarge(generation)) {
                own.drop(generation, OwnTables.of(tables));
            }
            tables.stream()
                    .filter(table -> table.isHead() || !isLarge(generation))
                    .forEach(table -> jdbc.update(
                            "DELETE FROM %s WHERE generation_id = ?".formatted(table.partition(generation)),
                            generation));
            jdbc.update("DELETE FROM generation WHERE generation_id = ?", generation);
        });
    }
}
