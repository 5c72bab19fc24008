package dev.reprise.schedule;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Schedules are kept by whoever is asked to, and followed by those that serve. */
@Configuration(proxyBeanMethods = false)
class ScheduleConfiguration {

    @Bean
    Schedules schedules(JdbcTemplate jdbc) {
        return new Schedules(jdbc);
    }
}
