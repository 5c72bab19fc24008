package dev.reprise.engine;

import dev.reprise.engine.export.Exporter;
import dev.reprise.engine.export.RejectedExporter;
import dev.reprise.engine.job.ExportJob;
import dev.reprise.engine.job.SourceJob;
import dev.reprise.engine.job.SourceJobs;
import dev.reprise.engine.lease.Leases;
import dev.reprise.engine.ledger.Checkpoints;
import dev.reprise.engine.ledger.Counters;
import dev.reprise.engine.ledger.GenerationReports;
import dev.reprise.engine.ledger.ImportReports;
import dev.reprise.engine.ledger.Imports;
import dev.reprise.engine.ledger.Queue;
import dev.reprise.engine.ledger.Rejections;
import dev.reprise.engine.ledger.Retried;
import dev.reprise.engine.run.BatchJobs;
import dev.reprise.engine.run.EndedImports;
import dev.reprise.engine.run.Ledger;
import dev.reprise.input.InputSettings;
import dev.reprise.input.archive.ArchiveSettings;
import dev.reprise.table.Generations;
import dev.reprise.table.Proof;
import java.util.List;
import javax.sql.DataSource;
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
@EnableConfigurationProperties({EngineSettings.class, InputSettings.class, ArchiveSettings.class})
class EngineConfiguration {

    @Bean
    Ledger ledger(JdbcTemplate jdbc) {
        return new Ledger(
                new Imports(jdbc),
                new Checkpoints(jdbc),
                new Counters(jdbc),
                new Rejections(jdbc),
                new Retried(jdbc),
                new Queue(jdbc));
    }

    @Bean
    ImportReports importReports(JdbcTemplate jdbc, Ledger ledger, SourceJobs jobs) {
        return new ImportReports(jdbc, ledger.counters(), ledger.rejections(), jobs::answer);
    }

    @Bean
    Generations generations(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        return new Generations(jdbc, transactions);
    }

    @Bean
    ActiveRuns activeRuns() {
        return new ActiveRuns();
    }

    @Bean
    Exporter exporter(
            List<ExportJob> jobs,
            Generations generations,
            DataSource database,
            PlatformTransactionManager transactions,
            ActiveRuns active) {
        return new Exporter(jobs, generations, database, transactions, active);
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

    @Bean
    GenerationReports generationReports(JdbcTemplate jdbc) {
        return new GenerationReports(jdbc);
    }

    @Bean
    SourceJobs sourceJobs(List<SourceJob> jobs) {
        return new SourceJobs(jobs);
    }

    @Bean
    Leases leases(DataSource database, EngineSettings settings) {
        return new Leases(database, settings.lease(), settings.renew());
    }

    @Bean
    BatchJobs batchJobs(BatchJobs.Platform platform, Ledger ledger, Generations generations, EngineSettings settings) {
        return new BatchJobs(platform, ledger, generations, settings.largeFrom());
    }

    @Bean
    Cleanup cleanup(
            Ledger ledger,
            Generations generations,
            BatchJobs batch,
            PlatformTransactionManager transactions,
            EngineSettings settings) {
        return new Cleanup(ledger, generations, batch, new TransactionTemplate(transactions), settings);
    }

    @Bean
    Publishing publishing(
            SourceJobs jobs, Leases leases, Ledger ledger, GenerationReports reports, Cleanup cleanup, Parts parts) {
        return new Publishing(
                jobs,
                leases,
                ledger,
                reports,
                parts.generations(),
                cleanup,
                parts.settings().planKept());
    }

    @Bean
    LongLook longLook(JdbcTemplate jdbc, PlatformTransactionManager transactions, ActiveRuns active) {
        return new LongLook(jdbc, transactions, active);
    }

    @Bean
    Plans plans(SourceJobs jobs, Ledger ledger, ImportReports reports, LongLook look) {
        return new Plans(jobs, ledger, reports, look);
    }

    @Bean
    Proofs proofs(SourceJobs jobs, Ledger ledger, LongLook look) {
        return new Proofs(jobs, ledger, look);
    }

    @Bean
    Runner runner(
            Ledger ledger,
            Generations generations,
            BatchJobs batch,
            Cleanup cleanup,
            ActiveRuns active,
            EngineSettings settings) {
        return new Runner(ledger, generations, batch, cleanup, active, settings);
    }

    @Bean
    MendedFiles mendedFiles(JdbcTemplate jdbc) {
        return new MendedFiles(new Proof(jdbc));
    }

    @Bean
    RejectedExporter rejectedExporter(SourceJobs jobs, Ledger ledger) {
        return new RejectedExporter(jobs::named, ledger);
    }

    @Bean
    FileTargets fileTargets(SourceJobs jobs) {
        return new FileTargets(jobs);
    }

    @Bean
    Purge purge(
            BatchJobs.Platform platform,
            Leases leases,
            SourceJobs jobs,
            Cleanup cleanup,
            ActiveRuns active,
            Parts parts) {
        var ended = new EndedImports(platform.jdbc(), new TransactionTemplate(platform.transactions()));
        return new Purge(ended, leases, jobs, cleanup, active, parts);
    }

    /** What lies below, and how it is to be used. */
    record Parts(Generations generations, EngineSettings settings) {}

    @Bean
    Parts parts(Generations generations, EngineSettings settings) {
        return new Parts(generations, settings);
    }

    @Bean
    WaitingImports waitingImports(
            SourceJobs jobs, Ledger ledger, Turns turns, PlatformTransactionManager transactions) {
        return new WaitingImports(jobs, ledger, turns, new TransactionTemplate(transactions));
    }

    @Bean
    Turns turns(SourceJobs jobs, Leases leases, Ledger ledger, Runner runner, Cleanup cleanup) {
        return new Turns(jobs, leases, ledger, runner, cleanup);
    }

    @Bean
    ImportEngine importEngine(
            SourceJobs jobs, Leases leases, Ledger ledger, Runner runner, Cleanup cleanup, MendedFiles mended) {
        return new ImportEngine(jobs, leases, ledger, runner, cleanup, mended);
    }
}
