package dev.reprise.engine;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Looks at the database before its schema is touched. */
@Configuration(proxyBeanMethods = false)
class SchemaConfiguration {

    /** One for the heartbeat, one for the work. */
    private static final int CONNECTIONS = 2;

    @Bean
    DatabaseState databaseState(DataSource database) {
        if (database instanceof HikariDataSource pool && pool.getMaximumPoolSize() < CONNECTIONS) {
            throw new IllegalStateException(
                    "spring.datasource.hikari.maximum-pool-size is %d; an import needs at least %d"
                            .formatted(pool.getMaximumPoolSize(), CONNECTIONS));
        }
        return new DatabaseState(new JdbcTemplate(database));
    }

    /** A migration of large tables may take longer than any answer that an import waits for. */
    @Bean
    FlywayConfigurationCustomizer unboundedMigrations() {
        return flyway -> flyway.dataSource(new DelegatingDataSource(flyway.getDataSource()) {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                connection.setNetworkTimeout(Runnable::run, 0);
                return connection;
            }
        });
    }

    @Bean
    FlywayMigrationStrategy migrationStrategy(DatabaseState state) {
        return flyway -> {
            state.check();
            try {
                state.checkNotNewer(flyway.info());
                flyway.migrate();
            } catch (FlywayValidateException e) {
                throw DatabaseState.schemaDiffers(e);
            } catch (NullPointerException e) {
                throw DatabaseState.schemaUnknown(e);
            }
        };
    }
}
