package dev.reprise.secret;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** The keyset of this installation. Making the beans reads no file and loads nothing of Tink. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecretSettings.class)
class SecretConfiguration {

    @Bean
    Keyset keyset(SecretSettings settings, Environment environment) {
        return new Keyset(settings, home(environment));
    }

    @Bean
    AccountSecrets accountSecrets(Keyset keyset, SecretSettings settings) {
        return new AccountSecrets(keyset, settings);
    }

    /** The embedded database's home; null with a database of one's own, where other machines must have the same keys. */
    private static @Nullable Path home(Environment environment) {
        if (StringUtils.hasText(environment.getProperty("spring.datasource.url"))) {
            return null;
        }
        String home = environment.getProperty("reprise.home", "");
        return StringUtils.hasText(home) ? Path.of(home) : Path.of(System.getProperty("user.home"), ".reprise");
    }
}
