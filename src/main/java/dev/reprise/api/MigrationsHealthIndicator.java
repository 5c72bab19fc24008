package dev.reprise.api;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Whether the schema is the one that this process has made or found at its start: another version may have migrated it since, and who does
 * not know what it has become had better be replaced.
 */
@Component
@ConditionalOnWebApplication
final class MigrationsHealthIndicator extends AbstractHealthIndicator {

    private static final String NEWEST = "SELECT coalesce(max(installed_rank), 0) FROM flyway_schema_history";

    private final JdbcTemplate jdbc;
    private final int known;

    MigrationsHealthIndicator(JdbcTemplate jdbc) {
        super("the schema's history cannot be read");
        this.jdbc = jdbc;
        this.known = newest();
    }

    private int newest() {
        Integer newest = jdbc.queryForObject(NEWEST, Integer.class);
        return newest == null ? 0 : newest;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        health.status(newest() == known ? "UP" : "OUT_OF_SERVICE");
    }
}
