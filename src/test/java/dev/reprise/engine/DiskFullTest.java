package dev.reprise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reprise.testing.InProcess;
import dev.reprise.testing.RepriseProcess.Result;
import dev.reprise.testing.SmallDisk;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full in the middle of an import, and has room again later. */
class DiskFullTest {

    @TempDir
    Path directory;

    @Test
    void theTargetIsAsItWasAndTheImportGoesOnWhenThereIsRoom() throws Exception {
        Scene scene = Scene.of(directory, 300);
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("small"), "400k")) {
            assumeTrue(disk.holds(scene.database), "only root may mount a disk, and only for a server on this machine");
            scene.database.jdbc().execute("ALTER TABLE step_shared SET TABLESPACE " + disk.tablespace());
            Result full = InProcess.run(scene.database, Scene.command(scene.file));
            assertThat(full.exit()).as(full.err()).isEqualTo(75);
            assertThat(full.err())
                    .startsWith("error: database-unavailable: ERROR: could not extend file ")
                    .contains("No space left on device", "SQLSTATE 53100", "Nothing was published");
            assertThat(scene.text("SELECT count(*) FROM live.product")).isEqualTo("0");

            disk.resize("64m");
            Result again = InProcess.run(scene.database, "restart", "last");
            assertThat(again.exit()).as(again.err()).isZero();
            Scene unbroken = scene.other();
            assertThat(InProcess.run(unbroken.database, Scene.command(unbroken.file))
                            .exit())
                    .isZero();
            assertThat(scene.stored()).isEqualTo(unbroken.stored());
        }
    }
}
