package dev.reprise.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the command line needs of this room. */
@Configuration(proxyBeanMethods = false)
class TokenConfiguration {

    @Bean
    Tokens tokens(JdbcTemplate jdbc) {
        return new Tokens(jdbc);
    }

    @Bean
    AuditTrail auditTrail(JdbcTemplate jdbc) {
        return new AuditTrail(jdbc);
    }
}
