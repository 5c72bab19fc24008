package dev.reprise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.Exports;
import dev.reprise.testing.InProcess;
import dev.reprise.testing.RepriseProcess;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of one target there is one import at a time; the second is told who has it, at once. */
class BusyTargetTest {

    @TempDir
    Path directory;

    @Test
    void aSecondImportNamesTheHolderAndAnotherProductsRuns() throws Exception {
        Scene scene = Scene.of(directory, 5);
        Path other = directory.resolve("other.json");
        Exports.write(other, 411, "b-18", 5, 2);
        try (AutoCloseable held = scene.holdVerify();
                RepriseProcess process = scene.start("--reprise.lease=60s")) {
            assertThat(held).isNotNull();
            scene.awaitBlocked();
            String id = scene.text("SELECT import_id FROM import");
            String holder = scene.text("SELECT holder FROM import_lease");
            assertThat(holder)
                    .isEqualTo("process %d on %s"
                            .formatted(process.pid(), InetAddress.getLocalHost().getHostName()));
            double plain = seconds(() -> InProcess.run(scene.database, "list"));
            double busy = seconds(() -> {
                RepriseProcess.Result second = InProcess.run(scene.database, Scene.command(scene.file));
                assertThat(second.exit()).isEqualTo(7);
                assertThat(second.out()).isEmpty();
                assertThat(second.err()).isEqualTo("""
                                error: target-busy: product/410 is being written by %1$s, import %2$s.
                                Nothing was changed. Wait until that import has ended (reprise status %2$s --watch), or stop it \
                                (reprise stop %2$s).
                                """.formatted(holder, id));
            });
            assertThat(busy - plain).isLessThan(1);
            for (String verb : List.of("restart", "abandon", "recover")) {
                assertThat(InProcess.run(scene.database, verb, id).exit())
                        .as(verb)
                        .isEqualTo(7);
            }
        }
    }

    @Test
    void anotherProductsImportRunsMeanwhile() throws Exception {
        Scene scene = Scene.of(directory, 1000);
        Path other = directory.resolve("other.json");
        Exports.write(other, 411, "b-18", 5, 2);
        try (RepriseProcess process = scene.start()) {
            scene.awaitBytes(1);
            RepriseProcess.Result second =
                    InProcess.run(scene.database, "import", other.toString(), "--into", "product/411", "--create");
            assertThat(second.exit()).as(second.err()).isZero();
            assertThat(process.await().exit()).isZero();
        }
        assertThat(scene.database
                        .jdbc()
                        .queryForList(
                                "SELECT count(*) FROM live.task GROUP BY product_id ORDER BY product_id", Long.class))
                .containsExactly(1000L, 5L);
    }

    @Test
    void whoIsOvertakenWhileItLoadsWritesNoChunkMore() throws Exception {
        Scene scene = Scene.of(directory, 1000);
        try (RepriseProcess process = scene.start("--reprise.input.block-records=50")) {
            scene.awaitBytes(1);
            overtake(scene);
            String position = scene.text("SELECT byte_offset FROM import_checkpoint");
            RepriseProcess.Result result = process.await();
            assertThat(result.exit()).as(result.err()).isEqualTo(1);
            assertThat(result.err())
                    .startsWith("error: fenced: another process has taken the import of product/410 over");
            assertThat(scene.text("SELECT byte_offset FROM import_checkpoint")).isEqualTo(position);
        }
    }

    @Test
    void whoIsOvertakenBeforeItPublishesPublishesNothing() throws Exception {
        Scene scene = Scene.of(directory, 5);
        scene.database.jdbc().execute("""
                CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN
                  IF new.status = 'COMPLETED' AND new.step_name = 'verify' THEN PERFORM pg_advisory_xact_lock(7); END IF;
                  RETURN new; END$$;
                CREATE TRIGGER wait BEFORE UPDATE ON batch_step_execution FOR EACH ROW EXECUTE FUNCTION wait();
                """);
        AutoCloseable betweenVerifyAndPublish = scene.hold("SELECT pg_advisory_xact_lock(7)");
        try (RepriseProcess process = scene.start()) {
            scene.awaitTrue("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)");
            overtake(scene);
            betweenVerifyAndPublish.close();
            RepriseProcess.Result result = process.await();
            assertThat(result.exit()).as(result.err()).isEqualTo(1);
            assertThat(result.err()).startsWith("error: fenced: ");
        }
        assertThat(scene.text("SELECT count(*) FROM live.product")).isEqualTo("0");
        assertThat(scene.text("SELECT status FROM import")).isEqualTo("running");
    }

    /** As somebody does to whom its holder seems dead; waits for the end of its chunk. */
    private static void overtake(Scene scene) {
        scene.database.jdbc().update("""
                WITH free AS (SELECT target FROM import_lease FOR UPDATE)
                UPDATE import_lease l SET epoch = epoch + 1, holder = 'somebody' FROM free WHERE l.target = free.target
                """);
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
