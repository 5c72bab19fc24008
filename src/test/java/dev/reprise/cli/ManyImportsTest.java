package dev.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.Exports;
import dev.reprise.testing.InProcess;
import dev.reprise.testing.RepriseProcess.Result;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Many files in one call: each is an import of its own, and a bad one keeps no other from being imported. */
class ManyImportsTest {

    @TempDir
    Path directory;

    private TestDatabase database;

    @BeforeEach
    void anEmptyDatabase() {
        database = TestPostgres.createDatabase().migrate();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void ofTwoHundredFilesTwoAreBrokenAndTheOthersGoIn(int parallel) throws IOException {
        for (int i = 1; i <= 200; i++) {
            export(i);
        }
        Files.writeString(directory.resolve("p017.json"), "{\"data\":{\"product\":{\"id\":17,");
        Files.writeString(
                directory.resolve("p099.json"),
                SmallExport.TEXT.replace("\"id\":410", "\"id\":99").replace("\"b-17\"", "null"));
        String[] words = {"import", directory.toString(), "--create", "--parallel", "" + parallel, "--json"};

        Result result = InProcess.run(database, words);

        List<JsonNode> lines = documents(result);
        JsonNode summary = lines.get(lines.size() - 1);
        assertThat(result.exit()).as(result.err()).isEqualTo(6);
        assertThat(without(summary, "seconds", "failures"))
                .isEqualTo(
                        "{\"schema\":\"reprise/1\",\"type\":\"summary\",\"exit\":6,\"files\":200,\"imported\":198,\"unchanged\":0,"
                                + "\"with_rejections\":0,\"stopped\":0,\"failed\":2,\"not_started\":0,\"read\":9108,\"written\":9108,\"rejected\":0}");
        assertThat(summary.path("failures"))
                .extracting(failure -> failure.path("error").path("code").asString())
                .containsExactlyInAnyOrder("json-truncated", "bundle-id-missing");
        assertThat(lines.stream().filter(line -> line.path("type").asString().equals("import")))
                .hasSize(200)
                .extracting(line -> line.path("file").asString())
                .doesNotHaveDuplicates();
        assertThat(database.jdbc().queryForList("SELECT product_id FROM live.product", Long.class))
                .hasSize(198)
                .doesNotContain(17L, 99L);
        assertThat(database.liveCounts()).containsEntry("step", 1980L).containsEntry("task", 198L);
    }

    @Test
    void theSameCommandAgainFindsThatNothingChanged() throws IOException {
        export(1);
        export(2);
        Files.writeString(directory.resolve("p003.json"), SmallExport.upTo("tasks"));
        String[] words = {"import", directory.toString(), "--create", "--json"};
        assertThat(InProcess.run(database, words).exit()).isEqualTo(6);
        JsonNode again = last(InProcess.run(database, words));
        assertThat(again.path("unchanged").asInt()).isEqualTo(2);
        assertThat(again.path("failed").asInt()).isEqualTo(1);
        assertThat(again.path("exit").asInt()).isEqualTo(6);
    }

    @Test
    void theSummaryIsTheAnswerAndALineTellsOfEach() throws IOException {
        export(1);
        Path bad = Files.writeString(directory.resolve("p002.json"), "[]");
        Files.writeString(directory.resolve(".p003.json"), "hidden");
        Files.writeString(directory.resolve("notes.txt"), "no export");
        Files.createDirectory(directory.resolve("deeper.json"));

        Result result = InProcess.run(database, "import", directory.toString(), "--create");

        assertThat(result.exit()).isEqualTo(6);
        assertThat(result.out().replaceAll("\\d\\.\\d s", "N s"))
                .isEqualTo("2 files in N s: 1 imported, 1 failed\nread 46, written 46, rejected 0\n\n"
                        + "FILE" + " ".repeat(bad.toString().length() - 4)
                        + "  EXIT  IMPORT  WHY\n" + bad
                        + "     6          target-unnamed: the file does not say what it is an export of\n");
        assertThat(result.err().replaceAll("import \\S+  ", "import ID  ").replaceAll("\\d\\.\\d s", "N s"))
                .isEqualTo(
                        "1 of 2  p001.json  import ID  product/1  completed in N s\n2 of 2  p002.json  not imported\n"
                                + "error: target-unnamed: the file does not say what it is an export of (" + bad
                                + ").\n"
                                + "Nothing was changed. Export it again, or import it alone and say into what: --into, as in --into product/410.\n");
    }

    @Test
    void aSingleFileTellsItsProductToo() throws IOException {
        Path file = Files.writeString(directory.resolve("a.json"), SmallExport.TEXT);
        Result missing = InProcess.run(database, "import", file.toString());
        assertThat(missing.exit()).isEqualTo(5);
        assertThat(missing.err()).startsWith("error: product-missing: there is no product/410.\n");
        Result result = InProcess.run(database, "import", file.toString(), "--create", "--json");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(last(result).path("target").asString()).isEqualTo("product/410");
    }

    @Test
    void aProductBehindItsArraysIsFound() throws IOException {
        String text = SmallExport.TEXT
                .replace("\"product\":" + SmallExport.PRODUCT + ",", "")
                .replace("\"variables\":[]}", "\"variables\":[]},\"product\":" + SmallExport.PRODUCT);
        Files.writeString(directory.resolve("late.json"), text);
        Result result = InProcess.run(
                database, "import", directory.toString(), "--create", "--json", "--reprise.input.block-records=1");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(database.jdbc().queryForList("SELECT product_id FROM live.product", Long.class))
                .containsExactly(410L);
    }

    @Test
    void aFileThatNamesNoProductIsRefusedAndTheOthersGoOn() throws IOException {
        List<String> noIds = List.of(
                "0",
                "-1",
                "1.5",
                "1e2",
                "\"x\"",
                "\"\"",
                "\"007\"",
                "true",
                "null",
                "{}",
                "[7]",
                "9223372036854775808");
        for (int i = 0; i < noIds.size(); i++) {
            Files.writeString(
                    directory.resolve("a" + i + ".json"), SmallExport.TEXT.replace(":410", ":" + noIds.get(i)));
        }
        for (String product : List.of("null", "7", "[]", "\"410\"")) {
            Files.writeString(
                    directory.resolve("b" + product.length() + ".json"),
                    SmallExport.TEXT.replace(SmallExport.PRODUCT, product));
        }
        Files.writeString(directory.resolve("c.json"), SmallExport.TEXT.replace(":410", ":\"410\""));

        Result result = InProcess.run(database, "import", directory.toString(), "--create", "--json");

        assertThat(result.exit()).as(result.err()).isEqualTo(6);
        JsonNode summary = last(result);
        assertThat(summary.path("imported").asInt()).isEqualTo(1);
        assertThat(summary.path("failures"))
                .hasSize(noIds.size() + 4)
                .allSatisfy(
                        failure -> assertThat(failure.path("error").path("code").asString())
                                .isEqualTo("target-unnamed"));
        assertThat(database.jdbc().queryForList("SELECT target FROM import", String.class))
                .containsExactly("product/410");
    }

    @Test
    void twoExportsOfOneProductAreRefusedBeforeAnythingBegins() throws IOException {
        export(1);
        Path twin = export(2);
        Exports.write(twin, 1, "b-1", 1, 7);
        Result result = InProcess.run(database, "import", directory.toString(), "--create");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err())
                .isEqualTo(
                        "error: target-twice: " + directory.resolve("p001.json") + " and " + twin
                                + " are both exports of product/1.\nNothing was changed. Keep the one of each that is to be live.\n");
        assertThat(database.jdbc().queryForObject("SELECT count(*) FROM import", Long.class))
                .isZero();
    }

    @Test
    void twinsThatAreFoundOutLateWaitForEachOther() throws IOException {
        for (String name : List.of("a.json", "b.json", "c.json")) {
            Files.writeString(
                    directory.resolve(name),
                    SmallExport.TEXT
                            .replace("\"product\":" + SmallExport.PRODUCT + ",", "")
                            .replace("first", "first of " + name)
                            .replace("\"variables\":[]}", "\"variables\":[]},\"product\":" + SmallExport.PRODUCT));
        }
        Result result =
                InProcess.run(database, "import", directory.toString(), "--create", "--parallel", "3", "--json");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(last(result).path("imported").asInt()).isEqualTo(3);
        assertThat(database.jdbc().queryForObject("""
                SELECT count(*) FROM import_run a JOIN import_run b ON a.import_id < b.import_id
                 AND (a.started_at, a.ended_at) OVERLAPS (b.started_at, b.ended_at)
                """, Long.class)).isZero();
    }

    @Test
    void moreAtOnceThanThereAreConnectionsForIsRefused() throws IOException {
        export(1);
        Result result = InProcess.run(
                database,
                "import",
                directory.toString(),
                "--create",
                "--parallel=3",
                "--spring.datasource.hikari.maximum-pool-size=6");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err())
                .isEqualTo("error: parallel-too-many: 3 imports at once need 9 connections; "
                        + "spring.datasource.hikari.maximum-pool-size is 6.\n"
                        + "Nothing was changed. Let at most 2 run at once, or raise the setting.\n");
    }

    @Test
    void afterThreeInARowForWhichTheDatabaseWasNotThereTheRestIsNotTried() throws IOException {
        for (int i = 1; i <= 6; i++) {
            export(i);
        }
        assertThat(InProcess.run(database, "import", directory.toString(), "--create")
                        .exit())
                .isZero();
        database.jdbc().execute("""
                CREATE FUNCTION away() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'away' USING ERRCODE = '57P03'; END $$;
                CREATE TRIGGER away BEFORE UPDATE ON import_lease FOR EACH ROW WHEN (OLD.target <> 'product/2') EXECUTE FUNCTION away();
                """);
        Result result = InProcess.run(database, "import", directory.toString(), "--create", "--json");
        assertThat(result.exit()).as(result.err()).isEqualTo(75);
        assertThat(last(result).path("failed").asInt()).isEqualTo(4);
        assertThat(last(result).path("unchanged").asInt()).isEqualTo(1);
        assertThat(last(result).path("not_started").asInt()).isEqualTo(1);
    }

    @Test
    void aJobFileNamesADirectory() throws IOException {
        export(1);
        export(2);
        Path job = Files.writeString(
                directory.resolve("restore.properties"), "job=product-import\nfile=.\nparallel=2\ncreate=true\n");
        Result result = InProcess.run(database, "run", job.toString());
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).matches("2 files in \\d\\.\\d s: 2 imported\nread 92, written 92, rejected 0\n");
    }

    /** A small export of product {@code id}. */
    private Path export(int id) {
        Path file = directory.resolve("p%03d.json".formatted(id));
        Exports.write(file, id, "b-" + id, 1, id);
        return file;
    }

    private static String without(JsonNode node, String... members) {
        return ((tools.jackson.databind.node.ObjectNode) node.deepCopy())
                .remove(List.of(members))
                .toString();
    }

    private static JsonNode last(Result result) {
        List<JsonNode> documents = documents(result);
        return documents.get(documents.size() - 1);
    }

    private static List<JsonNode> documents(Result result) {
        return result.out().lines().map(line -> new JsonMapper().readTree(line)).toList();
    }
}
