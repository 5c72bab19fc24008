package dev.reprise.source.inskill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.input.StrictJson;
import dev.reprise.report.ImportReport;
import dev.reprise.report.ImportStatus;
import dev.reprise.testing.ExactJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing of an export is lost: from {@link ProductImport}'s tables the whole document can be poured together again. */
class LosslessTest {

    /** Every JSON type, and what is easily lost of it. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-0",
            "1.0",
            "1.10",
            "1e3",
            "1E+3",
            "-1.5e-7",
            "12345678901234567890.10",
            "9223372036854775807",
            "9223372036854775808",
            "1e400",
            "\"\"",
            "\" a \"",
            "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001\\u007f\"",
            "\"é\\u00e9e\\u0301\\ufeff\\u200b\\u202e\\uffff\\ud83d\\ude00😀\\u2028\"",
            "\"9A1F0000-0000-4000-8000-00000000000A\"",
            "[]",
            "[[],[[]],{},[null]]",
            "{}",
            "{\"\":{\"\":[]},\"a/b~c\":1.0,\"~1\":-0,\"\\u0000x\":1}".replace("\\u0000", "\\u0001"),
            "{\"attributes\":null,\"guid\":1,\"element_index\":[]}");

    @TempDir
    private static Path folder;

    private static Importer importer;
    private static RoundTrip roundTrip;
    private int guids;

    @BeforeAll
    static void start() {
        importer = new Importer("reprise.input.block-records=7");
        roundTrip = new RoundTrip(importer);
    }

    @AfterAll
    static void stop() {
        roundTrip.close();
        importer.close();
    }

    @Test
    void everyValueInEveryFieldComesBack() {
        long product = Importer.newProduct();

        sameAfterImport(
                product,
                "{\"data\":{\"product\":%s,\"tasks\":[%s],\"scripts\":[%s],\"translations\":[%s],"
                                .formatted(
                                        product(product, "\"aliases\":[]"),
                                        elements(
                                                "name",
                                                "position",
                                                "description",
                                                "access_level",
                                                "dependencies",
                                                "attributes",
                                                "",
                                                "a/b~c"),
                                        elements("name", "event", "code", "byte_offset"),
                                        elements("language", "entity", "field", "text", "generation_id"))
                        + "\"resources\":[%s],\"variables\":[%s]}}"
                                .formatted(
                                        elements("type", "name", "url", "dependencies", "parent_guid"),
                                        elements("name", "scope", "kind", "element_index", "content")));
    }

    @Test
    void everyValueInEveryFieldOfAStepComesBack() {
        long product = Importer.newProduct();
        String steps =
                elements("type", "position", "title", "body", "feedback", "dependencies", "steps", "parent_guid", "%");

        sameAfterImport(
                product,
                ("{\"data\":{\"tasks\":[{\"steps\":[%s],\"guid\":\"%s\"},{\"guid\":\"%s\",\"steps\":null},"
                                + "{\"guid\":\"%s\",\"steps\":[]},{\"guid\":\"%s\"}],\"scripts\":[],\"translations\":null,\"product\":%s}}")
                        .formatted(steps, guid(), guid(), guid(), guid(), product(product, "\"x\":1")));
    }

    @Test
    void everyValueInEveryFieldOfTheProductComesBack() {
        List<String> fields =
                List.of("name", "published", "visible", "aliases", "attributes", "generation_id", "", "a/b~c");
        for (String value : VALUES) {
            long product = Importer.newProduct();
            List<String> members = fields.stream()
                    .map(field -> StrictJson.quote(field) + ":" + value)
                    .toList();
            sameAfterImport(
                    product, "{\"data\":{\"product\":%s}}".formatted(product(product, String.join(",", members))));
        }
    }

    @Test
    void whatWeDoNotKnowComesBackUnderAndBesideData() {
        long product = Importer.newProduct();
        StringBuilder members = new StringBuilder();
        for (int i = 0; i < VALUES.size(); i++) {
            members.append(",\"m").append(i).append("\":").append(VALUES.get(i));
        }
        String mixed = "[" + String.join(",", VALUES) + "]";

        sameAfterImport(
                product,
                ("{\"before\":%s,\"data\":{\"mixed\":%s,\"product\":%s,\"\":[1,1],\"a/b~c\":[{\"guid\":\"x\"}],"
                                + "\"part\":[null],\"~0\":[[]],\"datä\":[\"😀\"]%s},\"after\":{\"data\":[1.0]}%s}")
                        .formatted(mixed, mixed, product(product, "\"x\":1"), members, members));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "[{\"guid\":\"c3d20000-0000-4000-8000-000000000001\"}]"})
    void linksOfAStepComeBack(String links) {
        long product = Importer.newProduct();

        sameAfterImport(
                product,
                ("{\"data\":{\"product\":%s,\"tasks\":[{\"guid\":\"%s\",\"steps\":[{\"guid\":\"%s\",\"resources\":%s}]}],"
                                + "\"resources\":[{\"guid\":\"C3D20000-0000-4000-8000-000000000001\"}]}}")
                        .formatted(product(product, "\"x\":1"), guid(), guid(), links));
    }

    @Test
    void guidsInUpperCaseComeBack() {
        long product = Importer.newProduct();
        String task = "9A1F0000-0000-4000-8000-00000000000A";
        String step = "9a1f0000-0000-4000-8000-00000000000B";

        sameAfterImport(
                product,
                ("{\"data\":{\"product\":%s,\"tasks\":[{\"guid\":\"%s\",\"steps\":[{\"guid\":\"%s\",\"task_guid\":\"%s\","
                                + "\"script_guid\":null}]}],\"translations\":[{\"guid\":\"%s\",\"entity\":\"task\",\"entity_guid\":\"%s\"}]}}")
                        .formatted(
                                product(product, "\"guid\":\"" + task + "\",\"escalation_task_guid\":\"" + task + "\""),
                                task,
                                step,
                                task.toLowerCase(java.util.Locale.ROOT),
                                step,
                                task));
    }

    private void sameAfterImport(long product, String json) {
        ImportReport report = importer.run(product, folder, json);

        assertThat(report.error()).isNull();
        assertThat(report.status()).isEqualTo(ImportStatus.COMPLETED);
        assertThat(importer.findings(report)).noneMatch(finding -> finding.startsWith("rejection"));
        Map<String, Object> expected = ExactJson.object(json);
        assertThat(Rebuilt.document(importer.database(), product)).isEqualTo(expected);
        roundTrip.check(product, folder, json);
    }

    private String product(long id, String more) {
        return "{\"id\":%d,\"bundle_id\":\"acme.lossless\",%s}".formatted(id, more);
    }

    /** For each field an element with each of the values in it. */
    private String elements(String... fields) {
        List<String> elements = new ArrayList<>();
        for (String field : fields) {
            for (String value : VALUES) {
                elements.add("{%s:%s,\"guid\":\"%s\"}".formatted(StrictJson.quote(field), value, guid()));
            }
        }
        return String.join(",", elements);
    }

    private UUID guid() {
        return new UUID(0x4000, ++guids);
    }
}
