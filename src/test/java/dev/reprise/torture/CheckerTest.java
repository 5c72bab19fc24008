package dev.reprise.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.Exports;
import dev.reprise.testing.InProcess;
import dev.reprise.testing.RepriseProcess;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The checker finds whatever is tampered with, and nothing where nothing was. */
class CheckerTest {

    @TempDir
    private static Path directory;

    private static Path file;
    private static TestDatabase imported;

    @BeforeAll
    static void importIt() {
        imported = TestPostgres.createDatabase().migrate();
        Path old = RichExport.write(directory.resolve("old.json"), 1, false);
        assertThat(run(imported, old).exit()).isZero();
        assertThat(new Checker(imported, old).finished()).hasToString("nothing wrong");
        file = RichExport.write(directory.resolve("new.json"), 2, true);
        RepriseProcess.Result result = run(imported, file, "--max-rejections", "10");
        assertThat(result.exit()).as(result.err()).isEqualTo(3);
        assertThat(result.out()).contains("rejected " + RichExport.REJECTED);
    }

    private static RepriseProcess.Result run(TestDatabase database, Path export, String... more) {
        List<String> words = new ArrayList<>(List.of("import", export.toString(), "--into", "product/410", "--create"));
        words.addAll(List.of(more));
        words.add("--reprise.input.block-records=25");
        return InProcess.run(database, words.toArray(String[]::new));
    }

    @Test
    void nothingIsWrongWithWhatTheProgramStored() {
        assertThat(new Checker(imported, file).finished()).hasToString("nothing wrong");
        assertThat(new Checker(imported, file).live()).hasToString("nothing wrong");
    }

    @Test
    void nothingIsWrongWithALargerExport() {
        TestDatabase database = TestPostgres.createDatabase().migrate();
        Path large = directory.resolve("large.json");
        Exports.write(large, 410, "b-17", 100, 3);
        assertThat(run(database, large).exit()).isZero();
        assertThat(new Checker(database, large).finished()).hasToString("nothing wrong");
    }

    @Test
    void anotherFileIsToldFromThisOne() {
        Findings findings = new Checker(imported, directory.resolve("old.json")).live();
        assertThat(findings.lost()).isNotEmpty();
        assertThat(findings.differing()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "DELETE FROM step WHERE generation_id = $live AND parent_index = 1 AND element_index = 0|lost",
                "DELETE FROM part WHERE generation_id = $live AND element_index = 1|lost",
                "DELETE FROM product_fields WHERE generation_id = $live|lost",
                "DELETE FROM import_rejection WHERE import_id = $last AND code = 'guid-missing'|lost",
                "INSERT INTO task SELECT generation_id, gen_random_uuid(), element_index, byte_offset, name FROM task"
                        + " WHERE generation_id = $live AND element_index = 0|doubled",
                "INSERT INTO part SELECT generation_id, array_name, element_index, byte_offset + 1, content FROM part"
                        + " WHERE generation_id = $live AND element_index = 0|doubled",
                "INSERT INTO import_rejection (import_id, severity, step, code, entity, guid, pointer, byte_offset, value, message)"
                        + " SELECT import_id, severity, step, code, entity, guid, pointer, byte_offset, value, message"
                        + " FROM import_rejection WHERE import_id = $last AND code = 'guid-duplicate' AND entity = 'task'|doubled",
                "INSERT INTO script SELECT -999, guid, element_index, byte_offset FROM script WHERE generation_id = $live|doubled",
                "UPDATE translation SET text = concat(text, ' ') WHERE generation_id = $live AND element_index = 7|differing",
                "UPDATE step SET feedback = '{\"f\":1.1,\"n\":-0}' WHERE generation_id = $live AND element_index = 0|differing",
                "UPDATE task SET attributes = NULL WHERE generation_id = $live AND element_index = 4|differing",
                "UPDATE resource SET byte_offset = byte_offset + 1 WHERE generation_id = $live AND element_index = 0|differing",
                "UPDATE step SET parent_guid = guid WHERE generation_id = $live AND element_index = 0|differing",
                "UPDATE generation SET shell = replace(shell, '1.0', '1') WHERE generation_id = $live|differing",
                "UPDATE import SET status = 'running' WHERE import_id = $last|wrongStatus",
                "UPDATE import SET exit = 0 WHERE import_id = $last|wrongStatus",
                "UPDATE import SET status = 'queued' WHERE import_id <> $last|wrongStatus",
                "UPDATE import_counter SET read = read + 1 WHERE import_id = $last AND entity = 'step'|wrongStatus",
                "UPDATE import_checkpoint SET finished = false WHERE import_id = $last|wrongStatus",
                "UPDATE import_checkpoint SET byte_offset = byte_offset - 1 WHERE import_id = $last|wrongStatus",
                "DELETE FROM import_checkpoint WHERE import_id = $last|wrongStatus",
                "UPDATE import_run SET ended_at = NULL WHERE import_id = $last|wrongStatus",
                "UPDATE import_lease SET expires_at = clock_timestamp() + interval '1 minute'|wrongStatus",
                "UPDATE generation SET content_hash = NULL WHERE generation_id = $live|wrongStatus",
                "UPDATE product SET live_generation = (SELECT max(generation_id) FROM generation)|lost",
                "UPDATE batch_step_execution SET status = 'UNKNOWN' WHERE step_name = 'publish'|leftOver",
                "UPDATE batch_job_execution SET status = 'STARTED'|leftOver",
                "UPDATE generation SET state = 'discarded' WHERE generation_id <> $live|leftOver",
                "INSERT INTO generation SELECT -999, target, import_id, 'loading' FROM generation WHERE generation_id = $live|leftOver"
            })
    void whatIsTamperedWithIsFound(String sql, String kind) throws SQLException {
        Function<Findings, List<String>> which = switch (kind) {
            case "lost" -> Findings::lost;
            case "doubled" -> Findings::doubled;
            case "differing" -> Findings::differing;
            case "wrongStatus" -> Findings::wrongStatus;
            default -> Findings::leftOver;
        };
        Findings findings = tampered(sql.replace("$live", "(SELECT live_generation FROM product)")
                .replace("$last", "(SELECT import_id FROM import ORDER BY created_at DESC LIMIT 1)"));

        assertThat(which.apply(findings)).as(findings.toString()).isNotEmpty();
    }

    /** In a transaction that is rolled back, so that each has the same to begin with. */
    private static Findings tampered(String sql) throws SQLException {
        try (Connection connection = imported.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
            assertThat(jdbc.update(sql)).isPositive();
            Findings findings = new Checker(imported, file).finished(jdbc);
            connection.rollback();
            return findings;
        }
    }
}
