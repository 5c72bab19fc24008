package dev.reprise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.Exports;
import dev.reprise.testing.InProcess;
import dev.reprise.testing.RepriseProcess;
import dev.reprise.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A reader who looks all the while sees the old rows, then the new rows, and never anything else. */
class WholeOrNothingTest {

    private static final String LOOK = """
            SELECT concat_ws(' ', (SELECT count(*) FROM live.product), (SELECT count(*) FROM live.task),
              (SELECT count(*) || '/' || md5(string_agg(guid::text || title || coalesce(script_guid::text, ''), ',' ORDER BY guid))
               FROM live.step),
              (SELECT count(*) || '/' || sum(hashtext(text)::bigint) FROM live.translation),
              (SELECT count(*) FROM live.script), (SELECT count(*) FROM live.resource), (SELECT count(*) FROM live.variable))
            """;

    @TempDir
    Path directory;

    @Test
    void aReaderSeesTheOldRowsOrTheNewOnes() throws Exception {
        Scene scene = Scene.of(directory, 400);
        Path old = directory.resolve("old.json");
        Exports.write(old, 410, "b-17", 200, 7);
        assertThat(InProcess.run(scene.database, Scene.command(old)).exit()).isZero();
        String before = scene.text(LOOK);
        AtomicBoolean enough = new AtomicBoolean();
        AtomicLong looks = new AtomicLong();
        CompletableFuture<List<String>> seen = CompletableFuture.supplyAsync(() -> look(scene.database, enough, looks));
        try {
            interrupt(scene);
            assertThat(scene.text(LOOK)).isEqualTo(before);
            assertThat(InProcess.run(scene.database, Scene.command(scene.file)).exit())
                    .isZero();
        } finally {
            enough.set(true);
        }
        String after = scene.text(LOOK);
        assertThat(after).startsWith("1 400 4000/").isNotEqualTo(before);
        assertThat(seen.join()).containsExactly(before, after);
        assertThat(looks.get()).isGreaterThan(100);
    }

    /** The transaction has written everything when it fails: of a chunk, of the publish at its first and at its last change. */
    @ParameterizedTest
    @CsvSource({"task, (SELECT count(*) > 60 FROM task)", "product, true", "import, new.status = 'completed'"})
    void aTransactionThatFailsAtItsCommitLeavesNothing(String table, String when) {
        Scene scene = Scene.of(directory, 100);
        scene.database.jdbc().execute("""
                CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN
                  IF %1$s THEN RAISE 'a planned failure'; END IF; RETURN NULL; END$$;
                CREATE CONSTRAINT TRIGGER fail AFTER INSERT OR UPDATE ON %2$s DEFERRABLE INITIALLY DEFERRED
                  FOR EACH ROW EXECUTE FUNCTION fail();
                """.formatted(when, table));
        String[] command = Scene.command(scene.file, "--reprise.input.block-records=20");
        assertThat(InProcess.run(scene.database, command).exit()).isEqualTo(1);
        assertThat(scene.text("SELECT status FROM import")).isEqualTo("failed");
        assertThat(scene.text("SELECT count(*) FROM live.product")).isEqualTo("0");
        assertThat(scene.text("SELECT written FROM import_counter WHERE entity = 'task'"))
                .isEqualTo(scene.text("SELECT count(*) FROM task"));
        scene.database.jdbc().execute("DROP TRIGGER fail ON " + table);
        RepriseProcess.Result again = InProcess.run(scene.database, command);
        assertThat(again.exit()).as(again.err()).isZero();
        Scene unbroken = Scene.of(directory, 100);
        assertThat(InProcess.run(unbroken.database, Scene.command(unbroken.file))
                        .exit())
                .isZero();
        assertThat(scene.stored()).isEqualTo(unbroken.stored());
    }

    @Test
    void aRowThatVanishesIsMissedBeforeAnythingIsPublished() {
        Scene scene = Scene.of(directory, 20);
        scene.database.jdbc().execute("""
                CREATE SEQUENCE steps;
                CREATE FUNCTION vanish() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN
                  IF nextval('steps') = 7 THEN RETURN NULL; END IF; RETURN new; END$$;
                CREATE TRIGGER vanish BEFORE INSERT ON step FOR EACH ROW EXECUTE FUNCTION vanish();
                """);
        RepriseProcess.Result result = InProcess.run(scene.database, Scene.command(scene.file));
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err())
                .contains(
                        "count-mismatch: of step 200 were read, 200 written and 0 rejected, but 199 are in the table");
        assertThat(scene.text("SELECT count(*) FROM live.product")).isEqualTo("0");
    }

    /** Refused, stopped, killed while it loads, killed while it publishes. */
    private void interrupt(Scene scene) throws Exception {
        byte[] whole = Files.readAllBytes(scene.file);
        Path broken = directory.resolve("broken.json");
        Files.write(broken, Arrays.copyOf(whole, whole.length - 200));
        assertThat(InProcess.run(scene.database, Scene.command(broken)).exit()).isEqualTo(6);
        try (RepriseProcess stopped = scene.start()) {
            scene.awaitBytes(whole.length / 3);
            stopped.signal("TERM");
            assertThat(stopped.await().exit()).isEqualTo(143);
        }
        try (RepriseProcess killed = scene.start()) {
            scene.awaitBytes(whole.length * 2L / 3);
            killed.signal("KILL");
            killed.await();
        }
        try (AutoCloseable held = scene.holdPublish();
                RepriseProcess killed = scene.start()) {
            assertThat(held).isNotNull();
            scene.awaitBlocked();
            killed.signal("KILL");
            killed.await();
        }
    }

    /** Returns what was seen, in order, without repetitions. */
    private static List<String> look(TestDatabase database, AtomicBoolean enough, AtomicLong looks) {
        List<String> seen = new ArrayList<>();
        var connection = new SingleConnectionDataSource(database.url(), database.user(), database.password(), true);
        try {
            JdbcTemplate jdbc = new JdbcTemplate(connection);
            boolean last;
            do {
                last = enough.get();
                String now = String.valueOf(jdbc.queryForObject(LOOK, String.class));
                looks.incrementAndGet();
                if (seen.isEmpty() || !seen.get(seen.size() - 1).equals(now)) {
                    seen.add(now);
                }
                LockSupport.parkNanos(20_000_000); // the imports need a processor, too
            } while (!last);
        } finally {
            connection.destroy();
        }
        return seen;
    }
}
