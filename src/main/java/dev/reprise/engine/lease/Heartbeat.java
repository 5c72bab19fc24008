package dev.reprise.engine.lease;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews a lease on a connection of its own, and looks whether somebody asked the import to stop. The connection also holds the
 * advisory lock that shows that the process lives. A lost connection is opened anew as long as the epoch is still ours.
 */
final class Heartbeat implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final DataSource database;
    private final String target;
    private final long epoch;
    private final Duration lease;
    private final long renewNanos;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread heartbeat = new Thread(task, "reprise-heartbeat");
        heartbeat.setDaemon(true);
        return heartbeat;
    });

    private final ReentrantLock cancelling = new ReentrantLock();
    private volatile @Nullable Connection connection;
    private volatile @Nullable UUID importId;
    private volatile Runnable stop = () -> {};
    private volatile BooleanSupplier stopping = () -> false;
    private boolean locked = true;
    private boolean patient = true;
    private long renewedAt = System.nanoTime();

    Heartbeat(DataSource database, Connection connection, String target, long epoch, Duration lease, Duration renew) {
        this.database = database;
        this.connection = connection;
        this.target = target;
        this.epoch = epoch;
        this.lease = lease;
        this.renewNanos = renew.toNanos();
        var unused = thread.scheduleWithFixedDelay(this::beat, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    void watch(UUID watched, Runnable onStop, BooleanSupplier isStopping) {
        this.stop = onStop;
        this.stopping = isStopping;
        this.importId = watched;
    }

    /** From now on nothing is stopped any more. */
    void unwatch() {
        this.importId = null;
        this.stopping = () -> false;
        try {
            if (cancelling.tryLock(1, TimeUnit.SECONDS)) {
                cancelling.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() {
        try {
            Connection on = connection;
            boolean lost = on == null;
            if (on == null) {
                on = database.getConnection();
                connection = on;
                on.setAutoCommit(true);
            }
            LeaseRow row = new LeaseRow(on, target);
            if (lost || System.nanoTime() - renewedAt >= renewNanos) {
                renewedAt = System.nanoTime();
                if (!row.renew(epoch, lease)) {
                    overtaken();
                    return;
                }
            }
            locked = !lost && locked || row.tryLock();
            if (stopRequested(on)) {
                stop.run();
            }
            cancel(on);
        } catch (SQLException | RuntimeException e) {
            LOG.debug("heartbeat of {} failed", target, e);
            drop();
        }
    }

    /** A chunk has one beat to come to its border; a statement that takes longer is cancelled, and its transaction rolled back. */
    private void cancel(Connection on) throws SQLException {
        cancelling.lock();
        try {
            if (stopping.getAsBoolean()) {
                if (!patient) {
                    new LeaseRow(on, target).cancelStatements();
                }
                patient = false;
            }
        } finally {
            cancelling.unlock();
        }
    }

    /** The next chunk will notice, too. */
    private void overtaken() {
        LOG.debug("the lease of {} was taken over", target);
        thread.shutdown();
        drop();
    }

    private boolean stopRequested(Connection on) throws SQLException {
        UUID watched = importId;
        if (watched == null) {
            return false;
        }
        try (PreparedStatement select = on.prepareStatement("SELECT stop_requested FROM import WHERE import_id = ?")) {
            select.setObject(1, watched);
            ResultSet row = select.executeQuery();
            return row.next() && row.getBoolean(1);
        }
    }

    /** Ends the session, and with it the lock, even if the connection came from a pool. */
    private void drop() {
        Connection lost = connection;
        connection = null;
        if (lost != null) {
            try {
                lost.abort(Runnable::run);
                lost.close();
            } catch (SQLException e) {
                LOG.debug("closing a lost connection", e);
            }
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
            Connection last = connection;
            if (last != null) {
                LeaseRow row = new LeaseRow(last, target);
                row.renew(epoch, Duration.ZERO);
                row.unlock();
                connection = null;
                last.close();
            }
        } catch (SQLException e) {
            LOG.debug("the lease of {} was not let go and will lapse", target, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            drop();
        }
    }
}
