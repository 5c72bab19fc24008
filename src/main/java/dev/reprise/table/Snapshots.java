package dev.reprise.table;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What transactions still see. Detaching a table waits for those that have read it; one that has read only which generation is live,
 * and would look for the table later, is known by its snapshot alone.
 */
final class Snapshots {

    private static final long PATIENCE_MILLIS = 2000;
    private static final long LOOK_MILLIS = 20;

    private final JdbcTemplate jdbc;

    Snapshots(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Waits up to two seconds until no transaction is left that may see what was live before a target's last publish. Sessions of
     * which this role may not know more count as old as long as they are in a transaction.
     */
    boolean awaitNoneOlderThanTheLastPublish(String target) {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (isOlder(target)) {
            if (System.nanoTime() > end) {
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

    private boolean isOlder(String target) {
        return Boolean.TRUE.equals(jdbc.queryForObject("""
                SELECT EXISTS (
                    SELECT FROM pg_stat_activity a, (SELECT max(published_xid) AS xid FROM generation WHERE target = ?) last
                    WHERE a.pid <> pg_backend_pid()
                      AND (a.datid = (SELECT oid FROM pg_database WHERE datname = current_database())
                           OR a.backend_type = 'walsender')
                      AND (pg_snapshot_xmax(pg_current_snapshot())::text::bigint - age(a.backend_xmin) <= last.xid::text::bigint
                           OR a.query = '<insufficient privilege>'
                              AND EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'virtualxid')))
                """, Boolean.class, target));
    }
}
