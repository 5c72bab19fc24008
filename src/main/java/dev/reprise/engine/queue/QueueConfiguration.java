package dev.reprise.engine.queue;

import dev.reprise.engine.ActiveRuns;
import dev.reprise.engine.WaitingImports;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Only a process that serves runs what waits. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
@EnableConfigurationProperties(QueueSettings.class)
class QueueConfiguration {

    @Bean
    ImportQueue importQueue(WaitingImports waiting, ActiveRuns runs, DataSource database, QueueSettings settings) {
        return new ImportQueue(waiting, runs, database, settings);
    }
}
