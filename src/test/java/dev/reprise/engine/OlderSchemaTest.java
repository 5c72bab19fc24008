package dev.reprise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.InProcess;
import dev.reprise.testing.RepriseProcess;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that an earlier version has made is brought up to date by the next command, each time from where it stands. */
class OlderSchemaTest {

    @TempDir
    Path directory;

    @Test
    void theFirstVersionsDatabaseTakesWhatHasComeSince() {
        Scene scene = Scene.of(directory, 5);
        scene.database.jdbc().execute("DROP SCHEMA public CASCADE; DROP SCHEMA live CASCADE; CREATE SCHEMA public");
        Flyway.configure()
                .dataSource(scene.database.url(), scene.database.user(), scene.database.password())
                .locations("classpath:sql")
                .target("100")
                .load()
                .migrate();
        RepriseProcess.Result result = InProcess.run(scene.database, Scene.command(scene.file));
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(scene.text("SELECT count(*) FROM live.task")).isEqualTo("5");
    }
}
