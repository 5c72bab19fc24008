package dev.reprise.engine.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.reprise.record.Exit;
import dev.reprise.record.RefusedException;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.JdbcTemplate;

/** Who gets a lease, and when. */
@Timeout(60)
class LeasesTest {

    private static final Duration RENEW = Duration.ofMillis(200);
    private static final String WAITING = "waiting for the lease of dead one, which no longer answers";

    private static TestDatabase database;
    private static DataSource source;
    private static JdbcTemplate jdbc;

    private final String target = "product/" + UUID.randomUUID();
    private final List<String> said = new ArrayList<>();

    @BeforeAll
    static void open() {
        database = TestPostgres.createDatabase().migrate();
        source = database.dataSource();
        jdbc = database.jdbc();
    }

    private Lease acquire(String holder, Duration duration) {
        return new Leases(source, duration, RENEW).acquire(target, holder, said::add);
    }

    private void assertBusy(String holder) {
        long before = System.nanoTime();
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> acquire("loser", Duration.ofSeconds(10)))
                .withMessage("target-busy: %s is being written by %s.\nNothing was changed. ".formatted(target, holder)
                        + "Wait until it has ended: reprise list")
                .satisfies(e -> assertThat(e.exit()).isEqualTo(Exit.BUSY));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
    }

    /** Takes the lease and leaves it, as a process does that is killed. */
    private void dieHolding(Duration duration) throws Exception {
        try (Connection connection = source.getConnection()) {
            LeaseRow row = new LeaseRow(connection, target);
            row.create();
            assertThat(row.tryLock()).isTrue();
            assertThat(row.take("dead one", duration)).isPresent();
        }
    }

    @Test
    void theFirstTakesItAtOnceAndSilently() {
        try (Lease lease = acquire("one", Duration.ofSeconds(10))) {
            assertThat(lease.epoch()).isEqualTo(1);
            assertThat(jdbc.queryForMap(
                            "SELECT epoch, holder, import_id, expires_at > clock_timestamp() + interval '8 s' AS alive"
                                    + " FROM import_lease WHERE target = ?",
                            target))
                    .containsEntry("epoch", 1L)
                    .containsEntry("holder", "one")
                    .containsEntry("import_id", null)
                    .containsEntry("alive", true);
        }
        assertThat(said).isEmpty();
    }

    @Test
    void aSecondIsToldAtOnceWhoHasIt() {
        try (Lease lease = acquire("one", Duration.ofSeconds(10))) {
            assertBusy("one");
            assertBusy("one");
            lease.fence();
        }
        assertThat(said).isEmpty();
    }

    @Test
    void ofTwoAtTheSameInstantOneWins() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 20; round++) {
                CyclicBarrier start = new CyclicBarrier(2);
                List<Callable<String>> both = List.of(contender(start, "a"), contender(start, "b"));
                List<String> results = new ArrayList<>();
                for (Future<String> result : threads.invokeAll(both)) {
                    results.add(result.get());
                }
                assertThat(results).isIn(List.of("won", "lost to a"), List.of("lost to b", "won"));
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(said).isEmpty();
        assertThat(jdbc.queryForObject("SELECT epoch FROM import_lease WHERE target = ?", Long.class, target))
                .isEqualTo(20);
    }

    private Callable<String> contender(CyclicBarrier barrier, String name) {
        return () -> {
            barrier.await();
            try (Lease lease = acquire(name, Duration.ofSeconds(10))) {
                barrier.await();
                return "won";
            } catch (RefusedException e) {
                barrier.await();
                return "lost to " + e.problem().what().replaceFirst(".* ", "");
            }
        };
    }

    @Test
    void whoWasRefusedLeavesNothingBehind() {
        try (Lease lease = acquire("one", Duration.ofSeconds(10))) {
            assertBusy("one");
            assertThat(lease.epoch()).isEqualTo(1);
        }
        long before = System.nanoTime();
        try (Lease next = acquire("two", Duration.ofSeconds(10))) {
            assertThat(next.epoch()).isEqualTo(2);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
        assertThat(said).isEmpty();
    }

    @Test
    void oneTargetDoesNotKeepAnotherWaiting() {
        try (Lease one = acquire("one", Duration.ofSeconds(10));
                Lease other =
                        new Leases(source, Duration.ofSeconds(10), RENEW).acquire(target + "0", "other", said::add)) {
            assertThat(one.epoch()).isEqualTo(other.epoch()).isEqualTo(1);
        }
    }

    @Test
    void aDeadHolderIsWaitedForUntilItsLeaseIsOver() throws Exception {
        Duration duration = Duration.ofSeconds(2);
        dieHolding(duration);
        long before = System.nanoTime();
        try (Lease lease = acquire("two", Duration.ofSeconds(10))) {
            assertThat(lease.epoch()).isEqualTo(2);
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isBetween(Duration.ofMillis(1500), duration.plusSeconds(1));
        }
        assertThat(said).containsExactly(WAITING);
    }

    @Test
    void whoComesWhileAnotherWaitsForTheDeadIsRefused() throws Exception {
        dieHolding(Duration.ofSeconds(3));
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Lease> waiting = thread.submit(() -> acquire("two", Duration.ofSeconds(10)));
            await().until(() -> said.equals(List.of(WAITING)));
            assertBusy("dead one");
            try (Lease lease = waiting.get()) {
                assertThat(lease.epoch()).isEqualTo(2);
                assertBusy("two");
            }
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void onlyTheServersClockCounts() throws Exception {
        dieHolding(Duration.ofHours(24));
        jdbc.update("UPDATE import_lease SET expires_at = clock_timestamp() WHERE target = ?", target);
        try (Lease lease = acquire("two", Duration.ofSeconds(10))) {
            assertThat(lease.epoch()).isEqualTo(2);
        }
        assertThat(said).isEmpty();
    }

    @Test
    void aHolderThatRenewsWithoutItsLockIsNotOvertaken() throws Exception {
        try (Connection stranger = source.getConnection();
                Lease lease = acquire("one", Duration.ofSeconds(2))) {
            Integer pid = jdbc.queryForObject(
                    "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND (classid::bigint << 32 | objid::bigint)"
                            + " = hashtextextended('reprise ' || ?, 0)",
                    Integer.class,
                    target);
            jdbc.queryForObject("SELECT pg_terminate_backend(?, 5000)", Boolean.class, pid);
            await().until(() -> new LeaseRow(stranger, target).tryLock());
            stranger.close();
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> acquire("two", Duration.ofSeconds(10)))
                    .satisfies(e -> assertThat(e.exit()).isEqualTo(Exit.BUSY));
            lease.fence();
        }
    }
}
