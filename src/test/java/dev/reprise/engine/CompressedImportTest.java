package dev.reprise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.ExactJson;
import dev.reprise.testing.Gzip;
import dev.reprise.testing.InProcess;
import dev.reprise.testing.RepriseProcess;
import dev.reprise.testing.RepriseProcess.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A compressed export is imported as what is in it: whole or not at all, and from where it stopped. */
class CompressedImportTest {

    @TempDir
    private Path directory;

    private Scene scene;
    private byte[] gzip = new byte[0];
    private Path compressed;

    @BeforeEach
    void aCompressedExport() throws IOException {
        scene = Scene.of(directory, 1000);
        gzip = Gzip.of(Files.readAllBytes(scene.file));
        compressed = Files.write(directory.resolve("export.json.gz"), gzip);
    }

    private Map<String, List<String>> uncompressed() {
        Scene other = scene.other();
        assertThat(InProcess.run(other.database, Scene.command(other.file)).exit())
                .isZero();
        return other.stored();
    }

    @Test
    void itGoesOnWhereItWasKilled() throws Exception {
        try (RepriseProcess process = RepriseProcess.start(scene.database, Scene.command(compressed, "--json"))) {
            scene.awaitBytes(Files.size(scene.file) / 3);
            process.signal("KILL");
            assertThat(process.await().exit()).isNotZero();
        }
        Result again = InProcess.run(scene.database, Scene.command(compressed, "--json"));
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(again.out()).containsPattern("resuming import \\S+ from byte [1-9]\\d+ of " + gzip.length);
        for (String line : again.out().lines().toList()) {
            Map<String, Object> document = ExactJson.object(line);
            if (document.containsKey("bytes")) {
                assertThat(Long.parseLong(document.get("bytes").toString())).isBetween(0L, (long) gzip.length);
            }
        }
        assertThat(ExactJson.object(again.lastLine()))
                .containsEntry("bytes", new ExactJson.Numeral(Integer.toString(gzip.length)))
                .containsEntry("file_size", new ExactJson.Numeral(Integer.toString(gzip.length)));
        assertThat(scene.stored()).isEqualTo(uncompressed());
    }

    @Test
    void anotherFileOfTheSameSizeIsNoticed() throws Exception {
        try (RepriseProcess process = RepriseProcess.start(scene.database, Scene.command(compressed))) {
            scene.awaitBytes(Files.size(scene.file) / 3);
            process.signal("TERM");
            assertThat(process.await().exit()).isEqualTo(143);
        }
        byte[] other = Files.readAllBytes(scene.file);
        other[100] ^= 1;
        Files.write(compressed, Arrays.copyOf(Gzip.of(other), gzip.length));
        Result again = InProcess.run(scene.database, Scene.command(compressed));
        assertThat(again.exit()).isEqualTo(6);
        assertThat(again.err()).contains("error: file-changed: ");
        assertThat(scene.text("SELECT count(*) FROM live.product")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip-truncated", "gzip-damaged", "gzip-trailing"})
    void oneThatIsNotWholeChangesNothing(String code) throws IOException {
        assertThat(InProcess.run(scene.database, Scene.command(scene.file)).exit())
                .isZero();
        Map<String, List<String>> before = scene.stored();
        byte[] broken = switch (code) {
            case "gzip-truncated" -> Arrays.copyOf(gzip, gzip.length - 100);
            case "gzip-trailing" -> Arrays.copyOf(gzip, gzip.length + 1);
            default -> gzip.clone();
        };
        if (code.equals("gzip-damaged")) {
            broken[broken.length - 6]++;
        }
        Files.write(compressed, broken);
        Result refused = InProcess.run(scene.database, Scene.command(compressed, "--reprise.keep-generations=0"));
        assertThat(refused.exit()).isEqualTo(6);
        assertThat(refused.err()).contains("error: " + code + ": ").contains("of the compressed file");
        assertThat(scene.stored()).isEqualTo(before);
    }

    @Test
    void whetherItIsLargeIsJudgedByWhatMayBeInIt() throws IOException {
        long size = Files.size(compressed);
        for (long from : new long[] {8 * size, 8 * size - 1}) {
            String limit = "--reprise.large-from=" + from + "B";
            Scene other = scene.other();
            assertThat(InProcess.run(other.database, Scene.command(compressed, limit))
                            .exit())
                    .isZero();
            assertThat(other.text("SELECT live_generation > 0 FROM product")).isEqualTo(from == 8 * size ? "f" : "t");
        }
    }
}
