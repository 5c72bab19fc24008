package dev.reprise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.InProcess;
import dev.reprise.testing.RepriseProcess.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be done with an import that did not come to its end. Here it is one with a rejection too many. */
class UnfinishedImportTest {

    @TempDir
    Path directory;

    private Scene scene;
    private String id;

    @BeforeEach
    void anImportWithARejectionTooMany() throws Exception {
        scene = Scene.of(directory, 120);
        String text = Files.readString(scene.file);
        Files.writeString(
                scene.file,
                text.replaceFirst("\"guid\":\"[0-9a-f-]+\",\"name\":\"v3\"", "\"guid\":\"bad\",\"name\":\"v3\""));
        Result first = run("import", scene.file.toString(), "--into", "product/410", "--create");
        id = scene.text("SELECT import_id FROM import");
        assertThat(first.exit()).isEqualTo(1);
        assertThat(first.err())
                .startsWith(
                        "error: too-many-rejections: 1 of 4330 records were rejected, more than the 0 that are allowed (");
    }

    @Test
    void aHigherLimitPublishesWithoutLoadingAgain() {
        Result again = run("import", scene.file.toString(), "--into", "product/410", "--create", "--max-rejections=1");
        assertThat(again.exit()).as(again.err()).isEqualTo(3);
        assertThat(again.err()).isEqualTo("resuming import %1$s from byte %2$s of %2$s\n".formatted(id, size()));
        assertThat(steps("load")).isEqualTo("COMPLETED");
        assertThat(steps("publish")).isEqualTo("FAILED COMPLETED");
        assertThat(scene.text("SELECT count(*) FROM live.variable")).isEqualTo("9");
    }

    @Test
    void restartTakesAHigherLimitToo() {
        assertThat(run("restart", "last-failed").exit()).isEqualTo(1);
        assertThat(run("restart", id.substring(0, 13), "--max-rejections", "0.1%")
                        .exit())
                .isEqualTo(3);
        Result done = run("restart", id);
        assertThat(done.exit()).isEqualTo(9);
        assertThat(done.err()).isEqualTo("""
                        error: wrong-state: import %s is completed_with_rejections and cannot be restarted (product/410).
                        Nothing was changed. Only an import that is stopped, failed with rows kept, or left by a dead process can.
                        """.formatted(id));
    }

    @Test
    void abandonRemovesItsRowsAndNothingElseCanBeDoneWithIt() {
        Result abandoned = run("abandon", "last");
        assertThat(abandoned.exit()).as(abandoned.err()).isZero();
        assertThat(abandoned.out()).startsWith("import " + id + "  product/410  abandoned in ");
        assertThat(scene.text("SELECT count(*) FROM task")).isEqualTo("0");
        assertThat(scene.text("SELECT count(*) FROM generation")).isEqualTo("0");
        for (String verb : List.of("restart", "abandon", "stop", "recover")) {
            Result refused = run(verb, id);
            assertThat(refused.exit()).as(verb).isEqualTo(9);
            assertThat(refused.err()).startsWith("error: wrong-state: import " + id + " is abandoned and cannot be ");
        }
        assertThat(run("status", id).out()).contains("\nabandoned on request\n");
    }

    @Test
    void freshBeginsAnewAndAbandonsTheOldOne() {
        Result fresh = run("import", scene.file.toString(), "--into", "product/410", "--create", "--fresh");
        assertThat(fresh.exit()).isEqualTo(1);
        assertThat(fresh.err()).startsWith("the unfinished import %s of %s is abandoned\n".formatted(id, scene.file));
        assertThat(scene.text("SELECT string_agg(status, ' ' ORDER BY created_at) FROM import"))
                .isEqualTo("abandoned failed");
        assertThat(steps("load")).isEqualTo("COMPLETED COMPLETED");
    }

    @Test
    void anotherFileIntoTheTargetAbandonsItWithARemark() throws Exception {
        Path other = Files.copy(scene.file, directory.resolve("other.json"));
        assertThat(run("import", other.toString(), "--into", "product/410", "--create", "--max-rejections", "1")
                        .exit())
                .isEqualTo(3);
        assertThat(run("status", id).out()).contains("\nsuperseded by the import of " + other + "\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aChangedFileUnderTheSameNameAndSizeIsRefused(boolean atTheBeginning) throws Exception {
        String text = Files.readString(scene.file);
        String changed = atTheBeginning ? text.replace("\"Press\"", "\"Prism\"") : text.replace("\"v9\"", "\"w9\"");
        assertThat(changed).hasSameSizeAs(text).isNotEqualTo(text);
        Files.writeString(scene.file, changed);
        Result refused =
                run("import", scene.file.toString(), "--into", "product/410", "--create", "--max-rejections=1");
        assertThat(refused.exit()).as(refused.err()).isEqualTo(6);
        assertThat(refused.err()).endsWith("""
                        error: file-changed: the file is no longer the one of which a part was read (%s).
                        Nothing was changed. Import it from its beginning with --fresh.
                        """.formatted(scene.file));
        assertThat(scene.text("SELECT count(*) FROM live.product")).isEqualTo("0");
        Result fresh = run(
                "import", scene.file.toString(), "--into", "product/410", "--create", "--fresh", "--max-rejections=1");
        assertThat(fresh.exit()).as(fresh.err()).isEqualTo(3);
    }

    @Test
    void recoverClosesWhatADeadProcessLeft() {
        die();
        assertThat(run("list").out()).contains("running (dead?)", "its process is gone: reprise recover " + id);
        Result recovered = run("recover", "--stale");
        assertThat(recovered.exit()).as(recovered.err()).isZero();
        assertThat(recovered.err()).isEqualTo("1 recovered\n");
        assertThat(recovered.out()).startsWith("import " + id + "  product/410  failed in ");
        assertThat(run("recover", "--stale").err()).isEqualTo("0 recovered\n");
        assertThat(run("recover", id).exit()).isEqualTo(9);
        die();
        assertThat(run("recover", id).exit()).isZero();
        assertThat(run("restart", id, "--max-rejections=1").exit()).isEqualTo(3);
    }

    @Test
    void stopOfADeadImportSaysThatNoProcessIsThere() {
        die();
        Result stop = run("stop", id);
        assertThat(stop.exit()).isEqualTo(9);
        assertThat(stop.err()).isEqualTo("""
                        error: process-died: no process works on import %1$s any more (product/410).
                        Nothing was changed. Close it: reprise recover %1$s. Or go on with it: reprise restart %1$s
                        """.formatted(id));
        assertThat(run("restart", id, "--max-rejections=1").exit()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"STARTED", "UNKNOWN", "STOPPING", "STARTING"})
    void executionsThatSpringBatchLeftOpenDoNotBlock(String status) {
        die();
        scene.database.jdbc().update("UPDATE batch_job_execution SET status = ?, end_time = NULL", status);
        scene.database
                .jdbc()
                .update(
                        "UPDATE batch_step_execution SET status = ?, end_time = NULL WHERE step_name = 'publish'",
                        status);
        Result again = run("import", scene.file.toString(), "--into", "product/410", "--create", "--max-rejections=1");
        assertThat(again.exit()).as(again.err()).isEqualTo(3);
        assertThat(steps("publish")).isEqualTo("FAILED COMPLETED");
    }

    @Test
    void aJobInstanceWithoutExecutionsDoesNotBlock() {
        for (String table : List.of(
                "step_execution_context",
                "step_execution",
                "job_execution_context",
                "job_execution_params",
                "job_execution")) {
            scene.database.jdbc().update("DELETE FROM batch_" + table);
        }
        Result again = run("import", scene.file.toString(), "--into", "product/410", "--create", "--max-rejections=1");
        assertThat(again.exit()).as(again.err()).isEqualTo(3);
        assertThat(
                        scene.text(
                                "SELECT read || ' ' || written || ' ' || rejected FROM import_counter WHERE entity = 'variable'"))
                .isEqualTo("10 9 1");
    }

    /** As if its process had died while it ran. */
    private void die() {
        scene.database
                .jdbc()
                .update("UPDATE import SET status = 'running', finished_at = NULL, exit = NULL, problem = NULL");
    }

    private String steps(String name) {
        return scene.text(
                "SELECT string_agg(status, ' ' ORDER BY step_execution_id) FROM batch_step_execution WHERE step_name = '"
                        + name + "'");
    }

    private long size() {
        return scene.file.toFile().length();
    }

    private Result run(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--reprise.lease=2s");
        return InProcess.run(scene.database, all.toArray(String[]::new));
    }
}
