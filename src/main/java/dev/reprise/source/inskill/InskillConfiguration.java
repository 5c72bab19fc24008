package dev.reprise.source.inskill;

import dev.reprise.input.InputSettings;
import dev.reprise.table.Products;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What InSkill brings to the house. */
@Configuration(proxyBeanMethods = false)
class InskillConfiguration {

    @Bean
    ProductImport productImport(Products products, InputSettings input) {
        return new ProductImport(products, input);
    }

    @Bean
    ProductExport productExport(Products products) {
        return new ProductExport(products);
    }
}
