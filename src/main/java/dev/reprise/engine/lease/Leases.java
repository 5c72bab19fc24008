package dev.reprise.engine.lease;

import dev.reprise.engine.lease.LeaseRow.State;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;

/** Hands out leases. Of two processes that ask for the same target at the same instant, one gets it. */
public final class Leases {

    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);
    private static final Duration POLL = Duration.ofMillis(200);
    /** How long the holder of the advisory lock may take to take a lease that is over, before it counts as paused. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final DataSource database;
    private final JdbcTemplate jdbc;
    private final Duration duration;
    private final Duration renew;

    /** With the time a holder may be silent, and how often a living one renews. */
    public Leases(DataSource database, Duration duration, Duration renew) {
        this.database = database;
        this.jdbc = new JdbcTemplate(database);
        this.duration = duration;
        this.renew = renew;
    }

    /**
     * Takes the lease of a target. A dead holder's is waited for until it expires, at most the lease's time.
     *
     * @param holder how others will name this process
     * @param says is told if it has to wait, once
     * @throws RefusedException with exit 7 if a living process holds it
     */
    public Lease acquire(String target, String holder, Consumer<String> says) {
        return acquire(target, holder, says, () -> false);
    }

    /** The same; while it waits it asks whether it should stop, and then ends with exit 143. */
    public Lease acquire(String target, String holder, Consumer<String> says, BooleanSupplier stop) {
        Connection connection = null;
        try {
            connection = database.getConnection();
            connection.setAutoCommit(true);
            LeaseRow row = new LeaseRow(connection, target);
            long epoch = await(row, holder, says, stop);
            Heartbeat heartbeat = new Heartbeat(database, connection, target, epoch, duration, renew);
            connection = null;
            return new Lease(jdbc, target, epoch, heartbeat);
        } catch (SQLException e) {
            throw translated(e);
        } finally {
            letGo(connection, target);
        }
    }

    /** The connection may be one of a pool, and would keep the lock there. */
    private static void letGo(@Nullable Connection connection, String target) {
        if (connection != null) {
            try {
                new LeaseRow(connection, target).unlock();
            } catch (SQLException e) {
                LOG.debug("a lost connection has lost its lock, too", e);
            }
            JdbcUtils.closeConnection(connection);
        }
    }

    /**
     * The advisory lock tells the cases apart. Free, though the lease is alive: its holder is dead, wait. Taken, and the lease alive:
     * busy. Taken, though the lease is over: its holder is just about to take the lease, or it was paused for too long; who was
     * paused loses its sessions.
     */
    private long await(LeaseRow row, String holder, Consumer<String> says, BooleanSupplier stop) throws SQLException {
        State first = row.create();
        boolean locked = row.tryLock();
        long since = System.nanoTime();
        boolean said = false;
        while (true) {
            OptionalLong epoch = locked ? row.take(holder, duration) : OptionalLong.empty();
            if (epoch.isPresent()) {
                return epoch.getAsLong();
            }
            State now = row.state();
            if (!now.expired() && (!locked || now.expiresAt().isAfter(first.expiresAt()))) {
                throw busy(row.target(), now);
            }
            if (locked && !said) {
                says.accept("waiting for the lease of " + now.holder() + ", which no longer answers");
                said = true;
            } else if (!locked && System.nanoTime() - since > PATIENCE.toNanos()) {
                row.endOldSessions();
                since = System.nanoTime();
            }
            if (stop.getAsBoolean()) {
                throw stopped(row.target());
            }
            sleep();
            locked = locked || row.tryLock();
        }
    }

    private static RefusedException stopped(String target) {
        return new RefusedException(
                Exit.STOPPED,
                Problem.unchanged(
                        "stopped",
                        "stopped while waiting for the lease of " + target,
                        null,
                        "Go on with the same command."));
    }

    private static RefusedException busy(String target, State now) {
        UUID id = now.importId();
        return new RefusedException(
                Exit.BUSY,
                Problem.unchanged(
                        "target-busy",
                        "%s is being written by %s%s"
                                .formatted(target, now.holder(), id == null ? "" : ", import " + id),
                        null,
                        id == null
                                ? "Wait until it has ended: reprise list"
                                : "Wait until that import has ended (reprise status %1$s --watch), or stop it (reprise stop %1$s)."
                                        .formatted(id)));
    }

    private static void sleep() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a lease", e);
        }
    }

    private static DataAccessException translated(SQLException e) {
        DataAccessException translated = new SQLExceptionSubclassTranslator().translate("lease", null, e);
        return translated == null ? new UncategorizedSQLException("lease", null, e) : translated;
    }
}
