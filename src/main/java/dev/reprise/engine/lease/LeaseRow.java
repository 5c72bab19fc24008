package dev.reprise.engine.lease;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The row of one target in {@code import_lease}, and the target's advisory lock, seen from one connection in autocommit. */
final class LeaseRow {

    /** Makes a chunk's session known as such until its transaction ends. A lock is exact; a session's name is cut and cleaned. */
    static final String MARK_CHUNK = "pg_advisory_xact_lock_shared(hashtextextended('reprise chunk ' || target, 0))";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final Connection connection;
    private final String target;

    LeaseRow(Connection connection, String target) {
        this.connection = connection;
        this.target = target;
    }

    /** What the row says, by the server's clock. */
    record State(
            boolean expired,
            OffsetDateTime expiresAt,
            String holder,
            @Nullable UUID importId) {}

    String target() {
        return target;
    }

    State create() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO import_lease (target, epoch, holder, acquired_at, expires_at)
                VALUES (?, 0, '', clock_timestamp(), clock_timestamp()) ON CONFLICT DO NOTHING
                """)) {
            insert.setString(1, target);
            insert.executeUpdate();
        }
        return state();
    }

    State state() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT expires_at <= clock_timestamp(), expires_at, holder, import_id FROM import_lease WHERE target = ?
                """)) {
            select.setString(1, target);
            ResultSet row = select.executeQuery();
            row.next();
            return new State(
                    row.getBoolean(1),
                    row.getObject(2, OffsetDateTime.class),
                    row.getString(3),
                    row.getObject(4, UUID.class));
        }
    }

    /** Takes the lease if it has expired. A chunk that still runs under the old epoch is waited for shortly, then ended. */
    OptionalLong take(String holder, Duration duration) throws SQLException {
        if (!state().expired()) {
            return OptionalLong.empty();
        }
        connection.setAutoCommit(false);
        try {
            try (PreparedStatement lock = connection.prepareStatement("""
                    SELECT set_config('lock_timeout', '500ms', true);
                    SELECT 1 FROM import_lease WHERE target = ? FOR UPDATE
                    """)) {
                lock.setString(1, target);
                lock.execute();
            }
            OptionalLong epoch = state().expired() ? OptionalLong.of(raise(holder, duration)) : OptionalLong.empty();
            connection.commit();
            return epoch;
        } catch (SQLException e) {
            connection.rollback();
            if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            endOldSessions();
            return OptionalLong.empty();
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private long raise(String holder, Duration duration) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE import_lease SET epoch = epoch + 1, holder = ?, import_id = NULL, acquired_at = clock_timestamp(),
                       expires_at = clock_timestamp() + ? * interval '1 millisecond'
                WHERE target = ? RETURNING epoch
                """)) {
            update.setString(1, holder);
            update.setLong(2, duration.toMillis());
            update.setString(3, target);
            ResultSet row = update.executeQuery();
            row.next();
            return row.getLong(1);
        }
    }

    /** Moves the end of the lease to so much from now. Returns false if the epoch is no longer this one. */
    boolean renew(long epoch, Duration duration) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE import_lease SET expires_at = clock_timestamp() + ? * interval '1 millisecond'
                WHERE target = ? AND epoch = ?
                """)) {
            update.setLong(1, duration.toMillis());
            update.setString(2, target);
            update.setLong(3, epoch);
            return update.executeUpdate() > 0;
        }
    }

    /** Ends the sessions of a process that no longer renews: the one with the advisory lock, and those in a chunk's transaction. */
    void endOldSessions() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT pg_terminate_backend(pid) FROM pg_locks
                WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND pid <> pg_backend_pid()
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                  AND (classid::bigint << 32 | objid::bigint)
                      IN (hashtextextended('reprise ' || ?, 0), hashtextextended('reprise chunk ' || ?, 0))
                """)) {
            select.setString(1, target);
            select.setString(2, target);
            select.executeQuery();
        }
    }

    /** Cancels what runs in the transactions of chunks and steps; they are known by their lock. */
    void cancelStatements() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT pg_cancel_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
                WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND pid <> pg_backend_pid() AND state = 'active'
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                  AND (classid::bigint << 32 | objid::bigint) = hashtextextended('reprise chunk ' || ?, 0)
                """)) {
            select.setString(1, target);
            select.executeQuery();
        }
    }

    boolean tryLock() throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT pg_try_advisory_lock(hashtextextended('reprise ' || ?, 0))")) {
            select.setString(1, target);
            ResultSet row = select.executeQuery();
            return row.next() && row.getBoolean(1);
        }
    }

    /** The connection holds no other such lock. */
    void unlock() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT pg_advisory_unlock_all()")) {
            select.execute();
        }
    }
}
