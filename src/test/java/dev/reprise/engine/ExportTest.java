package dev.reprise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reprise.testing.Exports;
import dev.reprise.testing.InProcess;
import dev.reprise.testing.RepriseProcess;
import dev.reprise.testing.RepriseProcess.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An export that others get in the way of. It stands still after its tasks, before its translations. */
class ExportTest {

    @TempDir
    private Path directory;

    private Scene scene;
    private Path exports;

    @BeforeEach
    void aProduct() throws IOException {
        scene = Scene.of(directory, 300);
        exports = Files.createDirectory(directory.resolve("exports"));
        assertThat(InProcess.run(scene.database, Scene.command(scene.file)).exit())
                .isZero();
    }

    private RepriseProcess start(Path file) {
        return RepriseProcess.start(scene.database, "export", "product/410", "-o", file.toString());
    }

    private void awaitStandstill() {
        scene.awaitTrue("""
                SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()
                               AND wait_event_type = 'Lock' AND query LIKE 'COPY (SELECT %')
                """);
    }

    private void export(Path file) {
        assertThat(InProcess.run(scene.database, "export", "product/410", "-o", file.toString())
                        .exit())
                .isZero();
    }

    @Test
    void itIsOfOneGenerationWhateverIsPublishedMeanwhile() throws Exception {
        Path before = exports.resolve("before.json");
        Path meanwhile = exports.resolve("meanwhile.json");
        Path after = exports.resolve("after.json");
        export(before);
        Path other = directory.resolve("other.json");
        Exports.write(other, 410, "b-17", 20, 2);
        String[] keepNothing = {"--reprise.large-from=0B", "--reprise.keep-generations=0"};
        try (RepriseProcess process = published(meanwhile, other, keepNothing)) {
            assertThat(process.await().exit()).isZero();
        }
        assertThat(meanwhile).hasSameBinaryContentAs(before);
        export(after);
        assertThat(Files.size(after)).isLessThan(Files.size(before) / 2);
        assertThat(InProcess.run(scene.database, Scene.command(other, keepNothing))
                        .exit())
                .isZero();
        assertThat(scene.text("SELECT count(*) FROM generation WHERE state = 'published'"))
                .as("generations once the export is over")
                .isEqualTo("1");
    }

    private RepriseProcess published(Path file, Path other, String... options) throws Exception {
        try (AutoCloseable hold = scene.hold("LOCK TABLE translation_shared IN ACCESS EXCLUSIVE MODE")) {
            RepriseProcess process = start(file);
            awaitStandstill();
            Result published = InProcess.run(scene.database, Scene.command(other, options));
            assertThat(published.exit()).as(published.err()).isZero();
            assertThat(scene.text("SELECT count(*) FROM generation WHERE state = 'published'"))
                    .as("generations while one is exported")
                    .isEqualTo("2");
            return process;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void toldToEndItLeavesNothing(String signal) throws Exception {
        assumeTrue(
                StoppedImportTest.isHeard(signal), "this JVM was started with SIGINT ignored, and so its children are");
        try (AutoCloseable hold = scene.hold("LOCK TABLE translation_shared IN ACCESS EXCLUSIVE MODE");
                RepriseProcess process = start(exports.resolve("a.json"))) {
            awaitStandstill();
            try (Stream<Path> files = Files.list(exports)) {
                assertThat(files).hasSize(1);
            }
            process.signal(signal);
            Result ended = process.await();
            assertThat(ended.exit()).isEqualTo(signal.equals("INT") ? 130 : 143);
            assertThat(ended.err())
                    .isEqualTo("error: stopped: the export was stopped.\n"
                            + "No file was made, nothing was changed. Export again.\n");
            assertThat(exports).isEmptyDirectory();
        }
    }

    @Test
    void aLostDatabaseLeavesNothing() throws Exception {
        try (AutoCloseable hold = scene.hold("LOCK TABLE translation_shared IN ACCESS EXCLUSIVE MODE");
                RepriseProcess process = start(exports.resolve("a.json"))) {
            awaitStandstill();
            scene.text("""
                    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                    WHERE datname = current_database() AND query LIKE 'COPY (SELECT %'
                    """);
            Result ended = process.await();
            assertThat(ended.exit()).isEqualTo(75);
            assertThat(ended.err()).startsWith("error: database-unavailable: ").contains("Nothing was changed.");
            assertThat(exports).isEmptyDirectory();
        }
    }
}
