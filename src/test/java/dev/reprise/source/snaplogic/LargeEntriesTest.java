package dev.reprise.source.snaplogic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.RepriseProcess;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries as large as the limits let pass go through a process of 256 MB, in and out. */
class LargeEntriesTest {

    private static final int FILE = 32 << 20;
    private static final int JSON = (16 << 20) - 1000;

    private final TestDatabase database = TestPostgres.createDatabase();

    @TempDir
    Path folder;

    @Test
    void largeEntriesGoInAndComeOut() throws IOException {
        ArchiveBuilder builder = new ArchiveBuilder();
        for (int i = 0; i < 2; i++) {
            byte[] noise = new byte[FILE];
            new Random(i).nextBytes(noise);
            builder.entry("files/noise-" + i, noise);
            builder.pipeline("P" + i, Integer.toString(i).repeat(JSON));
        }
        Path archive = builder.write(folder.resolve("large.zip"));
        run(
                "import",
                archive.toString(),
                "--into=project/acme/shared/large",
                "--create-space",
                "--reprise.archive.ratio=2000");
        Path export = folder.resolve("out.zip");
        run("export", "project/acme/shared/large", "-o", export.toString());
        assertThat(database.jdbc().queryForObject("""
                SELECT count(DISTINCT sha256(content)) || ' ' || max(length(content)) FROM live.file
                """, String.class)).isEqualTo("2 " + FILE);
        assertThat(database.jdbc()
                        .queryForObject("SELECT count(DISTINCT content::text) FROM live.pipeline", Long.class))
                .isEqualTo(2);
        assertThat(Files.size(export)).isGreaterThan(2L * FILE);
    }

    private void run(String... words) {
        RepriseProcess.Result result = RepriseProcess.run(database, words);
        assertThat(result.exit()).as(result.err()).isZero();
    }
}
