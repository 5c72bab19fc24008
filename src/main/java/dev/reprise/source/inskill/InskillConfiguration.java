package dev.reprise.source.inskill;

import dev.reprise.input.InputSettings;
import dev.reprise.table.Generations;
import dev.reprise.web.ErrorForm;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** What InSkill brings to the house. */
@Configuration(proxyBeanMethods = false)
class InskillConfiguration {

    @Bean
    Products products(JdbcTemplate jdbc, Generations generations) {
        return new Products(jdbc, generations);
    }

    @Bean
    ProductImport productImport(Products products, InputSettings input) {
        return new ProductImport(products, input);
    }

    @Bean
    ErrorForm inskillErrors() {
        return new ProductAnswers(null);
    }

    @Bean
    ProductExport productExport(Products products) {
        return new ProductExport(products);
    }
}
