package dev.reprise.schedule;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Schedules are kept by whoever is asked to, and followed by those that serve. */
@Configuration(proxyBeanMethods = false)
class ScheduleConfiguration {

    @Bean
    Schedules schedules(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        return new Schedules(jdbc, new TransactionTemplate(transactions));
    }
}
