package dev.reprise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reprise.engine.lease.Lease;
import dev.reprise.engine.lease.Leases;
import dev.reprise.testing.Exports;
import dev.reprise.testing.InProcess;
import dev.reprise.testing.RepriseProcess;
import dev.reprise.testing.RepriseProcess.Result;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A purge removes what nobody needs any more, all of it, and nothing else. */
class PurgeTest {

    private static final List<String> TABLES = List.of(
            "generation",
            "import",
            "import_run",
            "import_counter",
            "import_checkpoint",
            "import_rejection",
            "batch_job_instance",
            "batch_job_execution",
            "batch_job_execution_params",
            "batch_job_execution_context",
            "batch_step_execution",
            "batch_step_execution_context",
            "product_fields",
            "task",
            "step");

    @TempDir
    Path directory;

    private TestDatabase database;

    /** Two products, three contents each, and an import that was refused; all generations are kept. All of it is old. */
    @BeforeEach
    void anOldHistory() throws IOException {
        database = TestPostgres.createDatabase().migrate();
        for (int product = 1; product <= 2; product++) {
            Path file = directory.resolve("p" + product + ".json");
            for (int content = 1; content <= 3; content++) {
                Exports.write(file, product, "b-" + product, content, content);
                assertThat(run("import", file.toString(), "--create", "--reprise.keep-generations=9")
                                .exit())
                        .isZero();
            }
        }
        Path bad = Files.writeString(directory.resolve("bad.json"), "{\"data\":{\"product\":{}}}");
        assertThat(run("import", bad.toString(), "--into", "product/1", "--reprise.keep-generations=9")
                        .exit())
                .isEqualTo(6);
        database.jdbc().update("UPDATE import SET finished_at = finished_at - interval '100 days'");
    }

    @Test
    void generationsBeforeTheLiveOneGoAndThenTheirImports() {
        Map<String, List<String>> before = state();
        JsonNode counted = purge("--older-than", "90d", "--keep", "1", "--dry-run");
        assertThat(state()).isEqualTo(before);
        assertThat(counted.path("dry_run").asBoolean()).isTrue();
        assertThat(counted.path("generations").asInt()).isEqualTo(2);
        assertThat(counted.path("imports").asInt()).isEqualTo(3);

        JsonNode removed = purge("--older-than", "90d", "--keep", "1");
        for (String member : List.of("generations", "imports", "with")) {
            assertThat(removed.path(member)).as(member).isEqualTo(counted.path(member));
        }
        assertThat(removed.path("with").path("batch_job_instance").asInt()).isEqualTo(3);
        assertThat(removed.path("with").path("batch_step_execution").asInt()).isGreaterThanOrEqualTo(9);
        assertThat(number("SELECT count(*) FROM generation")).isEqualTo(4);
        assertThat(number("SELECT count(*) FROM task")).isEqualTo(2L * (2 + 3));
        assertThat(number("SELECT count(*) FROM import i JOIN generation USING (generation_id)"))
                .isEqualTo(number("SELECT count(*) FROM import"))
                .isEqualTo(4);
        nothingIsLeftOver();

        Map<String, List<String>> after = state();
        JsonNode again = purge("--older-than", "90d", "--keep", "1");
        assertThat(again.path("generations").asInt() + again.path("imports").asInt())
                .isZero();
        assertThat(state()).isEqualTo(after);
        assertThat(run("list").out().lines()).hasSize(5);
    }

    @Test
    void onlyWhatIsOldGoes() {
        database.jdbc().update("UPDATE import SET finished_at = now() WHERE exit = 6");
        assertThat(purge("--older-than", "90d", "--keep", "9").path("imports").asInt())
                .isZero();
        assertThat(purge("--keep", "0").path("generations").asInt()).isEqualTo(4);
        assertThat(number("SELECT count(*) FROM import")).isEqualTo(7);
        assertThat(purge("--older-than", "90d").path("imports").asInt()).isEqualTo(4);
        assertThat(number("SELECT count(*) FROM import WHERE exit = 6")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"planned", "queued", "running", "stopping", "stopped", "failed"})
    void whatIsNotOverStays(String status) {
        database.jdbc()
                .update(
                        "UPDATE import SET status = ?, finished_at = now(), resumable = status <> 'planned' WHERE exit = 6",
                        status);
        assertThat(purge("--older-than", "0s", "--keep", "9").path("imports").asInt())
                .isZero();
        assertThat(number("SELECT count(*) FROM import WHERE status = '" + status + "'"))
                .isEqualTo(1);
    }

    @Test
    void aPlanOfLongAgoGoes() {
        database.jdbc().update("UPDATE import SET status = 'planned', resumable = false WHERE exit = 6");
        assertThat(purge("--keep", "9").path("generations").asInt()).isZero();
        assertThat(number("SELECT count(*) FROM import WHERE status = 'planned'"))
                .isZero();
        assertThat(number("SELECT count(*) FROM import WHERE exit = 6 AND status = 'abandoned'"))
                .isEqualTo(1);
    }

    @Test
    void ofTheTargetsOnlyThoseThatAreNamed() {
        JsonNode removed = purge("product/2", "--older-than", "90d", "--keep", "0");
        assertThat(removed.path("generations").asInt()).isEqualTo(2);
        assertThat(removed.path("imports").asInt()).isEqualTo(2);
        assertThat(number("SELECT count(*) FROM import WHERE target = 'product/1'"))
                .isEqualTo(4);
        Result unknown = run("purge", "product/2", "product/77");
        assertThat(unknown.exit()).isEqualTo(5);
        assertThat(unknown.err())
                .isEqualTo("error: target-unknown: nothing was ever imported into product/77.\n"
                        + "Nothing was changed. See what was: reprise list\n");
    }

    @Test
    void aBusyTargetIsSkippedAndSaidSo() {
        Leases leases = new Leases(database.dataSource(), Duration.ofSeconds(2), Duration.ofMillis(200));
        try (Lease lease = leases.acquire("product/1", "somebody", sentence -> {})) {
            assertThat(lease.epoch()).isPositive();
            Result result = run("purge", "--keep", "0", "--older-than", "90d");
            assertThat(result.exit()).isZero();
            assertThat(result.err()).startsWith("skipped: product/1 is being written by somebody");
            assertThat(result.out())
                    .startsWith(
                            "WHAT                                  REMOVED\n"
                                    + "generations                                 2\nimports                                     3\n");
        }
        assertThat(number("SELECT count(*) FROM generation WHERE target = 'product/1'"))
                .isEqualTo(3);
        JsonNode rest = purge("--keep", "0", "--older-than", "90d");
        assertThat(rest.path("generations").asInt()).isEqualTo(2);
        assertThat(rest.path("imports").asInt()).isEqualTo(2);
        nothingIsLeftOver();
    }

    @Test
    void millionsOfFindingsGoInPortionsAndAKillLeavesNothingOver() throws Exception {
        database.jdbc().update("""
                INSERT INTO import_rejection (import_id, severity, step, code, entity, pointer, message)
                SELECT import_id, 'warning', 'load', 'c', 'task', '/p', 'm' FROM import, generate_series(1, 50000) WHERE exit = 6
                """);
        try (Connection held = database.dataSource().getConnection();
                Statement statement = held.createStatement()) {
            held.setAutoCommit(false);
            statement.execute("LOCK TABLE batch_job_execution IN SHARE MODE");
            try (RepriseProcess process =
                    RepriseProcess.start(database, "purge", "--older-than", "90d", "--keep", "0")) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> number("SELECT count(*) FROM import_rejection") == 0);
                process.signal("KILL");
                process.await();
            }
        }
        assertThat(number("SELECT count(*) FROM import")).isEqualTo(7);
        assertThat(run("status", id("exit = 6")).out()).contains("being purged: findings are missing");
        assertThat(purge("--older-than", "90d", "--keep", "0").path("imports").asInt())
                .isEqualTo(5);
        nothingIsLeftOver();
    }

    @Test
    void importsGoOnAfterIt() {
        purge("--older-than", "0s", "--keep", "0");
        Result again = run("import", directory.resolve("p1.json").toString(), "--json");
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(again.lastLine()).contains("\"unchanged\":true");
        assertThat(purge("--older-than", "0s").path("imports").asInt()).isEqualTo(1);
        Exports.write(directory.resolve("p1.json"), 1, "b-1", 4, 4);
        assertThat(run("import", directory.resolve("p1.json").toString()).exit())
                .isZero();
        assertThat(number("SELECT count(*) FROM live.task WHERE product_id = 1"))
                .isEqualTo(4);
    }

    /** What is remembered is of imports that are there. */
    private void nothingIsLeftOver() {
        for (String table : List.of("import_run", "import_counter", "import_checkpoint", "import_rejection")) {
            assertThat(number(
                            "SELECT count(*) FROM " + table + " WHERE import_id NOT IN (SELECT import_id FROM import)"))
                    .as(table)
                    .isZero();
        }
        assertThat(database.jdbc().queryForList("SELECT parameter_value FROM batch_job_execution_params", String.class))
                .containsExactlyInAnyOrderElementsOf(
                        database.jdbc().queryForList("SELECT import_id::text FROM import", String.class));
        assertThat(number("SELECT count(*) FROM batch_job_instance")).isEqualTo(number("SELECT count(*) FROM import"));
    }

    private Map<String, List<String>> state() {
        Map<String, List<String>> state = new TreeMap<>();
        TABLES.forEach(table -> state.put(table, database.rows(table)));
        return state;
    }

    private JsonNode purge(String... options) {
        String[] words = new String[options.length + 2];
        System.arraycopy(options, 0, words, 2, options.length);
        words[0] = "purge";
        words[1] = "--json";
        Result result = run(words);
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        return new JsonMapper().readTree(result.lastLine());
    }

    private String id(String condition) {
        return String.valueOf(
                database.jdbc().queryForObject("SELECT import_id::text FROM import WHERE " + condition, String.class));
    }

    private Result run(String... words) {
        return InProcess.run(database, words);
    }

    private long number(String sql) {
        Long number = database.jdbc().queryForObject(sql, Long.class);
        return number == null ? -1 : number;
    }
}
