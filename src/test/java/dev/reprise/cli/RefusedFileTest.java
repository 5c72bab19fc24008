package dev.reprise.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.reprise.testing.InProcess;
import dev.reprise.testing.RepriseProcess.Result;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are refused: exit 6, four parts, and the product is as it was. */
class RefusedFileTest {

    private static final String AGAIN = "Export the product again, and leave the export's structure as it is.";
    private static final String OTHER = "Choose the product that this export was made from, or export that product.";
    private static final String MEND = "Mend the file at this place, or export again.";
    private static final String COPY = "Copy or export it again.";
    private static final String SUPPLIER = "Export the product that it is inherited from, in its supplier's account.";

    private static final TestDatabase DATABASE = TestPostgres.createDatabase();

    @TempDir
    static Path directory;

    @BeforeAll
    static void aProductThatIsThere() throws IOException {
        Result imported = run(write("good.json", SmallExport.TEXT.getBytes(UTF_8)), "--create");
        assertThat(imported.exit()).as(imported.err()).isZero();
    }

    static Stream<Arguments> identity() {
        return Stream.of(
                text(
                        "bundle_id missing",
                        SmallExport.with("\"bundle_id\":\"b-17\",", ""),
                        "bundle-id-missing: the product has no bundle_id, so this is not an export of a product (FILE, /data/product/bundle_id)",
                        AGAIN),
                text(
                        "bundle_id null",
                        SmallExport.with("\"b-17\"", "null"),
                        "bundle-id-missing: the product has no bundle_id, so this is not an export of a product (FILE, /data/product/bundle_id)",
                        AGAIN),
                text(
                        "other bundle_id",
                        SmallExport.with("b-17", "b-18"),
                        "bundle-mismatch: the export is of bundle 'b-18', product/410 is of bundle 'b-17' (FILE, /data/product/bundle_id)",
                        OTHER),
                text(
                        "other bundle_id, and a bad record before it",
                        "{\"data\":{\"tasks\":[{\"name\" 1}],\"product\":{\"id\":410,\"bundle_id\":\"b-18\"}}}",
                        "bundle-mismatch: the export is of bundle 'b-18', product/410 is of bundle 'b-17' (FILE, /data/product/bundle_id)",
                        OTHER),
                text(
                        "other product",
                        SmallExport.with(":410,", ":411,"),
                        "product-mismatch: the export is of product 411, not of product/410 (FILE, /data/product/id)",
                        OTHER));
    }

    static Stream<Arguments> shape() {
        return Stream.of(
                text(
                        "inherited",
                        SmallExport.with("\"name\":\"Press\"", "\"inherited\":true"),
                        "product-inherited: the export is of an inherited product (FILE, /data/product/inherited)",
                        SUPPLIER),
                text(
                        "no product",
                        SmallExport.with("\"product\":" + SmallExport.PRODUCT + ",\n", ""),
                        "bundle-id-missing: there is no product in the file (FILE, /data/product)",
                        AGAIN),
                text("no data", "{}", "not-an-export: there is no object 'data' (FILE, /data)", AGAIN),
                text("an array", "[]", "not-an-export: there is no object 'data' (FILE, /data)", AGAIN),
                text(
                        "tasks no array",
                        SmallExport.with("\"scripts\":[]", "\"scripts\":{}"),
                        "not-an-export: this is not an array (FILE, /data/scripts)",
                        AGAIN),
                text(
                        "two products that differ",
                        SmallExport.with("}}\n", "},\"product\":{\"bundle_id\":\"b-18\"}}\n"),
                        "product-ambiguous: two product objects stand in the file, and they differ (FILE, /product)",
                        AGAIN),
                text(
                        "bundle_id twice",
                        SmallExport.with("\"name\":\"Press\"", "\"bundle_id\":\"b-17\""),
                        "json-duplicate-name: the name \"bundle_id\" stands here twice (FILE, byte AT, /data/product/bundle_id)",
                        MEND));
    }

    static Stream<Arguments> damage() {
        String cut = "json-truncated: the file ends in the middle of the document (FILE, byte AT";
        return Stream.of(
                text("empty", "", "json-empty: the file is empty (FILE, byte 0)", "Export it again."),
                text("cut after data", SmallExport.upTo("{\"data\":"), cut + ", /data)", COPY),
                text("cut in a string", SmallExport.upTo("\"name\":\"on"), cut + ", /data/tasks/0)", COPY),
                text("cut in an array", SmallExport.upTo("\"scripts\":["), cut + ", /data/scripts/0)", COPY),
                text("cut before the last brace", SmallExport.upTo("\"variables\":[]}"), cut + ")", COPY),
                text(
                        "trailing data",
                        SmallExport.TEXT + "{}",
                        "json-trailing-data: something follows the document (FILE, byte AT)",
                        MEND));
    }

    static Stream<Arguments> hostility() {
        String task = " (FILE, byte AT, /data/tasks/0)";
        String raise = "Raise reprise.input.%s if the file is meant to be like this.";
        return Stream.of(
                bytes(
                        "UTF-16",
                        SmallExport.TEXT.getBytes(UTF_16LE),
                        "json-encoding: the file is UTF-16 or UTF-32, not UTF-8 (FILE, byte 0)",
                        "Write it anew in UTF-8."),
                bytes(
                        "Latin-1",
                        SmallExport.with("one", "größe").getBytes(ISO_8859_1),
                        "json-utf8: the bytes are not UTF-8" + task,
                        "Write the file anew in UTF-8."),
                text(
                        "lone surrogate",
                        SmallExport.with("one", "\\ud83d"),
                        "json-surrogate: a string contains the lone surrogate \\ud83d" + task,
                        MEND),
                text(
                        "U+0000",
                        SmallExport.with("one", "\\u0000"),
                        "json-nul: a string contains U+0000, which PostgreSQL cannot keep" + task,
                        MEND),
                text(
                        "10 000 levels",
                        SmallExport.with("\"one\"", "[".repeat(10_000) + "]".repeat(10_000)),
                        "json-depth: values are nested deeper than 500 levels" + task,
                        raise.formatted("depth")),
                text(
                        "25 MB string",
                        SmallExport.with("one", "x".repeat(25_000_000)),
                        "json-element-size: a value is longer than 16777216 bytes" + task,
                        raise.formatted("element-size")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"identity", "shape", "damage", "hostility"})
    void aFileIsRefusedAndNothingChanges(String name, byte[] content, String what, String next) throws IOException {
        Map<String, List<String>> before = live();
        Path file = write(name.replace(' ', '-') + ".json", content);
        Result result = run(file, "--create");
        assertThat(result.exit()).as(result.err()).isEqualTo(6);
        // what is to be replaced is said once the head of the file is good
        String err = result.err().replaceFirst("^the import replaces all that product/410 has now: .*\n", "");
        assertThat(err.replace(file.toString(), "FILE").replaceAll("byte [1-9]\\d*", "byte AT"))
                .isEqualTo("error: " + what + ".\nNothing was changed. " + next + "\n");
        assertThat(result.out()).startsWith("import ").contains("  product/410  failed in ");
        assertThat(result.out() + result.err()).doesNotContain("\tat ", "Exception", InProcess.SECRET);
        assertThat(live()).isEqualTo(before);
        assertThat(DATABASE.jdbc()
                        .queryForMap("SELECT status, exit, resumable FROM import ORDER BY created_at DESC LIMIT 1"))
                .hasToString("{status=failed, exit=6, resumable=false}");
    }

    @Test
    void theReportOfARefusedFileIsKept() throws IOException {
        Path file = write("kept.json", SmallExport.with("b-17", "b-18").getBytes(UTF_8));
        assertThat(run(file).exit()).isEqualTo(6);
        assertThat(InProcess.run(DATABASE, "list", "--limit", "1").out())
                .contains("  product/410  failed  ", "  bundle-mismatch the export is of bundle 'b-18'");
        Result status = InProcess.run(DATABASE, "status", "last-failed");
        assertThat(status.exit()).isZero();
        assertThat(status.err()).startsWith("error: bundle-mismatch: the export is of bundle 'b-18'");
        assertThat(InProcess.run(DATABASE, "errors", "last").err()).isEqualTo("no rejections, no warnings\n");
        Result restart = InProcess.run(DATABASE, "restart", "last");
        assertThat(restart.exit()).isEqualTo(9);
    }

    @Test
    void anInheritedTargetIsRefused() throws IOException {
        TestDatabase database = TestPostgres.createDatabase();
        Path file = write("inherited.json", SmallExport.TEXT.getBytes(UTF_8));
        assertThat(run(database, file, "--create").exit()).isZero();
        database.jdbc().update("UPDATE product_fields SET inherited = true");
        Result result = run(database, file);
        assertThat(result.exit()).isEqualTo(6);
        assertThat(result.err()).isEqualTo("""
                        error: target-inherited: product/410 is inherited and cannot be imported into.
                        Nothing was changed. Import into the product that it is inherited from, in its supplier's account.
                        """);
    }

    private static Arguments text(String name, String content, String what, String next) {
        return bytes(name, content.getBytes(UTF_8), what, next);
    }

    private static Arguments bytes(String name, byte[] content, String what, String next) {
        return arguments(name, content, what, next);
    }

    private static Path write(String name, byte[] content) throws IOException {
        return Files.write(directory.resolve(name), content);
    }

    private static Result run(Path file, String... more) {
        return run(DATABASE, file, more);
    }

    private static Result run(TestDatabase database, Path file, String... more) {
        List<String> words = new ArrayList<>(List.of("import", file.toString(), "--into", "product/410"));
        words.addAll(List.of(more));
        return InProcess.run(database, words.toArray(String[]::new));
    }

    private static Map<String, List<String>> live() {
        Map<String, List<String>> live = new TreeMap<>();
        for (String view :
                List.of("product", "task", "step", "script", "resource", "translation", "variable", "part")) {
            live.put(view, DATABASE.rows("live." + view));
        }
        return live;
    }
}
