package dev.reprise.web.transfer;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** One spool and one gate for downloads a process. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
@EnableConfigurationProperties(TransferSettings.class)
class TransferConfiguration {

    @Bean
    Spool spool(TransferSettings settings, Environment environment) {
        Path directory = Optional.ofNullable(settings.spool())
                .orElseGet(() -> home(environment.getProperty("reprise.home")).resolve("spool"));
        return new Spool(directory, settings);
    }

    private static Path home(@Nullable String home) {
        return StringUtils.hasText(home) ? Path.of(home) : Path.of(System.getProperty("user.home"), ".reprise");
    }

    @Bean
    Downloads downloads(TransferSettings settings) {
        return new Downloads(settings.slowestDownload().toBytes(), settings.downloadTime());
    }

    @Bean
    FilterRegistrationBean<UnreadBody> unreadBody() {
        FilterRegistrationBean<UnreadBody> early = new FilterRegistrationBean<>(new UnreadBody());
        early.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return early;
    }
}
