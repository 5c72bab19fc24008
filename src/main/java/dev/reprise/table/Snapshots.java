package dev.reprise.table;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What transactions still see. Detaching a table waits for those that have read it; one that has read only which generation is live,
 * and would look for the table later, is known by its snapshot alone.
 */
final class Snapshots {

    private static final long PATIENCE_MILLIS = 2000;
    private static final long LOOK_MILLIS = 20;

    /**
     * Sessions in this database and those that serve standbys; without a user they are the server's own, which read no product. Two
     * ages are compared, as {@code age} counts from the same number all through a transaction, while snapshots move on.
     */
    private static final String OLDER = """
            SELECT EXISTS (
                SELECT FROM pg_stat_activity a, (%s) since
                WHERE a.pid <> pg_backend_pid() AND a.usesysid IS NOT NULL
                  AND (a.datid IS NULL OR a.datid = (SELECT oid FROM pg_database WHERE datname = current_database()))
                  AND age(a.backend_xmin) >= age(since.xid::xid)
                  AND pg_snapshot_xmax(pg_current_snapshot())::text::bigint - since.xid::text::bigint < 2000000000)
            """;

    /** A number above the next one is of another server, from which the rows were restored. */
    private static final String LAST_PUBLISH = """
            SELECT max(o.published_xid) AS xid FROM generation g JOIN generation o USING (target)
            WHERE g.generation_id = ? AND g.published_xid IS NOT NULL
              AND o.published_xid < pg_snapshot_xmax(pg_current_snapshot())
            """;

    private static final String ATTACHING = "SELECT attached_xid AS xid FROM generation WHERE generation_id = ?";

    private final JdbcTemplate jdbc;

    Snapshots(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Waits until no transaction is left that may see a generation which was live before its target's last publish; not at all for one
     * that never was.
     *
     * @param deadline as {@link #deadline()} gives it
     * @return whether there is none
     */
    boolean awaitNoneOlderThanTheLastPublish(long generation, long deadline) {
        return await(LAST_PUBLISH, generation, deadline);
    }

    /** The same for statements that were planned before a generation was attached. */
    boolean awaitNoneOlderThanTheAttaching(long generation) {
        return await(ATTACHING, generation, deadline());
    }

    /** How long may be waited from now on: two seconds. */
    static long deadline() {
        return System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    }

    private boolean await(String since, long generation, long deadline) {
        String sql = OLDER.formatted(since);
        while (isTrue(sql, generation)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** Who looks twice in one transaction would else see the same again. */
    private boolean isTrue(String sql, long generation) {
        jdbc.execute("SELECT pg_stat_clear_snapshot()");
        return Boolean.TRUE.equals(jdbc.queryForObject(sql, Boolean.class, generation));
    }
}
