package dev.reprise.source.inskill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.record.Problem;
import dev.reprise.report.Counts;
import dev.reprise.report.ImportReport;
import dev.reprise.report.ImportStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** InSkill's rules for a whole import, end to end: what becomes of arrays, of a second import, of a changed one. */
class ProductImportTest {

    private static final String T1 = new UUID(0x4000, 1).toString();
    private static final String T2 = new UUID(0x4000, 2).toString();
    private static final String S1 = new UUID(0x4000, 11).toString();
    private static final String EMPTY = ",\"scripts\":[],\"translations\":[],\"resources\":[],\"variables\":[]";

    @TempDir
    private static Path folder;

    private static Importer importer;

    private final long product = Importer.newProduct();

    @BeforeAll
    static void start() {
        importer = new Importer();
    }

    @AfterAll
    static void stop() {
        importer.close();
    }

    @Test
    void emptyArraysLeaveTheirEntityEmptyWithoutARemark() {
        run("\"tasks\":[{\"guid\":\"" + T1 + "\"}]" + EMPTY);

        ImportReport report = run("\"tasks\":[]" + EMPTY);

        assertThat(report.status()).isEqualTo(ImportStatus.COMPLETED);
        assertThat(report.exit()).isZero();
        assertThat(importer.findings(report)).isEmpty();
        assertThat(importer.live(product, "task", "guid")).isEmpty();
        assertThat(importer.live(product, "product", "name")).containsExactly("P");
    }

    @Test
    void absentAndNullArraysLeaveTheirEntityEmptyWithARemark() {
        run("\"tasks\":[{\"guid\":\"" + T1 + "\"}]" + EMPTY);

        ImportReport report = run("\"scripts\":null,\"variables\":[]");

        assertThat(report.exit()).isZero();
        assertThat(importer.findings(report))
                .containsExactly(
                        "warning array-absent /data/tasks",
                        "warning array-absent /data/scripts 'null'",
                        "warning array-absent /data/translations",
                        "warning array-absent /data/resources");
        assertThat(report.findings()).singleElement().satisfies(group -> {
            assertThat(group.count()).isEqualTo(4);
            assertThat(group.first().message())
                    .isEqualTo("the export has no tasks, so the product has none after this import");
        });
        assertThat(importer.live(product, "task", "guid")).isEmpty();
    }

    @Test
    void theSecondImportOfTheSameSaysUnchanged() {
        ImportReport first = run("\"tasks\":[{\"guid\":\"" + T1 + "\",\"steps\":[{\"guid\":\"" + S1 + "\"}]}]" + EMPTY);
        List<String> generation = importer.live(product, "product", "generation_id");

        ImportReport second =
                run("\"tasks\": [ {\"guid\":\"" + T1 + "\",\"steps\":[{\"guid\" : \"" + S1 + "\"}]}]" + EMPTY);

        assertThat(first.unchanged()).isFalse();
        assertThat(second.unchanged()).isTrue();
        assertThat(second.exit()).isZero();
        assertThat(second.entities()).isEqualTo(first.entities());
        assertThat(second.entities()).isEqualTo(Map.of("task", new Counts(1, 1, 0), "step", new Counts(1, 1, 0)));
        assertThat(importer.live(product, "product", "generation_id")).isEqualTo(generation);
    }

    @Test
    void aChangeInOrderAloneIsAChange() {
        run("\"tasks\":[{\"guid\":\"" + T1 + "\"},{\"guid\":\"" + T2 + "\"}]" + EMPTY);

        assertThat(run("\"tasks\":[{\"guid\":\"" + T2 + "\"},{\"guid\":\"" + T1 + "\"}]" + EMPTY)
                        .unchanged())
                .isFalse();
    }

    @Test
    void aChangedImportReplacesEverythingBelowTheProduct() {
        run("\"tasks\":[{\"guid\":\"" + T1 + "\",\"name\":\"old\",\"steps\":[{\"guid\":\"" + S1 + "\"}]}]" + EMPTY);

        ImportReport report = run("\"tasks\":[{\"guid\":\"" + T1 + "\",\"name\":\"new\"},{\"guid\":\"" + T2 + "\"}],"
                + "\"extras\":[1,{}]");

        assertThat(report.unchanged()).isFalse();
        assertThat(importer.live(product, "task", "guid")).containsExactly(T1, T2);
        assertThat(importer.live(product, "task", "coalesce(name, '')")).containsExactly("", "new");
        assertThat(importer.live(product, "step", "guid")).isEmpty();
        assertThat(importer.live(product, "part", "content")).containsExactly("1", "{}");
    }

    @Test
    void theProductMayComeAfterTheArrays() {
        ImportReport report = importer.run(
                product,
                folder,
                "{\"data\":{\"tasks\":[{\"guid\":\"" + T1 + "\"}]" + EMPTY + ",\"product\":" + product("") + "}}");

        assertThat(report.exit()).isZero();
        assertThat(importer.live(product, "task", "guid")).containsExactly(T1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"product\":%s,\"data\":{%s}}", "{\"data\":{%2$s},\"product\":%1$s}"})
    void aProductBesideDataIsTakenToo(String form) {
        ImportReport report = importer.run(
                product, folder, form.formatted(product(""), "\"tasks\":[{\"guid\":\"" + T1 + "\"}]" + EMPTY));

        assertThat(report.exit()).isZero();
        assertThat(importer.live(product, "product", "bundle_id || ' ' || name"))
                .containsExactly("acme.rules P");
        assertThat(importer.live(product, "task", "guid")).containsExactly(T1);
    }

    @Test
    void twoProductsThatAreTheSameAreOne() {
        ImportReport report = importer.run(
                product,
                folder,
                "{\"product\": " + product("") + " ,\"data\":{\"product\":" + product("") + ",\"tasks\":[]" + EMPTY
                        + "}}");

        assertThat(report.exit()).isZero();
    }

    @Test
    void twoProductsThatDifferAreRefused() {
        ImportReport report = importer.run(
                product,
                folder,
                "{\"data\":{\"product\":" + product("") + ",\"tasks\":[{\"guid\":\"" + T1 + "\"}]" + EMPTY
                        + "},\"product\":" + product(",\"x\":1") + "}");

        assertRefused(
                report,
                "product-ambiguous",
                "two product objects stand in the file, and they differ",
                "/product",
                "Export the product again, and leave the export's structure as it is.");
    }

    @Test
    void aMalformedGuidOfTheProductIsRefusedWithItsPlace() {
        ImportReport report = importer.run(
                product, folder, "{\"product\":" + product(",\"guid\":\"5d0c\"") + ",\"data\":{\"tasks\":[]}}");

        assertRefused(
                report,
                "guid-malformed",
                "'5d0c' is not a GUID: a GUID has 36 characters, 8-4-4-4-12 hexadecimal digits",
                "/product/guid",
                "Mend the file, or export again.");
    }

    @Test
    void whatIsRemarkableAboutTheProductIsListed() {
        ImportReport report = importer.run(
                product,
                folder,
                "{\"data\":{\"product\":{\"bundle_id\":\"acme.rules\",\"published\":\"yes\",\"name\":1},\"tasks\":[]"
                        + EMPTY + "}}");

        assertThat(report.exit()).isZero();
        assertThat(importer.findings(report))
                .containsExactly(
                        "warning wrong-type /data/product/published 'yes'",
                        "warning wrong-type /data/product/name '1'",
                        "warning product-id-missing /data/product/id");
        assertThat(importer.live(product, "product", "attributes"))
                .containsExactly("{\"published\":\"yes\",\"name\":1}");
    }

    @Test
    void anInheritedTargetIsRefused() {
        run("\"tasks\":[]" + EMPTY);
        importer.database()
                .jdbc()
                .update(
                        "UPDATE product_fields SET inherited = true WHERE generation_id ="
                                + " (SELECT live_generation FROM product WHERE product_id = ?)",
                        product);

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> run("\"tasks\":[]" + EMPTY)))
                .hasMessage(
                        "target-inherited: product/" + product + " is inherited and cannot be imported into.\n"
                                + "Nothing was changed. Import into the product that it is inherited from, in its supplier's account.");
    }

    private void assertRefused(ImportReport report, String code, String what, String pointer, String next) {
        assertThat(report.status()).isEqualTo(ImportStatus.FAILED);
        assertThat(report.exit()).isEqualTo(6);
        assertThat(report.resumable()).isFalse();
        assertThat(report.error())
                .isEqualTo(new Problem(code, what, report.file() + ", " + pointer, "Nothing was changed.", next));
        assertThat(importer.live(product, "product", "name")).isEmpty();
    }

    private ImportReport run(String members) {
        return importer.run(product, folder, "{\"data\":{\"product\":" + product("") + "," + members + "}}");
    }

    private String product(String more) {
        return "{\"id\":%d,\"bundle_id\":\"acme.rules\",\"name\":\"P\"%s}".formatted(product, more);
    }
}
