package dev.reprise.schedule;

import dev.reprise.engine.ActiveRuns;
import dev.reprise.engine.FileTargets;
import dev.reprise.engine.ImportEngine;
import dev.reprise.engine.export.Exporter;
import dev.reprise.engine.queue.ImportQueue;
import dev.reprise.engine.run.Ledger;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** What a process that serves needs to follow schedules. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
@EnableConfigurationProperties(ScheduleSettings.class)
class ClockConfiguration {

    @Bean
    Figures scheduleFigures(MeterRegistry registry) {
        return new Figures(registry);
    }

    @Bean
    ScheduledExport scheduledExport(
            Schedules schedules, RunningSchedules running, Exporter exporter, ActiveRuns active) {
        return new ScheduledExport(schedules, running, exporter, active);
    }

    @Bean
    RunningSchedules runningSchedules(
            JdbcTemplate jdbc, Schedules schedules, Ledger ledger, ImportEngine engine, Figures figures) {
        return new RunningSchedules(jdbc, schedules, ledger, engine, figures);
    }

    @Bean
    Beginning scheduleBeginning(
            Schedules schedules,
            FileTargets targets,
            ImportQueue queue,
            ScheduledExport exports,
            PlatformTransactionManager transactions) {
        TransactionTemplate each = new TransactionTemplate(transactions);
        each.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        return new Beginning(schedules.runs(), targets, queue, exports, each);
    }

    @Bean
    ScheduleClock scheduleClock(
            Schedules schedules,
            Beginning beginning,
            RunningSchedules running,
            PlatformTransactionManager transactions,
            Figures figures,
            ScheduleSettings settings) {
        return new ScheduleClock(
                schedules, beginning, running, new TransactionTemplate(transactions), figures, settings);
    }
}
