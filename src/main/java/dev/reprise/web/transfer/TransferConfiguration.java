package dev.reprise.web.transfer;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** One spool and one gate for downloads a process. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
@EnableConfigurationProperties(TransferSettings.class)
class TransferConfiguration {

    private static final int MOST_AROUND_CHUNKS = 64;

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
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> unreadBody() {
        return factory -> {
            factory.addEngineValves(new UnreadBody());
            factory.addConnectorCustomizers(TransferConfiguration::narrow);
        };
    }

    /** Only a body that is wanted is asked for; and what stands around chunks, of which each byte may let a thread wait, is short. */
    private static void narrow(Connector connector) {
        if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
            http.setContinueResponseTiming(ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
            http.setMaxExtensionSize(MOST_AROUND_CHUNKS);
            http.setMaxTrailerSize(MOST_AROUND_CHUNKS);
        }
    }
}
