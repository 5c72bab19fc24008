package dev.reprise.source.inskill;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.table.Generations;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/** The products: which generation of each is live, and the bundle that tells whose exports it takes. */
final class Products {

    private static final RowMapper<Product> PRODUCT = (row, n) -> new Product(
            row.getLong("product_id"),
            row.getString("bundle_id"),
            row.getLong("live_generation"),
            row.getBoolean("inherited"));

    private final JdbcTemplate jdbc;
    private final Generations generations;

    Products(JdbcTemplate jdbc, Generations generations) {
        this.jdbc = jdbc;
        this.generations = generations;
    }

    /**
     * A product as it is now.
     *
     * @param productId its id, the same on every server
     * @param bundleId the bundle whose exports it takes
     * @param liveGeneration what readers see
     * @param inherited whether it is owned by another account
     */
    record Product(long productId, String bundleId, long liveGeneration, boolean inherited) {}

    /** The product with this id; empty if there is none. */
    Optional<Product> find(long productId) {
        return query("", productId);
    }

    /**
     * The same, its row locked until the transaction ends, so that nobody else publishes or changes it meanwhile.
     */
    Optional<Product> lock(long productId) {
        return query("FOR UPDATE OF p", productId);
    }

    private Optional<Product> query(String lock, long productId) {
        String sql = """
                SELECT p.product_id, p.bundle_id, p.live_generation, coalesce(f.inherited, false) AS inherited
                FROM product p LEFT JOIN product_fields f ON f.generation_id = p.live_generation
                WHERE p.product_id = ?
                """;
        return jdbc.query(sql + lock, PRODUCT, productId).stream().findFirst();
    }

    /**
     * Makes a generation the live one, in the caller's transaction: one update. A product that is not there yet is made.
     *
     * @throws RefusedException if the product has meanwhile come to be of another bundle; nothing is changed
     */
    void publish(long productId, String bundleId, long generation) {
        int rows = jdbc.update("""
                INSERT INTO product AS p (product_id, bundle_id, live_generation) VALUES (?, ?, ?)
                ON CONFLICT (product_id) DO UPDATE SET live_generation = excluded.live_generation
                WHERE p.bundle_id = excluded.bundle_id
                """, productId, bundleId, generation);
        if (rows == 0) {
            throw new RefusedException(
                    Exit.REFUSED,
                    Problem.unchanged(
                            "bundle-mismatch",
                            "product %d is no longer of bundle '%s'".formatted(productId, bundleId),
                            "product/" + productId,
                            "See who changed it, then choose the product that the export was made from."));
        }
        generations.published(generation);
    }
}
