package dev.reprise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reprise.testing.Exports;
import dev.reprise.testing.InProcess;
import dev.reprise.testing.RepriseProcess;
import dev.reprise.testing.RepriseProcess.Result;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many imports in one process: a signal stops all that run and lets no more begin, {@code reprise stop} ends one. */
class ManyStoppedTest {

    private static final int FILES = 6;

    @TempDir
    Path directory;

    private TestDatabase database;

    @BeforeEach
    void sixExports() {
        database = TestPostgres.createDatabase().migrate();
        for (int i = 1; i <= FILES; i++) {
            Exports.write(directory.resolve("p" + i + ".json"), i, "b-" + i, 5, i);
        }
    }

    private String[] words() {
        return words("--parallel=2");
    }

    private String[] words(String parallel) {
        return new String[] {
            "import",
            directory.toString(),
            "--create",
            parallel,
            "--json",
            "--reprise.lease=2s",
            "--reprise.renew=500ms"
        };
    }

    /** The first two stand still before they are verified. */
    private AutoCloseable hold() throws Exception {
        Connection connection = database.dataSource().getConnection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE product_fields IN SHARE MODE");
        }
        return connection;
    }

    private void awaitRunning(int count) {
        await().atMost(Duration.ofSeconds(60)).until(() -> number("""
                SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
                   AND application_name LIKE 'reprise product/%'
                """) == count);
    }

    private long number(String sql) {
        Long number = database.jdbc().queryForObject(sql, Long.class);
        return number == null ? -1 : number;
    }

    @Test
    void aSignalStopsAllThatRunAndTheSameCommandGoesOn() throws Exception {
        try (AutoCloseable held = hold();
                RepriseProcess process = RepriseProcess.start(database, words())) {
            assertThat(held).isNotNull();
            awaitRunning(2);
            process.signal("TERM");
            Result result = process.await();
            assertThat(result.exit()).as(result.err()).isEqualTo(143);
            assertThat(result.lastLine())
                    .contains(
                            "\"type\":\"summary\"",
                            "\"exit\":143,",
                            "\"imported\":0",
                            "\"stopped\":2",
                            "\"failed\":0",
                            "\"not_started\":4");
        }
        assertThat(number("SELECT count(*) FROM import WHERE status = 'stopped' AND resumable"))
                .isEqualTo(2);
        Result again = InProcess.run(database, words());
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(again.out()).contains("p1.json: resuming import ", "p2.json: resuming import ");
        assertThat(again.lastLine()).contains("\"imported\":6");
        assertThat(number("SELECT count(*) FROM import")).isEqualTo(FILES);
    }

    @Test
    void stopEndsOneAndTheOthersGoOn() throws Exception {
        try (AutoCloseable held = hold();
                RepriseProcess process = RepriseProcess.start(database, words())) {
            awaitRunning(2);
            String id = database.jdbc()
                    .queryForObject("SELECT import_id::text FROM import WHERE target = 'product/1'", String.class);
            assertThat(InProcess.run(database, "stop", id).exit()).isZero();
            awaitRunning(2); // the third has begun
            held.close();
            Result result = process.await();
            assertThat(result.exit()).as(result.err()).isEqualTo(143);
            assertThat(result.lastLine()).contains("\"imported\":5", "\"stopped\":1", "\"not_started\":0");
        }
        assertThat(database.jdbc().queryForObject("SELECT target FROM import WHERE status = 'stopped'", String.class))
                .isEqualTo("product/1");
    }

    @Test
    void aKilledProcessLeavesWhatTheSameCommandTakesUp() throws Exception {
        try (AutoCloseable held = hold();
                RepriseProcess process = RepriseProcess.start(database, words())) {
            assertThat(held).isNotNull();
            awaitRunning(2);
            process.signal("KILL");
            process.await();
        }
        Result again = InProcess.run(database, words());
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(again.lastLine()).contains("\"imported\":6");
        assertThat(number("SELECT count(*) FROM import")).isEqualTo(FILES);
        assertThat(number("SELECT count(*) FROM live.task")).isEqualTo(5L * FILES);
    }

    @Test
    void aBusyTargetIsOneFailureAmongOthers() throws Exception {
        String first = directory.resolve("p1.json").toString();
        try (AutoCloseable held = hold();
                RepriseProcess other = RepriseProcess.start(database, "import", first, "--create")) {
            awaitRunning(1);
            try (RepriseProcess many = RepriseProcess.start(database, words("--parallel=1"))) {
                awaitRunning(2); // the first is refused, the second stands still
                held.close();
                Result result = many.await();
                assertThat(result.exit()).as(result.err()).isEqualTo(7);
                assertThat(result.lastLine())
                        .contains("\"imported\":5", "\"failed\":1", "\"code\":\"target-busy\"", first);
            }
            assertThat(other.await().exit()).isZero();
        }
    }
}
