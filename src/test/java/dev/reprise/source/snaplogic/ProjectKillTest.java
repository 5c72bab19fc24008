package dev.reprise.source.snaplogic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.RepriseProcess;
import dev.reprise.testing.RepriseProcess.Result;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An import of an archive whose process is killed again and again goes on at the entry, and ends as if nothing had been. */
class ProjectKillTest {

    private static final int ASSETS = 3000;
    private static final List<Integer> MOMENTS = List.of(1500, 2900);

    private final TestDatabase database = TestPostgres.createDatabase();

    @TempDir
    Path folder;

    private Path archive() {
        ArchiveBuilder builder = new ArchiveBuilder();
        for (int i = 0; i < ASSETS / 3; i++) {
            builder.pipeline("P" + i, "note " + i).job("J" + i, "P" + i).file("data/f" + i, "content " + i);
        }
        return builder.write(folder.resolve("archive.zip"));
    }

    private static String[] words(Path archive, String project) {
        return new String[] {
            "import",
            archive.toString(),
            "--into",
            "project/acme/shared/" + project,
            "--create-space",
            "--reprise.input.block-records=20",
            "--reprise.lease=1s",
            "--reprise.renew=200ms"
        };
    }

    @Test
    void killedAtTwoMomentsItGoesOnExactly() {
        Path archive = archive();
        assertThat(RepriseProcess.run(database, words(archive, "clean")).exit()).isZero();
        for (int moment : MOMENTS) {
            try (RepriseProcess process = RepriseProcess.start(database, words(archive, "orders"))) {
                Awaitility.await()
                        .atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> entries() >= moment);
                process.signal("KILL");
                assertThat(process.await().exit()).isEqualTo(137);
            }
        }
        Result result = RepriseProcess.run(database, words(archive, "orders"));
        assertThat(result.exit()).isZero();
        assertThat(result.err()).contains("resuming import");
        assertThat(database.jdbc().queryForList("SELECT DISTINCT content_hash FROM generation", byte[].class))
                .hasSize(1);
        assertThat(number("SELECT count(*) FROM import WHERE target = 'project/acme/shared/orders'"))
                .isEqualTo(1);
        assertThat(
                        number(
                                "SELECT count(*) FROM import_asset a JOIN import i USING (import_id) WHERE i.target LIKE '%orders'"))
                .isEqualTo(ASSETS);
        for (String view : List.of("pipeline", "job", "file")) {
            assertThat(number("SELECT count(DISTINCT name) FROM live.%s WHERE path = 'acme/shared/orders'"
                            .formatted(view)))
                    .isEqualTo(ASSETS / 3);
        }
    }

    private long entries() {
        return number("""
                SELECT coalesce(max(c.byte_offset), 0) FROM import_checkpoint c JOIN import i USING (import_id)
                WHERE i.target = 'project/acme/shared/orders'
                """);
    }

    private long number(String sql) {
        Long number = database.jdbc().queryForObject(sql, Long.class);
        return number == null ? 0 : number;
    }
}
