package dev.reprise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.Exports;
import dev.reprise.testing.Fault;
import dev.reprise.testing.Fault.Mode;
import dev.reprise.testing.FaultProxy;
import dev.reprise.testing.InProcess;
import dev.reprise.testing.RepriseProcess.Result;
import dev.reprise.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A database that fails in the middle of an import. What passes in a moment is ridden out; what does not, ends in bounded time with a
 * message and the right exit code; and in the end all rows are in, once.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DatabaseFaultTest {

    private static final String CHUNK = "LOCK TABLE import_counter IN SHARE MODE";
    private static final String VERIFY = "LOCK TABLE product_fields IN SHARE MODE";
    private static final String PUBLISH = "LOCK TABLE product IN EXCLUSIVE MODE";
    private static final String BLOCKED = """
            SELECT %s(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
            AND application_name LIKE 'reprise product/%%'
            """;

    @TempDir
    Path directory;

    private Scene scene;

    @BeforeEach
    void scene() {
        scene = Scene.of(directory, 30);
    }

    @ParameterizedTest
    @ValueSource(strings = {CHUNK, VERIFY, PUBLISH})
    void aTerminatedSessionIsRiddenOut(String where) throws Exception {
        Result result = interrupted(where, () -> scene.text(BLOCKED.formatted("pg_terminate_backend")));
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.err())
                .matches("the database failed: FATAL: terminating connection due to administrator command\\. "
                        + "Going on in 0\\.1 s, try 1 of 3\n");
        exact();
        assertThat(scene.text("SELECT count(*) FROM import_run")).isEqualTo("1");
    }

    @Test
    void whatGoesOnTooLongIsLeftToBeRestarted() throws Exception {
        Result result =
                interrupted(CHUNK, () -> scene.text(BLOCKED.formatted("pg_terminate_backend")), "--reprise.retries=0");
        later(result, "FATAL: terminating connection due to administrator command (database, SQLSTATE 57P01)");
        restarted();
    }

    @Test
    void aCancelledStatementIsNotTriedAgainAgainstTheWillOfWhoCancelledIt() throws Exception {
        Result result = interrupted(CHUNK, () -> scene.text(BLOCKED.formatted("pg_cancel_backend")));
        later(result, "ERROR: canceling statement due to user request (database, SQLSTATE 57014)");
        restarted();
    }

    @Test
    void aLockThatOthersKeepIsNotWaitedForForEver() throws Exception {
        Result result;
        try (AutoCloseable held = scene.hold(PUBLISH)) {
            assertThat(held).isNotNull();
            result = run(scene.database, "--reprise.lock-timeout=1s");
        }
        later(result, "ERROR: canceling statement due to lock timeout (database, SQLSTATE 55P03)");
        restarted();
    }

    @Test
    void aDeadlockIsResolvedByTryingAgain() throws Exception {
        assertThat(run(scene.database).exit()).isZero();
        Exports.write(scene.file, 410, "b-17", 30, 2);
        try (Connection other = scene.database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SET deadlock_timeout = '60s'"); // so that the import is the one to be broken
            statement.execute("SELECT FROM product FOR UPDATE");
            var running = start(scene.database, "--reprise.lease=30s");
            scene.awaitBlocked();
            statement.execute("SELECT FROM import_lease FOR UPDATE");
            other.rollback();
            Result result = running.get();
            assertThat(result.exit()).as(result.err()).isZero();
            assertThat(result.err()).contains("\nthe database failed: ERROR: deadlock detected. Going on in ");
        }
    }

    @Test
    void aNetworkThatSwallowsEverythingIsNoticed() throws Exception {
        try (FaultProxy proxy = new FaultProxy(scene.database)) {
            CompletableFuture<Result> running;
            try (AutoCloseable held = scene.hold(CHUNK)) {
                assertThat(held).isNotNull();
                running = start(
                        proxy.database(), "--reprise.lease=1s", "--spring.datasource.hikari.connection-timeout=1000");
                scene.awaitBlocked();
                proxy.blackHole(true);
            }
            Result result = running.get(60, TimeUnit.SECONDS);
            assertThat(result.exit()).as(result.err()).isEqualTo(75);
            assertThat(result.err()).contains("error: database-unavailable: ", "reprise restart ");
        }
        restarted();
    }

    /** From the last statements of a chunk over its commit to what Spring Batch writes after it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void anAnswerThatIsLostIsRiddenOut(int operation) throws Exception {
        try (FaultProxy proxy = new FaultProxy(scene.database)) {
            CompletableFuture<Result> running;
            try (AutoCloseable held = scene.hold(CHUNK)) {
                assertThat(held).isNotNull();
                running = start(proxy.database(), "--reprise.lease=30s", "--reprise.renew=20s");
                scene.awaitBlocked();
                proxy.arm(Fault.of(Mode.LOSE_ANSWER, operation, ""));
            }
            Result result = running.get();
            assertThat(result.exit()).as(result.err()).isZero();
            assertThat(result.err()).doesNotContain("\tat ");
            assertThat(proxy.struck()).isTrue();
        }
        exact();
    }

    @Test
    void aSlowNetworkOnlyTakesLonger() throws Exception {
        try (FaultProxy proxy = new FaultProxy(scene.database)) {
            CompletableFuture<Result> running;
            try (AutoCloseable held = scene.hold(CHUNK)) {
                assertThat(held).isNotNull();
                running = start(proxy.database(), "--reprise.lease=1s", "--reprise.renew=200ms");
                scene.awaitBlocked();
                proxy.delay(Duration.ofMillis(30));
            }
            Result result = running.get();
            assertThat(result.exit()).as(result.err()).isZero();
            assertThat(result.err()).isEmpty();
        }
        exact();
    }

    @Test
    void aServerThatGoesAwayAndComesBackIsWaitedFor() throws Exception {
        try (FaultProxy proxy = new FaultProxy(scene.database)) {
            CompletableFuture<Result> running;
            try (AutoCloseable held = scene.hold(CHUNK)) {
                assertThat(held).isNotNull();
                running = start(proxy.database());
                scene.awaitBlocked();
                proxy.absent(true);
                proxy.cutAll();
                Thread.sleep(1500);
                proxy.absent(false);
            }
            Result result = running.get();
            assertThat(result.exit()).as(result.err()).isZero();
            assertThat(result.err()).startsWith("the database failed: ");
        }
        exact();
    }

    @Test
    void twoConnectionsAreEnoughAndOneIsRefusedAtOnce() {
        Result one = run(scene.database, "--spring.datasource.hikari.maximum-pool-size=1");
        assertThat(one.exit()).as(one.err()).isEqualTo(2);
        assertThat(one.err())
                .startsWith("error: configuration: ")
                .contains("spring.datasource.hikari.maximum-pool-size", "is 1", "at least 2");
        Result two = run(scene.database, "--spring.datasource.hikari.maximum-pool-size=2");
        assertThat(two.exit()).as(two.err()).isZero();
        exact();
    }

    private interface Blow {
        void strike() throws Exception;
    }

    private Result interrupted(String where, Blow blow, String... settings) throws Exception {
        CompletableFuture<Result> running;
        try (AutoCloseable held = scene.hold(where)) {
            assertThat(held).isNotNull();
            running = start(scene.database, settings);
            scene.awaitBlocked();
            blow.strike();
        }
        return running.get();
    }

    private CompletableFuture<Result> start(TestDatabase database, String... settings) {
        return CompletableFuture.supplyAsync(() -> run(database, settings));
    }

    private Result run(TestDatabase database, String... settings) {
        List<String> words = new ArrayList<>(List.of(settings));
        words.add("--reprise.retry-wait=100ms");
        return InProcess.run(database, Scene.command(scene.file, words.toArray(String[]::new)));
    }

    private void later(Result result, String message) {
        assertThat(result.exit()).as(result.err()).isEqualTo(75);
        assertThat(result.err())
                .startsWith("error: database-unavailable: " + message)
                .endsWith(
                        ".\nNothing was published; what was committed is kept. Try again later. Go on with the same command, or: "
                                + "reprise restart " + scene.text("SELECT import_id FROM import") + "\n");
        assertThat(scene.text("SELECT status || ' ' || exit || ' ' || resumable FROM import"))
                .isEqualTo("failed 75 true");
        assertThat(scene.text("SELECT count(*) FROM live.product")).isEqualTo("0");
    }

    private void restarted() {
        Result again = InProcess.run(scene.database, "restart", "last");
        assertThat(again.exit()).as(again.err()).isZero();
        exact();
    }

    private void exact() {
        Scene unbroken = scene.other();
        assertThat(InProcess.run(unbroken.database, Scene.command(unbroken.file))
                        .exit())
                .isZero();
        assertThat(scene.stored()).isEqualTo(unbroken.stored());
        String open = "SELECT count(*) FROM batch_job_execution WHERE status <> 'COMPLETED' AND end_time IS NULL";
        assertThat(scene.text(open)).isEqualTo("0");
    }
}
