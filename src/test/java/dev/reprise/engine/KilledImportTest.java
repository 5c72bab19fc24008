package dev.reprise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.InProcess;
import dev.reprise.testing.RepriseProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An import whose process is killed goes on where it stood, and in the end nobody can tell. */
class KilledImportTest {

    private static final Pattern RESUMING = Pattern.compile("resuming import (\\S+) from byte (\\d+) of (\\d+)");

    @TempDir
    Path directory;

    @Test
    void anImportThatIsKilledThreeTimesStoresWhatAnUnbrokenOneStores() throws Exception {
        Scene scene = Scene.of(directory, 1100);
        long size = Files.size(scene.file);
        List<Long> resumedAt = new ArrayList<>();
        killAt(scene, size / 2, resumedAt);
        killWhere(scene, scene.holdVerify(), resumedAt);
        killWhere(scene, scene.holdPublish(), resumedAt);
        RepriseProcess.Result last = scene.start().await();
        assertThat(last.exit()).as(last.err()).isZero();
        assertThat(last.err())
                .matches(
                        "(waiting for the lease of process \\d+ on \\S+, which no longer answers\n)?resuming import .+\n");
        resumedAt.add(resumed(last.err()));

        assertThat(resumedAt).hasSize(3).isSorted().last().isEqualTo(size);
        assertThat(resumedAt.get(0)).isPositive();
        assertThat(scene.database.jdbc().queryForList("SELECT status, exit FROM import"))
                .singleElement()
                .hasToString("{status=completed, exit=0}");
        assertThat(scene.text("SELECT count(*) FROM import_run")).isEqualTo("4");
        Scene unbroken = Scene.of(directory, 1100);
        assertThat(InProcess.run(unbroken.database, Scene.command(unbroken.file))
                        .exit())
                .isZero();
        assertThat(scene.stored()).isEqualTo(unbroken.stored());
        String counters =
                "SELECT string_agg((entity, read, written, rejected)::text, ' ' ORDER BY entity) FROM import_counter";
        assertThat(scene.text(counters)).isEqualTo(unbroken.text(counters));
        String hash = "SELECT encode(content_hash, 'hex') FROM generation";
        assertThat(scene.text(hash)).isEqualTo(unbroken.text(hash));
    }

    @Test
    void aProductAtTheEndOfTheFileIsKnownAfterAKill() throws Exception {
        Scene scene = Scene.of(directory, 500);
        String text = Files.readString(scene.file);
        int from = text.indexOf("\"product\":");
        int to = text.indexOf("\"tasks\":");
        String product = text.substring(from, text.lastIndexOf(',', to));
        String moved = text.substring(0, from) + text.substring(to).replace("]}}", "]," + product + "}}");
        Files.writeString(scene.file, moved, StandardCharsets.UTF_8);
        long size = Files.size(scene.file);
        List<Long> resumedAt = new ArrayList<>();
        killAt(scene, size / 2, resumedAt);
        killWhere(scene, scene.holdVerify(), resumedAt);
        RepriseProcess.Result last = scene.start().await();
        assertThat(last.exit()).as(last.err()).isZero();
        assertThat(last.err())
                .matches(
                        "(waiting for the lease of process \\d+ on \\S+, which no longer answers\n)?resuming import .+\n");
        assertThat(scene.text("SELECT bundle_id || ' ' || name || ' ' || attributes FROM live.product"))
                .isEqualTo("b-17 Press {\"id\":410,\"exact\":12345678901234567890.10}");
        assertThat(scene.text("SELECT count(*) FROM live.task")).isEqualTo("500");
    }

    @Test
    void aKillBetweenPublishAndTheBookkeepingOfSpringBatchLosesNothing() throws Exception {
        Scene scene = Scene.of(directory, 20);
        try (AutoCloseable lock = scene.hold("""
                CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN
                  IF new.status = 'COMPLETED' AND new.step_name = 'publish' THEN PERFORM pg_sleep(60); END IF; RETURN new; END$$;
                CREATE TRIGGER wait BEFORE UPDATE ON batch_step_execution FOR EACH ROW EXECUTE FUNCTION wait();
                """)) {
            assertThat(lock).isNotNull();
            ((java.sql.Connection) lock).commit();
        }
        try (RepriseProcess process = scene.start()) {
            scene.awaitTrue("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
                    + " AND datname = current_database())");
            process.signal("KILL");
            process.await();
        }
        scene.database.jdbc().execute("DROP TRIGGER wait ON batch_step_execution");
        RepriseProcess.Result again = scene.start().await();
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(scene.text("SELECT string_agg(status || ' ' || unchanged, ', ' ORDER BY created_at) FROM import"))
                .isEqualTo("completed false, completed true");
        assertThat(scene.text("SELECT count(*) FROM live.task")).isEqualTo("20");
    }

    private static void killAt(Scene scene, long bytes, List<Long> resumedAt) {
        boolean first = scene.text("SELECT count(*) FROM import").equals("0");
        // small chunks: it must not be past the next quarter before it is dead
        try (RepriseProcess process = scene.start("--reprise.input.block-records=100")) {
            if (bytes == 0) {
                scene.awaitTrue("SELECT EXISTS (SELECT FROM import WHERE status = 'running')");
            } else {
                scene.awaitBytes(bytes);
            }
            kill(process, first, resumedAt);
        }
    }

    private static void killWhere(Scene scene, AutoCloseable held, List<Long> resumedAt) throws Exception {
        try (held;
                RepriseProcess process = scene.start("--reprise.lease=8s")) {
            scene.awaitBlocked();
            kill(process, false, resumedAt);
        }
    }

    private static void kill(RepriseProcess process, boolean first, List<Long> resumedAt) {
        process.signal("KILL");
        RepriseProcess.Result result = process.await();
        assertThat(result.exit()).isEqualTo(137);
        if (!first) {
            resumedAt.add(resumed(result.err()));
        }
    }

    private static long resumed(String err) {
        Matcher matcher = RESUMING.matcher(err);
        assertThat(matcher.find()).as(err).isTrue();
        return Long.parseLong(matcher.group(2));
    }
}
