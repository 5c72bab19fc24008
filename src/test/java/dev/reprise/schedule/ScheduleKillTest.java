package dev.reprise.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.InProcess;
import dev.reprise.testing.RepriseProcess;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import dev.reprise.web.Served;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is due is done once and whole, also if each process dies that has begun it. */
class ScheduleKillTest {

    private static final int FILES = 6;
    private static final String KEPT_WAITING =
            "(SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final TestDatabase database = TestPostgres.createDatabase();
    private final List<RepriseProcess> processes = new ArrayList<>();

    @TempDir
    Path directory;

    private RepriseProcess serving() {
        RepriseProcess process = RepriseProcess.start(
                database,
                "serve",
                "--port=0",
                "--reprise.web.spool=" + directory.resolveSibling("spool"),
                "--reprise.lease=2s",
                "--reprise.renew=300ms",
                "--reprise.queue.poll=300ms",
                "--reprise.queue.heartbeat=500ms",
                "--reprise.schedule.poll=200ms");
        processes.add(process);
        return process;
    }

    @AfterEach
    void endThem() {
        processes.forEach(RepriseProcess::close);
    }

    private Connection locked(String table) throws SQLException {
        Connection connection = database.dataSource().getConnection();
        connection.setAutoCommit(false);
        connection.createStatement().execute("LOCK TABLE %s IN EXCLUSIVE MODE".formatted(table));
        return connection;
    }

    private void await(String question) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Boolean.TRUE.equals(database.jdbc().queryForObject("SELECT " + question, Boolean.class)));
    }

    private void setSchedule() throws IOException {
        for (int product = 1; product <= FILES; product++) {
            Files.writeString(directory.resolve(product + ".json"), Served.export(product, product));
        }
        String[] words = {
            "schedule", "set", "nightly", "--cron=@yearly", "job=product-import", "file=" + directory, "create=true"
        };
        assertThat(InProcess.run(database, words).exit()).isZero();
    }

    private static void kill(RepriseProcess process) {
        process.signal("KILL");
        process.await();
    }

    @Test
    void whateverProcessDiesItIsDoneOnce() throws IOException, SQLException {
        setSchedule();
        RepriseProcess first = serving();
        try (Connection held = locked("schedule_run")) {
            database.jdbc().update("UPDATE schedule SET next_at = clock_timestamp()");
            await("EXISTS " + KEPT_WAITING); // it has queued all, and is about to say so in the same transaction
            kill(first);
            await("NOT EXISTS " + KEPT_WAITING);
            held.rollback();
        }
        await("NOT EXISTS (SELECT FROM import) AND NOT EXISTS (SELECT FROM schedule_run)");
        try (Connection held = locked("product")) {
            RepriseProcess second = serving();
            await("EXISTS (SELECT FROM import JOIN import_lease USING (import_id) WHERE status = 'running')");
            kill(second);
            held.rollback();
        }
        serving();
        await("(SELECT outcome <> 'running' FROM schedule_run)");
        assertThat(texts("SELECT outcome || ' ' || times || ' ' || cardinality(import_ids) FROM schedule_run"))
                .containsExactly("completed 1 " + FILES);
        assertThat(texts("SELECT status FROM import")).hasSize(FILES).containsOnly("completed");
        assertThat(texts("SELECT count(*)::text FROM live.task GROUP BY product_id ORDER BY 1"))
                .containsExactly("1", "2", "3", "4", "5", "6");
    }

    private List<String> texts(String sql) {
        return database.jdbc().queryForList(sql, String.class);
    }
}
