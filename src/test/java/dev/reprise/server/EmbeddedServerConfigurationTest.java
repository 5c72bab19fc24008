package dev.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;

/** The server as a Spring bean. */
class EmbeddedServerConfigurationTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
            .withUserConfiguration(EmbeddedServerConfiguration.class);

    @TempDir
    Path temp;

    @Test
    void isTheDatabaseWhenNoneIsConfiguredAndOutlivesThePool() throws Exception {
        Path home = Homes.in(temp.resolve("home"));
        List<HikariDataSource> pools = new ArrayList<>();
        runner.withPropertyValues("reprise.home=" + home, "spring.datasource.url=")
                .run(context -> {
                    pools.add(context.getBean(HikariDataSource.class));
                    JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
                    assertThat(jdbc.queryForObject("SELECT current_user", String.class))
                            .isEqualTo("reprise");
                    var beans = context.getSourceApplicationContext().getBeanFactory();
                    assertThat(List.of(beans.getDependenciesForBean("dataSource")))
                            .contains("embeddedServerConnectionDetails");
                    assertThat(List.of(beans.getDependenciesForBean("embeddedServerConnectionDetails")))
                            .contains("embeddedServer");
                });
        assertThat(pools).singleElement().matches(HikariDataSource::isClosed);
        assertThat(Homes.running(home)).isFalse();
    }

    @Test
    void staysAwayWhenADatabaseIsConfigured() {
        runner.withPropertyValues("reprise.home=" + temp, "spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none")
                .run(context -> assertThat(context).doesNotHaveBean(EmbeddedServer.class));
        assertThat(temp).isEmptyDirectory();
    }
}
