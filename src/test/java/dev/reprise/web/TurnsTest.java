package dev.reprise.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reprise.engine.ActiveRuns;
import dev.reprise.engine.ImportEngine;
import dev.reprise.engine.WaitingImports;
import dev.reprise.engine.job.ImportRequest;
import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.job.Target;
import dev.reprise.record.Exit;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ProgressListener;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** An import that was accepted ends by itself or by somebody's wish, and never because a process died, ended, or came too late. */
class TurnsTest {

    @TempDir
    Path folder;

    private ImportRequest request(long product, int tasks) {
        try {
            Path file =
                    Files.writeString(Files.createTempFile(folder, "export", ".json"), Served.export(product, tasks));
            return new ImportRequest(
                    "product-import",
                    Target.parse("product/" + product),
                    file,
                    Map.of("create", "true"),
                    new RejectionLimit("0"),
                    false);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private UUID asked(Served served, long product, int tasks) {
        return served.bean(WaitingImports.class).add(request(product, tasks), false, null);
    }

    private UUID asked(Served served, long product) {
        return asked(served, product, 3);
    }

    private static void run(Served served, UUID importId) {
        served.bean(WaitingImports.class).run(importId, ProgressListener.silent());
    }

    private static CompletableFuture<Void> running(Served served, UUID importId) {
        return CompletableFuture.runAsync(() -> run(served, importId));
    }

    private static void awaitTrue(Served served, String sql, Object... values) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> Boolean.TRUE.equals(served.database().jdbc().queryForObject(sql, Boolean.class, values)));
    }

    private static Connection held(Served served, String table) throws SQLException {
        Connection connection = served.database().dataSource().getConnection();
        connection.setAutoCommit(false);
        connection.createStatement().execute("LOCK TABLE " + table + " IN SHARE MODE");
        return connection;
    }

    private static RefusedException refusal(CompletableFuture<Void> run) {
        try {
            run.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RefusedException refusal) {
                return refusal;
            }
            throw e;
        }
        throw new AssertionError("it was run");
    }

    @Test
    void whoeverWasOvertakenSaysNothingOfTheImport() throws SQLException {
        Served served = Served.shared();
        long product = Served.freshProduct();
        UUID importId = asked(served, product);
        CompletableFuture<Void> run;
        try (Connection held = held(served, "task")) {
            run = running(served, importId);
            awaitTrue(served, """
                    SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')
                    """);
            served.database()
                    .jdbc()
                    .update("UPDATE import_lease SET epoch = epoch + 1 WHERE target = ?", "product/" + product);
            held.rollback();
        }
        assertThat(refusal(run).problem().code()).isEqualTo("fenced");
        assertThat(served.status(importId)).isEqualTo("running");
    }

    @Test
    void whatHasToEndWithItsProcessWaitsAgainUnlessItWasStopped() throws SQLException {
        try (Served served = new Served()) {
            UUID other = asked(served, 1);
            UUID stopped = asked(served, 2);
            UUID behindADeadOne = asked(served, 3);
            served.left(other, "queued", 0);
            served.left(stopped, "queued", 0);
            served.database().jdbc().update("""
                            INSERT INTO import_lease (target, epoch, holder, acquired_at, expires_at)
                            VALUES ('product/3', 1, 'a dead one', now(), now() + interval '1 minute')
                            """);
            CompletableFuture<Void> runs;
            CompletableFuture<Void> waits;
            try (Connection held = held(served, "product")) {
                runs = CompletableFuture.allOf(running(served, other), running(served, stopped));
                waits = running(served, behindADeadOne);
                awaitTrue(served, "SELECT count(*) = 2 FROM import WHERE status = 'running'");
                served.bean(ImportEngine.class).stop(stopped);
                served.bean(ActiveRuns.class).stop();
                runs.join();
                held.rollback();
            }
            assertThat(refusal(waits).exit()).isEqualTo(Exit.STOPPED);
            assertThat(served.status(other)).isEqualTo("queued");
            assertThat(served.status(stopped)).isEqualTo("stopped");
            assertThat(served.status(behindADeadOne)).isEqualTo("queued");
        }
    }

    @Test
    void aStopOutlivesTheProcessThatWasToObeyIt() {
        Served served = Served.shared();
        UUID importId = asked(served, Served.freshProduct());
        served.left(importId, "stopping", 1);
        run(served, importId);
        assertThat(served.status(importId)).isEqualTo("stopped");
    }

    @Test
    void oneThatKillsItsProcessesIsGivenUp() {
        Served served = Served.shared();
        UUID lucky = asked(served, Served.freshProduct());
        served.left(lucky, "running", 4);
        run(served, lucky);
        assertThat(served.status(lucky)).isEqualTo("completed");
        UUID deadly = asked(served, Served.freshProduct());
        served.left(deadly, "running", 5);
        run(served, deadly);
        assertThat(served.status(deadly)).isEqualTo("failed");
        served.bean(WaitingImports.class).again(deadly, null);
        run(served, deadly);
        assertThat(served.status(deadly)).isEqualTo("completed");
    }

    @Test
    void oneThatFailsUnexpectedlyIsNotTriedForEver() {
        Served served = Served.shared();
        UUID importId = asked(served, Served.freshProduct());
        served.database()
                .jdbc()
                .update("UPDATE import SET file = file || '/under/a/file' WHERE import_id = ?", importId);
        run(served, importId);
        assertThat(served.status(importId)).isEqualTo("failed");
    }

    @Test
    void nobodyPublishesBeforeOneThatHasBegunAndWaits() {
        Served served = Served.shared();
        long product = served.product(1);
        run(served, asked(served, product, 2));
        UUID begun = asked(served, product);
        served.left(begun, "running", 1);
        UUID later = asked(served, product);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> run(served, later))
                .satisfies(refusal -> assertThat(refusal.exit()).isEqualTo(Exit.BUSY));
        UUID before = served.newest("product/" + product, "completed");
        HttpResponse<String> undone = served.post("/imports/" + before + "/rollback", served.admin(), "");
        assertThat(undone.statusCode()).isEqualTo(409);
        assertThat(Served.json(undone).path("code").asString()).isEqualTo("target-busy");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> served.bean(ImportEngine.class).run(request(product, 4), ProgressListener.silent()))
                .satisfies(refusal -> assertThat(refusal.problem().code()).isEqualTo("target-busy"));
        run(served, begun);
        run(served, later);
        assertThat(served.status(begun)).isEqualTo("completed");
        assertThat(served.status(later)).isEqualTo("completed");
    }

    @Test
    void ofTwoThatHaveBegunTheOlderGoesFirst() {
        Served served = Served.shared();
        long product = served.product(1);
        UUID older = asked(served, product, 2);
        UUID newer = asked(served, product, 3);
        served.left(older, "queued", 1);
        served.left(newer, "running", 1);
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> run(served, newer));
        run(served, older);
        assertThat(served.status(older)).isEqualTo("completed");
        assertThat(served.status(newer)).isEqualTo("running");
        run(served, newer);
        assertThat(served.status(newer)).isEqualTo("completed");
    }

    /** Nobody sees it failed meanwhile, and nobody overtakes it. */
    @Test
    void whatFailsForWhatPassesWaitsAgain() {
        Served served = Served.shared();
        long product = served.product(1);
        UUID importId = asked(served, product, 3);
        served.left(importId, "queued", 0);
        JdbcTemplate jdbc = served.database().jdbc();
        jdbc.execute("""
                CREATE FUNCTION pass() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE lock_not_available; END$$;
                CREATE TRIGGER pass BEFORE UPDATE ON product FOR EACH ROW EXECUTE FUNCTION pass();
                """);
        try {
            run(served, importId);
            assertThat(served.status(importId)).isEqualTo("queued");
            for (int run = 2; run <= 5; run++) {
                run(served, importId);
            }
            assertThat(served.status(importId)).isEqualTo("failed");
        } finally {
            jdbc.execute("DROP FUNCTION pass CASCADE");
        }
        served.bean(WaitingImports.class).again(importId, null);
        run(served, importId);
        assertThat(served.status(importId)).isEqualTo("completed");
    }
}
