package dev.reprise.source.snaplogic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.engine.WaitingImports;
import dev.reprise.engine.job.ImportRequest;
import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.job.Target;
import dev.reprise.report.ProgressListener;
import dev.reprise.web.Scope;
import dev.reprise.web.Served;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** Imports that wait, each of which is to have a project of its own. */
class OwnTargetTest {

    private final Served served = Served.shared();

    @TempDir
    Path folder;

    private UUID asked(String project, String note) throws IOException {
        return asked(project, note, "create_new");
    }

    private UUID asked(String project, String note, String check) throws IOException {
        Path file = Files.createTempFile(folder, "archive", ".zip");
        new ArchiveBuilder().pipeline("Main", note).pipeline("Of " + note, note).write(file);
        return served.bean(WaitingImports.class)
                .add(
                        new ImportRequest(
                                "project-import",
                                Target.parse(project),
                                file,
                                Map.of("create-space", "true", "duplicate-check", check),
                                new RejectionLimit("0"),
                                false),
                        false,
                        null);
    }

    private String run(UUID importId) {
        served.bean(WaitingImports.class).run(importId, ProgressListener.silent());
        return served.status(importId)
                + " "
                + served.database()
                        .jdbc()
                        .queryForObject("SELECT target FROM import WHERE import_id = ?", String.class, importId);
    }

    @Test
    void nobodyTakesTheNameOfOneWhoseProcessDied() throws IOException {
        String project = "project/acme/shared/own" + UUID.randomUUID();
        assertThat(run(asked(project, "0"))).isEqualTo("completed " + project);
        UUID left = asked(project, "1");
        String numbered = project + " 1";
        served.database().jdbc().update("UPDATE import SET target = ? WHERE import_id = ?", numbered, left);
        served.left(left, "running", 1);
        assertThat(run(asked(project, "2"))).isEqualTo("completed " + project + " 2");
        assertThat(served.status(left)).isEqualTo("running");
        assertThat(run(left)).isEqualTo("completed " + numbered);
    }

    /** Whoever may write to one project only must not have an import go on that may go to others. */
    @Test
    void itIsRestartedOnlyByWhomItIsAllowedAll() throws IOException {
        String project = "project/acme/shared/mine" + UUID.randomUUID();
        UUID stopped = asked(project, "1");
        served.database().jdbc().update("UPDATE import SET status = 'stopped' WHERE import_id = ?", stopped);
        String narrow = served.token(EnumSet.of(Scope.IMPORT), project);
        String wide = served.token(EnumSet.of(Scope.IMPORT), project + "*");
        String path = "/imports/" + stopped + "/restart";
        assertThat(served.post(path, narrow, "").statusCode()).isEqualTo(403);
        assertThat(served.status(stopped)).isEqualTo("stopped");
        assertThat(served.post(path, wide, "").statusCode()).isEqualTo(202);
    }

    /** An import that was put together with what was live until another one came between. */
    @Test
    void whatCameBetweenIsNotLost() throws IOException {
        String project = "project/acme/shared/between" + UUID.randomUUID();
        assertThat(run(asked(project, "0"))).startsWith("completed");
        UUID first = asked(project, "1", "skip");
        JdbcTemplate jdbc = served.database().jdbc();
        jdbc.execute("""
                CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'a planned failure'; END$$;
                CREATE TRIGGER fail BEFORE UPDATE ON project FOR EACH ROW EXECUTE FUNCTION fail();
                """);
        try {
            assertThat(run(first)).startsWith("failed");
        } finally {
            jdbc.execute("DROP FUNCTION fail CASCADE");
        }
        jdbc.update("UPDATE import SET target = target || '/elsewhere' WHERE import_id = ?", first);
        assertThat(run(asked(project, "2", "overwrite"))).startsWith("completed");
        jdbc.update("UPDATE import SET target = ?, status = 'queued' WHERE import_id = ?", project, first);
        assertThat(run(first)).startsWith("failed");
        assertThat(jdbc.queryForObject(
                        "SELECT problem ->> 'code' FROM import WHERE import_id = ?", String.class, first))
                .isEqualTo("target-changed");
    }
}
