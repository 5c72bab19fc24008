package dev.reprise.engine;

import javax.sql.DataSource;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Looks at the database before its schema is touched. */
@Configuration(proxyBeanMethods = false)
class SchemaConfiguration {

    @Bean
    DatabaseState databaseState(DataSource database) {
        return new DatabaseState(new JdbcTemplate(database));
    }

    @Bean
    FlywayMigrationStrategy migrationStrategy(DatabaseState state) {
        return flyway -> {
            state.check();
            state.checkNotNewer(flyway.info());
            try {
                flyway.migrate();
            } catch (FlywayValidateException e) {
                throw DatabaseState.schemaDiffers(e);
            }
        };
    }
}
