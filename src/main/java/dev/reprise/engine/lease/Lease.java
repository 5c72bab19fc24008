package dev.reprise.engine.lease;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** The right to write for a target, held by this process until it is closed or somebody takes it over. */
public final class Lease implements AutoCloseable {

    private final JdbcTemplate jdbc;
    private final String target;
    private final long epoch;
    private final Heartbeat heartbeat;

    Lease(JdbcTemplate jdbc, String target, long epoch, Heartbeat heartbeat) {
        this.jdbc = jdbc;
        this.target = target;
        this.epoch = epoch;
        this.heartbeat = heartbeat;
    }

    /** Rises at each take-over. */
    public long epoch() {
        return epoch;
    }

    /**
     * Locks the epoch until the caller's transaction ends: nobody can take the lease over before that, and nothing is written
     * after somebody did. To be called first in every transaction that writes for the target.
     *
     * @throws RefusedException if somebody has taken the lease over; the transaction must be rolled back
     */
    public void fence() {
        guard();
        boolean held = !jdbc.query("""
                        SELECT set_config('application_name', 'reprise ' || target, true), %s FROM import_lease
                        WHERE target = ? AND epoch = ? FOR KEY SHARE
                        """.formatted(LeaseRow.MARK_CHUNK), (row, n) -> true, target, epoch)
                .isEmpty();
        if (!held) {
            throw new RefusedException(
                    Exit.FAILED,
                    new Problem(
                            "fenced",
                            "another process has taken the import of " + target
                                    + " over, as this one was silent too long",
                            null,
                            "This process has written nothing since.",
                            "See what became of it: reprise status"));
        }
    }

    /** From now on the transaction may take as long as it takes: the heartbeat gives it up if the database no longer answers. */
    private void guard() {
        jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            connection.setNetworkTimeout(Runnable::run, 0);
            heartbeat.guard(connection);
            return true;
        });
    }

    /** Says for which import the lease is held, in the caller's transaction. */
    public void assign(UUID importId) {
        jdbc.update("UPDATE import_lease SET import_id = ? WHERE target = ? AND epoch = ?", importId, target, epoch);
    }

    /**
     * Looks from now on whether somebody asks the import to stop. As long as {@code stopping} is true, its long statements are
     * cancelled.
     */
    public void serve(UUID importId, Runnable stop, BooleanSupplier stopping) {
        heartbeat.watch(importId, stop, stopping);
    }

    /** The import's work is done, whatever came of it: nothing is left to be stopped. */
    public void served() {
        heartbeat.unwatch();
    }

    /** Lets the lease go, so that the next import need not wait. Without a database it lapses by itself. */
    @Override
    public void close() {
        heartbeat.close();
    }
}
