package dev.reprise.source.inskill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reprise.input.InputSettings;
import dev.reprise.input.Shell;
import dev.reprise.input.StrictJson;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.source.inskill.Products.Product;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each broken rule of InSkill has its own code and says which value is wrong, where, and what to do. */
class IdentityTest {

    private static final Identity IDENTITY = new Identity(410, "export.json");
    private static final String AGAIN = "Export the product again, and leave the export's structure as it is.";
    private static final String SAME = "Choose the product that this export was made from, or export that product.";
    private static final Optional<Product> TARGET = Optional.of(new Product(410, "acme.press", -7, false));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"bundle_id\":\"acme.press\"}",
                "{\"bundle_id\":\"acme\\u002epress\",\"id\":null}",
                "{\"id\":410,\"bundle_id\":\"acme.press\"}",
                "{\"id\":\"410\",\"bundle_id\":\"acme.press\",\"inherited\":false}",
                "{\"id\":410,\"bundle_id\":\"acme.press\",\"inherited\":null}",
                "{\"id\":410,\"bundle_id\":\"acme.press\",\"inherited\":0}"
            })
    void anExportOfTheProductIsTaken(String product) {
        assertThatCode(() -> check(product)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"bundle_id\":null}",
                "{\"bundle_id\":\"\"}",
                "{\"bundle_id\":7}",
                "{\"bundle_id\":[\"acme.press\"]}",
                "\"acme.press\"",
                "7",
                "null",
                "[]"
            })
    void withoutABundleIdItIsNoExport(String product) {
        assertRefused(
                () -> check(product),
                "bundle-id-missing",
                "the product has no bundle_id, so this is not an export of a product",
                "/data/product/bundle_id",
                AGAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme.press ", " acme.press", "Acme.press", "acme.pres", "acme.press\u200b", "ａcme.press"})
    void anotherBundleIdIsRefusedHoweverAlike(String bundleId) {
        assertRefused(
                () -> check("{\"id\":410,\"bundle_id\":\"" + bundleId + "\"}"),
                "bundle-mismatch",
                "the export is of bundle '" + bundleId + "', product/410 is of bundle 'acme.press'",
                "/data/product/bundle_id",
                SAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"411", "\"411\"", "410.0", "4.1e2", "\"0410\"", "\"410 \"", "true", "[410]", "-410"})
    void anotherProductIdIsRefused(String id) {
        assertRefused(
                () -> check("{\"id\":" + id + ",\"bundle_id\":\"acme.press\"}"),
                "product-mismatch",
                "the export is of product " + id + ", not of product/410",
                "/data/product/id",
                SAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "1", "\"true\"", "\"1\""})
    void anInheritedProductIsRefused(String inherited) {
        assertRefused(
                () -> check("{\"bundle_id\":\"acme.press\",\"inherited\":" + inherited + "}"),
                "product-inherited",
                "the export is of an inherited product",
                "/data/product/inherited",
                "Export the product that it is inherited from, in its supplier's account.");
    }

    @Test
    void theProductBesideDataIsNamedByItsPlace() {
        Shell shell = Shell.parse("{\"product\":{\"bundle_id\":\"other\"},\"data\":{}}", "data");
        ProductObject product = read(shell);

        assertRefused(
                () -> IDENTITY.checkProduct(product, TARGET),
                "bundle-mismatch",
                "the export is of bundle 'other', product/410 is of bundle 'acme.press'",
                "/product/bundle_id",
                SAME);
    }

    @Test
    void aProductThatIsNotThereTakesAnyBundle() {
        assertThatCode(() -> IDENTITY.checkProduct(
                        product("{\"data\":{\"product\":{\"bundle_id\":\"new\"}}}"), Optional.empty()))
                .doesNotThrowAnyException();
    }

    @Test
    void aTargetThatIsNotThereIsMadeOnlyOnRequest() {
        assertThatCode(() -> IDENTITY.checkTarget(Optional.empty(), true)).doesNotThrowAnyException();
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> IDENTITY.checkTarget(Optional.empty(), false))
                .satisfies(e -> assertThat(e.exit()).isEqualTo(Exit.NOT_FOUND))
                .withMessage("product-missing: there is no product/410.\n"
                        + "Nothing was changed. Add --create to make it, or choose another target.");
    }

    @Test
    void anInheritedTargetIsRefused() {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> IDENTITY.checkTarget(Optional.of(new Product(410, "acme.press", -7, true)), true))
                .withMessage(
                        "target-inherited: product/410 is inherited and cannot be imported into.\n"
                                + "Nothing was changed. Import into the product that it is inherited from, in its supplier's account.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|there is no object 'data'|/data",
                "[]|there is no object 'data'|/data",
                "null|there is no object 'data'|/data",
                "{\"data\":null}|there is no object 'data'|/data",
                "{\"data\":[]}|there is no object 'data'|/data",
                "{\"tasks\":[],\"product\":{}}|there is no object 'data'|/data",
                "{\"data\":{\"tasks\":{}}}|this is not an array|/data/tasks",
                "{\"data\":{\"tasks\":[],\"variables\":\"\"}}|this is not an array|/data/variables"
            })
    void whatIsNotShapedLikeAnExportIsRefused(String document, String what, String pointer) {
        assertRefused(
                () -> IDENTITY.checkShape(Shell.parse(document, "data"), true), "not-an-export", what, pointer, AGAIN);
    }

    @Test
    void whatHasNotComeYetIsNotMissed() {
        assertThatCode(() -> IDENTITY.checkShape(Shell.parse("{\"version\":1}", "data"), false))
                .doesNotThrowAnyException();
    }

    @Test
    void twoProductsMustBeTheSame() {
        assertThatCode(() -> IDENTITY.checkShape(
                        Shell.parse("{\"product\":{\"a\":1 },\"data\":{\"product\":{ \"a\":1}}}", "data"), true))
                .doesNotThrowAnyException();
        assertRefused(
                () -> IDENTITY.checkShape(
                        Shell.parse("{\"product\":{\"a\":1},\"data\":{\"product\":{\"a\":1.0}}}", "data"), true),
                "product-ambiguous",
                "two product objects stand in the file, and they differ",
                "/product",
                AGAIN);
    }

    private static void check(String product) {
        IDENTITY.checkProduct(product("{\"data\":{\"product\":" + product + "}}"), TARGET);
    }

    private static ProductObject product(String document) {
        return read(Shell.parse(document, "data"));
    }

    private static ProductObject read(Shell shell) {
        StrictJson json = new StrictJson("export.json", InputSettings.defaults());
        return Objects.requireNonNull(ProductObject.of(shell, json));
    }

    private static void assertRefused(Runnable what, String code, String text, String pointer, String next) {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(what::run).satisfies(e -> {
            Problem expected = new Problem(code, text, "export.json, " + pointer, "Nothing was changed.", next);
            assertThat(e.problem()).isEqualTo(expected);
            assertThat(e.exit()).isEqualTo(Exit.REFUSED);
        });
    }
}
