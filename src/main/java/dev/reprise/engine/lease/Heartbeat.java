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
 *
 * <p>A network that swallows everything tells nobody: a statement may rightly take hours, so no time-out bounds it. But a database
 * that does not answer the heartbeat will not answer the statement either, whose connection is then given up.
 */
final class Heartbeat implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    /** After so many leases without an answer the database counts as gone. One would do, were there no slow disks. */
    private static final int SILENT_LEASES = 3;

    private static final int BEAT_AND_WATCH = 2;

    private final DataSource database;
    private final String target;
    private final long epoch;
    private final Duration lease;
    private final long renewNanos;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(BEAT_AND_WATCH, task -> {
        Thread heartbeat = new Thread(task, "reprise-heartbeat");
        heartbeat.setDaemon(true);
        return heartbeat;
    });

    private final ReentrantLock cancelling = new ReentrantLock();
    private volatile @Nullable Connection connection;
    private volatile @Nullable Connection guarded;
    private volatile @Nullable Long unansweredSince;
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
        every(LOOK, this::beat);
        every(LOOK, this::watchSilence);
    }

    private void every(Duration delay, Runnable task) {
        var unused = threads.scheduleWithFixedDelay(task, delay.toMillis(), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The connection in which the holder works now. */
    void guard(Connection working) {
        guarded = working;
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
        if (unansweredSince == null) {
            unansweredSince = System.nanoTime();
        }
        try {
            Connection on = connection;
            boolean lost = on == null;
            if (on == null) {
                on = database.getConnection();
                connection = on;
                on.setAutoCommit(true);
            }
            on.setNetworkTimeout(Runnable::run, (int) lease.dividedBy(2).toMillis());
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
            unansweredSince = null;
        } catch (SQLException | RuntimeException e) {
            LOG.debug("heartbeat of {} failed", target, e);
            drop();
        }
    }

    /** Does not wait for anything itself, as the beat may. */
    private void watchSilence() {
        Long since = unansweredSince;
        if (since != null && System.nanoTime() - since > SILENT_LEASES * lease.toNanos()) {
            LOG.debug("the database does not answer the heartbeat of {}", target);
            try {
                Connection working = guarded;
                guarded = null;
                if (working != null) {
                    working.abort(Runnable::run); // its owner finds it broken, and closes it
                }
            } catch (SQLException e) {
                LOG.debug("giving up a connection", e);
            }
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
        threads.shutdown();
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
        threads.shutdown();
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                threads.shutdownNow();
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
