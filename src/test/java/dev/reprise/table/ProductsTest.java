package dev.reprise.table;

import static dev.reprise.table.Workbench.guid;
import static dev.reprise.table.Workbench.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reprise.record.Exit;
import dev.reprise.record.RefusedException;
import dev.reprise.table.Products.Product;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What becomes live, and for which product. */
class ProductsTest {

    private static final String BUNDLE = "com.example";

    private static Workbench bench;

    private final long product = Workbench.productId();

    @BeforeAll
    static void open() {
        bench = new Workbench();
    }

    private static long loaded(Map<String, ?> head) {
        long generation = bench.generation();
        bench.write(generation, List.of(Workbench.head(head), task(0, guid(1))));
        return generation;
    }

    @Test
    void thereIsNoProductBeforeTheFirstPublish() {
        assertThat(bench.products.find(product)).isEmpty();
        assertThat(bench.products.lock(product)).isEmpty();
    }

    @Test
    void theFirstPublishMakesTheProduct() {
        long generation = loaded(Map.of("name", "Press"));
        bench.products.publish(product, BUNDLE, generation);
        assertThat(bench.products.find(product)).contains(new Product(product, BUNDLE, generation, false));
        assertThat(bench.products.lock(product)).contains(new Product(product, BUNDLE, generation, false));
        assertThat(bench.jdbc.queryForMap("SELECT * FROM live.task WHERE product_id = ?", product))
                .containsEntry("name", "task 0")
                .containsEntry("generation_id", generation);
        assertThat(bench.jdbc.queryForMap(
                        "SELECT state, published_at IS NOT NULL AS timed FROM generation WHERE generation_id = ?",
                        generation))
                .containsEntry("state", "published")
                .containsEntry("timed", true);
    }

    @Test
    void theNextPublishFlipsWhatReadersSee() {
        bench.products.publish(product, BUNDLE, loaded(Map.of("inherited", false)));
        long next = loaded(Map.of("inherited", true, "name", "Next"));
        bench.products.publish(product, BUNDLE, next);
        assertThat(bench.products.find(product)).contains(new Product(product, BUNDLE, next, true));
        assertThat(bench.jdbc.queryForObject(
                        "SELECT name FROM live.product WHERE product_id = ?", String.class, product))
                .isEqualTo("Next");
    }

    @Test
    void anotherBundleIsRefusedAndNothingChanged() {
        long live = loaded(Map.of());
        bench.products.publish(product, BUNDLE, live);
        long other = loaded(Map.of());
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> bench.products.publish(product, "org.other", other))
                .withMessage(
                        "bundle-mismatch: product %d is no longer of bundle 'org.other' (product/%d).\n"
                                        .formatted(product, product)
                                + "Nothing was changed. See who changed it, then choose the product that the export was made from.")
                .satisfies(e -> assertThat(e.exit()).isEqualTo(Exit.REFUSED));
        assertThat(bench.products.find(product)).contains(new Product(product, BUNDLE, live, false));
        assertThat(bench.jdbc.queryForObject(
                        "SELECT state FROM generation WHERE generation_id = ?", String.class, other))
                .isEqualTo("loading");
    }

    @Test
    void aDiscardedGenerationNeverBecomesLive() {
        long live = loaded(Map.of());
        bench.products.publish(product, BUNDLE, live);
        long discarded = loaded(Map.of());
        bench.generations.discard(discarded);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> bench.transaction.executeWithoutResult(
                        status -> bench.products.publish(product, BUNDLE, discarded)))
                .withMessage("generation " + discarded + " is gone or discarded and cannot become live");
        assertThat(bench.products.find(product)).map(Product::liveGeneration).contains(live);
    }

    @Test
    void aLockedProductIsPublishedByNobodyElse() throws Exception {
        bench.products.publish(product, BUNDLE, loaded(Map.of()));
        long next = loaded(Map.of());
        try (Connection connection = bench.source.getConnection()) {
            JdbcTemplate impatient = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
            impatient.execute("SET lock_timeout = '100ms'");
            bench.transaction.executeWithoutResult(status -> {
                bench.products.lock(product);
                assertThatExceptionOfType(DataAccessException.class)
                        .isThrownBy(() -> new Products(impatient, bench.generations).publish(product, BUNDLE, next))
                        .withStackTraceContaining("canceling statement due to lock timeout");
            });
        }
    }
}
