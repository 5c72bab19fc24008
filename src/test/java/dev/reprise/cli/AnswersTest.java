package dev.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.InProcess;
import dev.reprise.testing.RepriseProcess.Result;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What commands answer about an import with one rejection, to people and to programs. */
class AnswersTest {

    private static final TestDatabase DATABASE = TestPostgres.createDatabase();

    @TempDir
    static Path directory;

    private static Path file;
    private static Result imported;

    @BeforeAll
    static void anImportWithOneRejection() throws IOException {
        file = Files.writeString(
                directory.resolve("export.json"),
                SmallExport.with("\"variables\":[]", "\"variables\":[{\"guid\":\"bad\",\"name\":\"v\"}]"));
        imported = run("import", file.toString(), "--into", "product/410", "--create", "--max-rejections=1", "--json");
    }

    @Test
    void theLastLineOfAnImportIsItsSummary() {
        assertThat(imported.exit()).isEqualTo(3);
        List<JsonNode> documents = documents(imported);
        JsonNode summary = documents.get(documents.size() - 1);
        assertThat(summary.path("type").asString()).isEqualTo("summary");
        assertThat(summary.path("exit").asInt()).isEqualTo(3);
        assertThat(summary.path("status").asString()).isEqualTo("completed_with_rejections");
        assertThat(summary.path("read").asLong()).isEqualTo(3);
        assertThat(summary.path("written").asLong()).isEqualTo(2);
        assertThat(summary.path("entities").toString())
                .isEqualTo(
                        "{\"step\":{\"read\":1,\"written\":1,\"rejected\":0},\"task\":{\"read\":1,\"written\":1,\"rejected\":0},"
                                + "\"variable\":{\"read\":1,\"written\":0,\"rejected\":1}}");
        assertThat(summary.path("findings").get(0).path("first").path("pointer").asString())
                .isEqualTo("/data/variables/0/guid");
    }

    @Test
    void everyCommandAnswersWithDocumentsOfTheSchema() {
        for (String words : List.of(
                "list",
                "status",
                "status last --watch",
                "errors last",
                "jobs",
                "doctor",
                "recover --stale",
                "purge --older-than 90d --dry-run",
                "restart last",
                "stop last",
                "abandon last",
                "status nothing",
                "run nowhere.properties")) {
            Result result = run((words + " --json").split(" "));
            List<JsonNode> documents = documents(result);
            assertThat(documents).as(words).isNotEmpty();
            JsonNode last = documents.get(documents.size() - 1);
            String type = last.path("type").asString();
            switch (words.split(" ")[0]) {
                case "purge" -> assertThat(type).isEqualTo("summary");
                case "status" -> assertThat(type).isEqualTo(words.equals("status nothing") ? "error" : "summary");
                case "list", "errors", "jobs", "doctor" -> assertThat(type).isEqualTo(words.split(" ")[0]);
                case "recover" -> assertThat(type).isEqualTo("recovered");
                default -> assertThat(type).as(words).isEqualTo("error");
            }
            if (type.equals("error")) {
                assertThat(last.path("exit").asInt()).isEqualTo(result.exit()).isNotZero();
            }
        }
        assertThat(run("status", "last", "--watch").exit()).isEqualTo(3);
    }

    @Test
    void statusShowsTheReport() {
        Result status = run("status");
        assertThat(status.exit()).isZero();
        assertThat(status.err()).isEmpty();
        assertThat(status.out().replace(file.toString(), "FILE").replaceAll(", \\d+ rows/s", ", N rows/s"))
                .matches("import \\S+  product/410  completed_with_rejections in \\d+\\.\\d s\n[\\s\\S]*")
                .contains("""

                        file    FILE, 346 B
                        read 3, written 2, rejected 1, N rows/s

                        ENTITY    READ  WRITTEN  REJECTED
                        step         1        1         0
                        task         1        1         0
                        variable     1        0         1

                        FINDING    CODE            COUNT  FIRST AT                WHAT
                        rejection  guid-malformed      1  /data/variables/0/guid  """);
    }

    @Test
    void listShowsALineAnImport() {
        assertThat(run("list").out())
                .matches("IMPORT +KIND +TARGET +STATUS +CREATED +TOOK +READ +REJECTED +WHY\n"
                        + "[0-9a-f]{8}-[0-9a-f]{4}  import  product/410  completed_with_rejections  \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d  "
                        + "\\d\\.\\d s     3         1\n");
        assertThat(run("list", "--status", "stopped").out().lines()).hasSize(1);
        assertThat(run("list", "--status", "completed_with_rejections").out().lines())
                .hasSize(2);
    }

    @Test
    void errorsListsPlaceAndValue() {
        Result errors = run("errors");
        assertThat(errors.err()).isEqualTo("1 in all\n");
        assertThat(errors.out())
                .matches("rejection  guid-malformed          /data/variables/0/guid, byte \\d+: 'bad' .+\n");
        JsonNode document = documents(run("errors", "--json")).get(0);
        assertThat(document.path("findings").get(0).path("value").asString()).isEqualTo("bad");
    }

    @Test
    void doctorNamesWhatItRunsOnAndNoSecret() {
        Result doctor = run("doctor");
        assertThat(doctor.exit()).isZero();
        assertThat(doctor.out())
                .contains(
                        "\nencoding           UTF8\n",
                        "\nread only          off\n",
                        "\nschema version     " + TestDatabase.newestSchema() + "\n",
                        "\nimports            1\n")
                .doesNotContain(InProcess.SECRET);
    }

    @Test
    void aJobFileImportsToo() throws IOException {
        Path job = Files.writeString(
                directory.resolve("import.properties"),
                "job=product-import\nfile=export.json\ninto=product/500\nmax-rejections=1\n");
        Result missing = run("run", job.toString());
        assertThat(missing.exit()).isEqualTo(5);
        assertThat(missing.err())
                .isEqualTo("error: product-missing: there is no product/500.\n"
                        + "Nothing was changed. Add --create to make it, or choose another target.\n");
    }

    @Test
    void whatIsDoneWithAnImportIsWrittenDown() {
        String importId = documents(imported).get(0).path("import").asString();
        DATABASE.jdbc().update("DELETE FROM audit");
        for (String words : List.of("stop", "abandon", "restart", "recover", "apply")) {
            assertThat(run(words, importId).exit()).as(words).isNotZero();
        }
        run("rollback", "product/411");
        run("purge", "product/410", "--keep=0", "--dry-run");
        run("purge", "product/410", "--keep=0");
        assertThat(DATABASE.jdbc()
                        .queryForList(
                                "SELECT act || ' ' || target || coalesce(' ' || import_id, '') FROM audit ORDER BY audit_id",
                                String.class))
                .containsExactly(
                        "stop product/410 " + importId,
                        "abandon product/410 " + importId,
                        "restart product/410 " + importId,
                        "recover product/410 " + importId,
                        "apply product/410 " + importId,
                        "rollback product/411",
                        "purge product/410");
    }

    private static Result run(String... words) {
        return InProcess.run(DATABASE, words);
    }

    private static List<JsonNode> documents(Result result) {
        List<JsonNode> documents = result.out()
                .lines()
                .map(line -> new JsonMapper().readTree(line))
                .toList();
        assertThat(documents)
                .allSatisfy(document ->
                        assertThat(document.path("schema").asString()).isEqualTo("reprise/1"));
        return documents;
    }
}
