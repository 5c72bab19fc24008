package dev.reprise.source.snaplogic;

import dev.reprise.input.InputSettings;
import dev.reprise.input.archive.ArchiveSettings;
import dev.reprise.secret.AccountSecrets;
import dev.reprise.secret.Keyset;
import dev.reprise.secret.SecretSettings;
import dev.reprise.source.snaplogic.account.AccountKeys;
import dev.reprise.table.Generations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** What SnapLogic brings to the house. */
@Configuration(proxyBeanMethods = false)
class SnaplogicConfiguration {

    @Bean
    Projects projects(JdbcTemplate jdbc, Generations generations) {
        return new Projects(jdbc, generations);
    }

    @Bean
    ProjectSession.Parts projectParts(
            Projects projects,
            InputSettings input,
            ArchiveSettings archive,
            AccountSecrets secrets,
            SecretSettings network) {
        return new ProjectSession.Parts(projects, new Upload.Limits(input, archive), secrets, network);
    }

    @Bean
    AccountKeys accountKeys(
            Keyset keyset, AccountSecrets secrets, JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        return new AccountKeys(keyset, secrets, AssetType.ACCOUNT.table(), jdbc, transactions);
    }

    @Bean
    ProjectImport projectImport(ProjectSession.Parts parts, JdbcTemplate jdbc) {
        return new ProjectImport(Place.Kind.PROJECT, parts, new Answer(jdbc));
    }

    @Bean
    ProjectImport apiVersionImport(ProjectSession.Parts parts, JdbcTemplate jdbc) {
        return new ProjectImport(Place.Kind.API, parts, new Answer(jdbc));
    }

    @Bean
    ProjectExport projectExport(Projects projects, AccountSecrets secrets) {
        return new ProjectExport(Place.Kind.PROJECT, projects, secrets);
    }

    @Bean
    ProjectExport apiVersionExport(Projects projects, AccountSecrets secrets) {
        return new ProjectExport(Place.Kind.API, projects, secrets);
    }
}
