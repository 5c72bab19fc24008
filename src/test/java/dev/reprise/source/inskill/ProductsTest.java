package dev.reprise.source.inskill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reprise.record.Exit;
import dev.reprise.record.RefusedException;
import dev.reprise.source.inskill.Products.Product;
import dev.reprise.table.Generations;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.sql.Connection;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What becomes live, and for which product. */
class ProductsTest {

    private static final String BUNDLE = "com.example";

    private static final TestDatabase DATABASE = TestPostgres.createDatabase().migrate();
    private static final DataSource SOURCE = DATABASE.dataSource();
    private static final JdbcTemplate JDBC = new JdbcTemplate(SOURCE);
    private static final JdbcTransactionManager TRANSACTIONS = new JdbcTransactionManager(SOURCE);
    private static final TransactionTemplate TRANSACTION = new TransactionTemplate(TRANSACTIONS);
    private static final Generations GENERATIONS = new Generations(JDBC, TRANSACTIONS);
    private static final AtomicLong IDS = new AtomicLong(400);

    private final Products products = new Products(JDBC, GENERATIONS);
    private final long product = IDS.incrementAndGet();

    /** A generation with a task, its head as given. */
    private long loaded(String name, boolean inherited) {
        long generation = GENERATIONS.create("product/" + product, UUID.randomUUID());
        JDBC.update(
                "INSERT INTO product_fields (generation_id, name, inherited) VALUES (?, ?, ?)",
                generation,
                name,
                inherited);
        JDBC.update("""
                INSERT INTO task (generation_id, guid, element_index, byte_offset, name)
                VALUES (?, gen_random_uuid(), 0, 0, 'task 0')
                """, generation);
        return generation;
    }

    @Test
    void thereIsNoProductBeforeTheFirstPublish() {
        assertThat(products.find(product)).isEmpty();
        assertThat(products.lock(product)).isEmpty();
    }

    @Test
    void theFirstPublishMakesTheProduct() {
        long generation = loaded("Press", false);
        products.publish(product, BUNDLE, generation);
        assertThat(products.find(product)).contains(new Product(product, BUNDLE, generation, false));
        assertThat(products.lock(product)).contains(new Product(product, BUNDLE, generation, false));
        assertThat(JDBC.queryForMap("SELECT * FROM live.task WHERE product_id = ?", product))
                .containsEntry("name", "task 0")
                .containsEntry("generation_id", generation);
        assertThat(JDBC.queryForMap(
                        "SELECT state, published_at IS NOT NULL AS timed FROM generation WHERE generation_id = ?",
                        generation))
                .containsEntry("state", "published")
                .containsEntry("timed", true);
    }

    @Test
    void theNextPublishFlipsWhatReadersSee() {
        products.publish(product, BUNDLE, loaded("Press", false));
        long next = loaded("Next", true);
        products.publish(product, BUNDLE, next);
        assertThat(products.find(product)).contains(new Product(product, BUNDLE, next, true));
        assertThat(JDBC.queryForObject("SELECT name FROM live.product WHERE product_id = ?", String.class, product))
                .isEqualTo("Next");
    }

    @Test
    void anotherBundleIsRefusedAndNothingChanged() {
        long live = loaded("Press", false);
        products.publish(product, BUNDLE, live);
        long other = loaded("Press", false);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> products.publish(product, "org.other", other))
                .withMessage(
                        "bundle-mismatch: product %d is no longer of bundle 'org.other' (product/%d).\n"
                                        .formatted(product, product)
                                + "Nothing was changed. See who changed it, then choose the product that the export was made from.")
                .satisfies(e -> assertThat(e.exit()).isEqualTo(Exit.REFUSED));
        assertThat(products.find(product)).contains(new Product(product, BUNDLE, live, false));
        assertThat(JDBC.queryForObject("SELECT state FROM generation WHERE generation_id = ?", String.class, other))
                .isEqualTo("loading");
    }

    @Test
    void aDiscardedGenerationNeverBecomesLive() {
        long live = loaded("Press", false);
        products.publish(product, BUNDLE, live);
        long discarded = loaded("Press", false);
        GENERATIONS.discard(discarded);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(
                        () -> TRANSACTION.executeWithoutResult(status -> products.publish(product, BUNDLE, discarded)))
                .withMessage("generation " + discarded + " is gone or discarded and cannot become live");
        assertThat(products.find(product)).map(Product::liveGeneration).contains(live);
    }

    @Test
    void aLockedProductIsPublishedByNobodyElse() throws Exception {
        products.publish(product, BUNDLE, loaded("Press", false));
        long next = loaded("Press", false);
        try (Connection connection = SOURCE.getConnection()) {
            JdbcTemplate impatient = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
            impatient.execute("SET lock_timeout = '100ms'");
            TRANSACTION.executeWithoutResult(status -> {
                products.lock(product);
                assertThatExceptionOfType(DataAccessException.class)
                        .isThrownBy(() -> new Products(impatient, GENERATIONS).publish(product, BUNDLE, next))
                        .withStackTraceContaining("canceling statement due to lock timeout");
            });
        }
    }
}
