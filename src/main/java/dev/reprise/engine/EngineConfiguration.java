package dev.reprise.engine;

import dev.reprise.engine.job.SourceJob;
import dev.reprise.engine.lease.Leases;
import dev.reprise.engine.ledger.Checkpoints;
import dev.reprise.engine.ledger.Counters;
import dev.reprise.engine.ledger.ImportReports;
import dev.reprise.engine.ledger.Imports;
import dev.reprise.engine.ledger.Rejections;
import dev.reprise.engine.run.BatchJobs;
import dev.reprise.engine.run.EndedImports;
import dev.reprise.engine.run.Ledger;
import dev.reprise.input.InputSettings;
import dev.reprise.table.Generations;
import dev.reprise.table.Products;
import java.util.List;
import java.util.Objects;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the engine together: one data source and one transaction manager for job repository, steps and our own tables. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({EngineSettings.class, InputSettings.class})
class EngineConfiguration {

    @Bean
    Ledger ledger(JdbcTemplate jdbc) {
        return new Ledger(new Imports(jdbc), new Checkpoints(jdbc), new Counters(jdbc), new Rejections(jdbc));
    }

    @Bean
    ImportReports importReports(JdbcTemplate jdbc, Ledger ledger) {
        return new ImportReports(jdbc, ledger.counters(), ledger.rejections());
    }

    @Bean
    Generations generations(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        return new Generations(jdbc, transactions);
    }

    @Bean
    Products products(JdbcTemplate jdbc, Generations generations) {
        return new Products(jdbc, generations);
    }

    @Bean
    ActiveRuns activeRuns() {
        return new ActiveRuns();
    }

    @Bean
    BatchJobs.Platform batchPlatform(
            JobRepository repository,
            JobOperator operator,
            PlatformTransactionManager transactions,
            JdbcTemplate jdbc) {
        if (repository instanceof ResourcelessJobRepository || transactions instanceof ResourcelessTransactionManager) {
            throw new IllegalStateException("jobs must be kept in the database: without that nothing can be restarted");
        }
        return new BatchJobs.Platform(repository, operator, transactions, jdbc);
    }

    /** What sources and tables bring. */
    record Parts(Generations generations, List<SourceJob> jobs) {}

    @Bean
    Parts parts(Generations generations, List<SourceJob> jobs) {
        return new Parts(generations, jobs);
    }

    @Bean
    FileTargets fileTargets(Parts parts, InputSettings input) {
        return new FileTargets(new SourceJobs(parts.jobs()), input);
    }

    @Bean
    Purge purge(BatchJobs.Platform platform, EngineSettings settings, ActiveRuns active, Parts parts) {
        var database = Objects.requireNonNull(platform.jdbc().getDataSource());
        return new Purge(
                new EndedImports(platform.jdbc(), new TransactionTemplate(platform.transactions())),
                new Leases(database, settings.lease(), settings.renew()),
                parts.generations(),
                new SourceJobs(parts.jobs()),
                active,
                settings.keepGenerations());
    }

    @Bean
    ImportEngine importEngine(
            BatchJobs.Platform platform,
            Ledger ledger,
            InputSettings input,
            EngineSettings settings,
            ActiveRuns active,
            Parts parts) {
        Generations generations = parts.generations();
        var transaction = new TransactionTemplate(platform.transactions());
        BatchJobs batch = new BatchJobs(platform, ledger, input, generations, settings.largeFrom());
        Cleanup cleanup = new Cleanup(ledger, generations, batch, transaction, settings.keepGenerations());
        Runner runner = new Runner(ledger, generations, batch, cleanup, active, transaction, settings);
        var database = Objects.requireNonNull(platform.jdbc().getDataSource());
        Leases leases = new Leases(database, settings.lease(), settings.renew());
        return new ImportEngine(new SourceJobs(parts.jobs()), leases, ledger, runner, cleanup, active);
    }
}
