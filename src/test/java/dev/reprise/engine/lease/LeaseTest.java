package dev.reprise.engine.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.reprise.record.Exit;
import dev.reprise.record.RefusedException;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What a lease protects from: a holder that is overtaken can write nothing more. */
@Timeout(90)
class LeaseTest {

    private static final Duration RENEW = Duration.ofMillis(200);
    private static TestDatabase database;
    private static DataSource source;
    private static JdbcTemplate jdbc;
    private static TransactionTemplate transaction;

    private final String target = "product/" + UUID.randomUUID();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeAll
    static void open() {
        database = TestPostgres.createDatabase().migrate();
        source = database.dataSource();
        jdbc = new JdbcTemplate(source);
        transaction = new TransactionTemplate(new JdbcTransactionManager(source));
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private Lease acquire(String holder, Duration duration) {
        return new Leases(source, duration, RENEW).acquire(target, holder, said::add);
    }

    private boolean alive() {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "SELECT expires_at > clock_timestamp() FROM import_lease WHERE target = ?", Boolean.class, target));
    }

    private String expiry() {
        return String.valueOf(jdbc.queryForObject(
                "SELECT expires_at::text FROM import_lease WHERE target = ?", String.class, target));
    }

    private List<Integer> lockHolders() {
        return jdbc.queryForList("""
                SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted
                  AND (classid::bigint << 32 | objid::bigint) = hashtextextended('reprise ' || ?, 0)
                """, Integer.class, target);
    }

    private static void sleepOnServer(double seconds) {
        jdbc.queryForObject("SELECT pg_sleep(?)", Object.class, seconds);
    }

    private void assertFenced(Lease lease) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> transaction.executeWithoutResult(status -> lease.fence()))
                .withMessage("fenced: another process has taken the import of " + target
                        + " over, as this one was silent too long.\n"
                        + "This process has written nothing since. See what became of it: reprise status")
                .satisfies(e -> assertThat(e.exit()).isEqualTo(Exit.FAILED));
    }

    @Test
    void aRenewedLeaseOutlivesItsDuration() {
        try (Lease lease = acquire("one", Duration.ofSeconds(2))) {
            String first = expiry();
            sleepOnServer(2.5);
            assertThat(alive()).isTrue();
            assertThat(expiry()).isNotEqualTo(first);
            transaction.executeWithoutResult(status -> lease.fence());
        }
    }

    @Test
    void closingLetsTheNextOneInAtOnce() {
        acquire("one", Duration.ofSeconds(30)).close();
        assertThat(alive()).isFalse();
        assertThat(lockHolders()).isEmpty();
        long before = System.nanoTime();
        acquire("two", Duration.ofSeconds(30)).close();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
        assertThat(said).isEmpty();
    }

    @Test
    void theHeartbeatSurvivesTheEndOfItsSession() {
        try (Lease lease = acquire("one", Duration.ofSeconds(3))) {
            Integer lost = lockHolders().get(0);
            jdbc.queryForObject("SELECT pg_terminate_backend(?, 5000)", Boolean.class, lost);
            await().until(() -> lockHolders().size() == 1 && !lockHolders().contains(lost));
            String renewed = expiry();
            await().until(() -> !expiry().equals(renewed));
            assertThat(lease.epoch()).isEqualTo(1);
            transaction.executeWithoutResult(status -> lease.fence());
        }
        assertThat(lockHolders()).isEmpty();
    }

    @Test
    void aRequestToStopReachesTheHolder() throws Exception {
        UUID importId = UUID.randomUUID();
        jdbc.update("""
                INSERT INTO import (import_id, job, target, file, file_size, options, max_rejections, status)
                VALUES (?, 'product-import', ?, '/f', 1, '{}', '0', 'running')
                """, importId, target);
        CountDownLatch stop = new CountDownLatch(1);
        try (Lease lease = acquire("one", Duration.ofSeconds(10))) {
            lease.assign(importId);
            lease.serve(importId, stop::countDown, () -> false);
            assertThat(jdbc.queryForObject("SELECT import_id FROM import_lease WHERE target = ?", UUID.class, target))
                    .isEqualTo(importId);
            assertThat(stop.await(700, TimeUnit.MILLISECONDS)).isFalse();
            jdbc.update("UPDATE import SET stop_requested = true WHERE import_id = ?", importId);
            assertThat(stop.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aFailingStopDoesNotEndTheHeartbeat() {
        UUID importId = UUID.randomUUID();
        jdbc.update("""
                INSERT INTO import (import_id, job, target, file, file_size, options, max_rejections, status, stop_requested)
                VALUES (?, 'product-import', ?, '/f', 1, '{}', '0', 'running', true)
                """, importId, target);
        CountDownLatch stops = new CountDownLatch(3);
        try (Lease lease = acquire("one", Duration.ofSeconds(10))) {
            lease.serve(
                    importId,
                    () -> {
                        stops.countDown();
                        throw new IllegalStateException("not now");
                    },
                    () -> false);
            await().until(() -> stops.getCount() == 0);
        }
    }

    @Test
    void aFencedTransactionHoldsUpATakeOverButNotTheHeartbeat() throws Exception {
        try (Lease lease = acquire("one", Duration.ofSeconds(10))) {
            transaction.executeWithoutResult(status -> {
                lease.fence();
                String before = expiry();
                await().until(() -> !expiry().equals(before));
                Future<?> takeOver = threads.submit(() ->
                        database.jdbc().queryForList("SELECT 1 FROM import_lease WHERE target = ? FOR UPDATE", target));
                await().until(() -> waiting() == 1);
                assertThat(takeOver.isDone()).isFalse();
            });
            await().until(() -> waiting() == 0);
        }
    }

    private static int waiting() {
        return jdbc.queryForList(
                        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
                .size();
    }

    @Test
    void aPausedHolderIsOvertakenAndCanCommitNothing() throws Exception {
        try (LeaseHolder paused = LeaseHolder.inTheMiddleOfAChunk(database, target, Duration.ofSeconds(2))) {
            paused.signal("STOP");
            await().until(() -> !alive());
            assertThat(lockHolders()).hasSize(1);
            try (Lease lease = acquire("two", Duration.ofSeconds(10))) {
                assertThat(lease.epoch()).isEqualTo(2);
                paused.signal("CONT");
                paused.goOn();
                assertThat(paused.answer()).isEqualTo("lost");
                paused.goOn();
                assertThat(paused.answer()).isEqualTo("fenced");
                assertThat(jdbc.queryForList("SELECT * FROM import_run WHERE holder = 'x'"))
                        .isEmpty();
                assertThat(lockHolders()).hasSize(1);
                transaction.executeWithoutResult(status -> lease.fence());
            }
        }
    }

    @Test
    void aKilledHolderIsOvertakenWhenItsLeaseIsOver() throws Exception {
        try (LeaseHolder killed = LeaseHolder.inTheMiddleOfAChunk(database, target, Duration.ofSeconds(3))) {
            killed.signal("KILL");
            await().until(() -> lockHolders().isEmpty());
            try (Lease lease = acquire("two", Duration.ofSeconds(10))) {
                assertThat(lease.epoch()).isEqualTo(2);
            }
            assertThat(said).containsExactly("waiting for the lease of the other one, which no longer answers");
            assertThat(jdbc.queryForList("SELECT * FROM import_run WHERE holder = 'x'"))
                    .isEmpty();
        }
    }

    @Test
    void whoWasOvertakenTakesNothingFromItsSuccessor() {
        try (Lease old = acquire("one", Duration.ofSeconds(10))) {
            jdbc.update("UPDATE import_lease SET epoch = epoch + 1, holder = 'two' WHERE target = ?", target);
            String expiry = expiry();
            assertFenced(old);
            await().until(() -> lockHolders().isEmpty());
            old.close();
            assertThat(expiry()).isEqualTo(expiry);
            assertThat(alive()).isTrue();
        }
    }

    @Test
    void anotherTargetWithTheSameLongBeginningIsLeftAlone() {
        String name = target + "/" + "ü".repeat(80);
        try (Lease lease = new Leases(source, Duration.ofSeconds(10), RENEW).acquire(name + 1, "one", said::add)) {
            transaction.executeWithoutResult(status -> {
                lease.fence();
                endOldSessions(name + 2);
                lease.fence();
            });
            assertThatExceptionOfType(DataAccessException.class)
                    .isThrownBy(() -> transaction.executeWithoutResult(status -> {
                        lease.fence();
                        endOldSessions(name + 1);
                        lease.fence();
                    }));
        }
    }

    private static void endOldSessions(String ofTarget) {
        try (Connection connection = source.getConnection()) {
            new LeaseRow(connection, ofTarget).endOldSessions();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
