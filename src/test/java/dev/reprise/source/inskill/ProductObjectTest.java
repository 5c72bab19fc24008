package dev.reprise.source.inskill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.input.InputSettings;
import dev.reprise.input.Shell;
import dev.reprise.input.StrictJson;
import dev.reprise.record.Reason;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The product of an export is found in either place, and its fields are read exactly. */
class ProductObjectTest {

    private static final StrictJson JSON = new StrictJson("export.json", InputSettings.defaults());

    @Test
    void thereIsNoneUntilItHasCome() {
        assertThat(ProductObject.of(Shell.parse("{\"data\":{\"tasks\":[]},\"x\":{}}", "data"), JSON))
                .isNull();
    }

    @Test
    void theOneUnderDataGoesBeforeTheOneBeside() {
        assertThat(product("{\"product\":{\"a\":1},\"data\":{\"product\":{\"a\":2}}}")
                        .pointer())
                .isEqualTo("/data/product");
        assertThat(product("{\"product\":{\"a\":1},\"data\":{}}").pointer()).isEqualTo("/product");
    }

    @Test
    void fieldsKeepTheirTextAndNullIsAbsent() {
        ProductObject product = product(
                "{\"data\":{\"product\":{\"n\":1.10,\"s\":\"\\u0041 \",\"o\":{ \"a\":[ ] },\"null\":null,\"e\":\"\"}}}");

        assertThat(product.field("n")).isEqualTo("1.10");
        assertThat(product.field("s")).isEqualTo("\"A \"");
        assertThat(product.field("o")).isEqualTo("{\"a\":[]}");
        assertThat(product.field("null")).isNull();
        assertThat(product.field("absent")).isNull();
        assertThat(product.string("s")).isEqualTo("A ");
        assertThat(product.string("n")).isNull();
        assertThat(product.string("e")).isNull();
    }

    @Test
    void itsColumnsHoldItsFields() {
        Element element = product("""
                {"data":{"product":{"id":410,"guid":"5D0C0000-0000-4000-8000-000000000001","bundle_id":"b","name":"N",
                "published":1,"visible":0.0,"aliases":["a"],"escalation_task_guid":"9a1f0000-0000-4000-8000-000000000001",
                "inherited":false,"steps":[]}}}""").element(JSON);

        assertThat(Mapped.columns(Tables.PRODUCT_FIELDS, element.tuple()))
                .isEqualTo(
                        Map.of(
                                "guid", "5d0c0000-0000-4000-8000-000000000001",
                                "bundle_id", "b",
                                "name", "N",
                                "published", "1",
                                "visible", "0",
                                "aliases", "[\"a\"]",
                                "escalation_task_guid", "9a1f0000-0000-4000-8000-000000000001",
                                "inherited", "false",
                                "attributes",
                                        "{\"id\":410,\"guid\":\"5D0C0000-0000-4000-8000-000000000001\",\"visible\":0.0,\"steps\":[]}"));
        assertThat(element.reasons()).isEmpty();
        assertThat(element.remarks()).isEmpty();
    }

    @Test
    void whatIsWrongWithItIsSaidWithItsExactPlace() {
        Element element = product("{\"product\":{\"guid\":7,\"a/b\":1,\"name\":1.10},\"data\":{}}")
                .element(JSON);

        assertThat(element.reasons())
                .containsExactly(new Reason(
                        "guid-malformed",
                        "/product/guid",
                        "7",
                        "a GUID has 36 characters, 8-4-4-4-12 hexadecimal digits"));
        assertThat(element.remarks())
                .containsExactly(new Reason(
                        "wrong-type", "/product/name", "1.10", "a text was expected; the value is kept in attributes"));
    }

    private static ProductObject product(String document) {
        return Objects.requireNonNull(ProductObject.of(Shell.parse(document, "data"), JSON));
    }
}
