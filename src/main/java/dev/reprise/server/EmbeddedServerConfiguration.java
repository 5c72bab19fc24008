package dev.reprise.server;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** The embedded server as the application's database, when none is configured. */
@Configuration(proxyBeanMethods = false)
@Conditional(NoDatabaseConfigured.class)
class EmbeddedServerConfiguration {

    /** Also the name of the environment variable REPRISE_HOME, by Spring's rules. */
    private static final String HOME = "reprise.home";

    @Bean(destroyMethod = "close")
    EmbeddedServer embeddedServer(Environment environment) {
        return EmbeddedServer.join(home(environment.getProperty(HOME, "")));
    }

    /** The pool depends on these, so it is closed before the server goes. */
    @Bean
    JdbcConnectionDetails embeddedServerConnectionDetails(EmbeddedServer server) {
        return new EmbeddedConnectionDetails(server);
    }

    private static Path home(String configured) {
        try {
            return StringUtils.hasText(configured)
                    ? Path.of(configured)
                    : Path.of(System.getProperty("user.home"), ".reprise");
        } catch (InvalidPathException e) {
            throw Refusals.home(Path.of("."), Refusals.reason(e), e);
        }
    }
}
