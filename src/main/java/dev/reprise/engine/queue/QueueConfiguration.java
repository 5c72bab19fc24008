package dev.reprise.engine.queue;

import dev.reprise.engine.ActiveRuns;
import dev.reprise.engine.WaitingImports;
import dev.reprise.engine.ledger.ImportReports;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;
import java.util.List;
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
    ImportTelemetry importTelemetry(
            MeterRegistry registry, Tracer tracer, WaitingImports waiting, ImportReports reports) {
        return new ImportTelemetry(registry, tracer, waiting, reports);
    }

    @Bean
    ImportQueue importQueue(
            WaitingImports waiting,
            ActiveRuns runs,
            ImportTelemetry telemetry,
            DataSource database,
            QueueSettings settings,
            List<QueuedWork> others) {
        return new ImportQueue(waiting, runs, telemetry, database, settings, others);
    }
}
