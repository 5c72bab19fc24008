package dev.reprise.engine.run;

import dev.reprise.engine.ledger.GenerationReports;
import dev.reprise.table.EntityTable;
import dev.reprise.table.Generations;
import dev.reprise.table.Proof;
import dev.reprise.table.RowWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.builder.SimpleJobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.core.step.tasklet.TaskletStep;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/**
 * Puts an import together as a Spring Batch job and runs it in the caller's thread. One job instance an import: a restart continues
 * the instance, finished steps are not done again. The caller holds the lease of the target, so nobody else starts the same instance.
 */
public final class BatchJobs {

    private static final Logger LOG = LoggerFactory.getLogger(BatchJobs.class);

    private final JobRepository repository;
    private final JobOperator operator;
    private final PlatformTransactionManager transactions;
    private final JdbcTemplate jdbc;
    private final Ledger ledger;
    private final Generations generations;
    private final DataSize largeFrom;
    private final StaleExecutions stale;

    /** Files of more than {@code largeFrom} get tables of their own. */
    public BatchJobs(Platform platform, Ledger ledger, Generations generations, DataSize largeFrom) {
        this.repository = platform.repository();
        this.operator = platform.operator();
        this.transactions = platform.transactions();
        this.jdbc = platform.jdbc();
        this.ledger = ledger;
        this.generations = generations;
        this.largeFrom = largeFrom;
        this.stale = new StaleExecutions(repository);
    }

    /** What Spring Boot brings. */
    public record Platform(
            JobRepository repository,
            JobOperator operator,
            PlatformTransactionManager transactions,
            JdbcTemplate jdbc) {}

    /** Runs the job to its end, whatever that is. */
    public JobExecution launch(ImportRun run) throws JobExecutionException {
        JobParameters parameters = parameters(run);
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            run.lease().fence();
            stale.close(run.subject().job(), parameters);
        });
        JobExecution execution = operator.start(job(run), parameters);
        if (execution.getStatus() == BatchStatus.UNKNOWN) {
            end(execution);
        }
        return execution;
    }

    /**
     * Spring Batch calls an execution UNKNOWN whose end it could not write down in order: its process had lost the database, or was
     * overtaken and found the execution closed. It is over. By plain SQL, as who took over may be closing it at this moment, too.
     */
    private void end(JobExecution execution) {
        try {
            jdbc.update("""
                    UPDATE batch_job_execution SET status = 'FAILED', exit_code = 'FAILED'
                    WHERE job_execution_id = ? AND status = 'UNKNOWN'
                    """, execution.getId());
        } catch (DataAccessException e) {
            LOG.debug("execution {} is left to the next run", execution.getId(), e);
        }
    }

    /**
     * What began the failure of a job. Others may follow from it, such as a version that no longer fits after a lost commit; the job's
     * own list of them all has no order.
     */
    public static Throwable failure(JobExecution execution) {
        return Stream.concat(
                        execution.getStepExecutions().stream().flatMap(step -> step.getFailureExceptions().stream()),
                        execution.getFailureExceptions().stream())
                .findFirst()
                .orElseGet(() -> new IllegalStateException("the job ended " + execution.getStatus()));
    }

    /** Closes what a dead process left open of an import. */
    public void close(String job, UUID importId) {
        instances(importId, ledger.imports().runs(importId)).forEach(parameters -> stale.close(job, parameters));
    }

    /** Writes down that an import's job is done; its process could not. */
    public void complete(String job, UUID importId) {
        List<JobParameters> instances = instances(importId, ledger.imports().runs(importId));
        for (int last = instances.size() - 1; last >= 0; last--) {
            if (stale.complete(job, instances.get(last))) {
                return; // those before have ended otherwise
            }
        }
    }

    /** One of the import itself, and one for each run that retried rejected elements. */
    static List<JobParameters> instances(UUID importId, int runs) {
        List<JobParameters> instances = new ArrayList<>();
        instances.add(parameters(importId).toJobParameters());
        for (long run = 1; run <= runs; run++) {
            instances.add(parameters(importId).addLong("retry", run).toJobParameters());
        }
        return instances;
    }

    private JobParameters parameters(ImportRun run) {
        UUID importId = run.subject().importId();
        JobParametersBuilder parameters = parameters(importId);
        if (run.retry() != null) {
            parameters.addLong("retry", (long) ledger.imports().runs(importId));
        }
        return parameters.toJobParameters();
    }

    private static JobParametersBuilder parameters(UUID importId) {
        return new JobParametersBuilder().addString("import", importId.toString());
    }

    private Job job(ImportRun run) {
        SimpleJobBuilder job = loading(run);
        if (run.subject().prove()) {
            job.next(step("prove", run, new ProveStep(ledger, new Proof(jdbc))::run));
        }
        return job.next(step("publish", run, new PublishStep(ledger, generations)::run))
                .build();
    }

    private SimpleJobBuilder loading(ImportRun run) {
        JobBuilder job = new JobBuilder(run.subject().job(), repository);
        VerifyStep verify = new VerifyStep(jdbc, ledger, generations);
        Path mended = run.retry();
        if (mended != null) {
            RetryStep retry = new RetryStep(jdbc, ledger, verify);
            return job.start(step("retry", run, retrying -> retry.run(retrying, mended)));
        }
        CheckStep check = new CheckStep(ledger, generations, new GenerationReports(jdbc), largeFrom);
        return job.start(step("check", run, check::run)).next(load(run)).next(step("verify", run, verify::run));
    }

    /** An item is a block, and a chunk is one item: so a chunk is bounded in bytes too, and its cost is not paid for each record. */
    private Step load(ImportRun run) {
        List<EntityTable> tables = run.job().tables();
        DocumentCheck document = new DocumentCheck(run);
        return new StepBuilder("load", repository)
                .<Loadable, Loadable>chunk(1)
                .transactionManager(transactions)
                .reader(new BlockReader(run, ledger.checkpoints(), document))
                .processor(document)
                .writer(new ChunkWriter(run, ledger, new RowWriter(jdbc, tables)))
                .interruptionPolicy(run.stop())
                .build();
    }

    private Step step(String name, ImportRun run, Work work) {
        TaskletStep step = new StepBuilder(name, repository)
                .tasklet(
                        (contribution, context) -> {
                            try {
                                work.run(run);
                                return RepeatStatus.FINISHED;
                            } catch (Exception e) {
                                throw run.stop().isOn()
                                        ? new JobInterruptedException(run.stop().reason())
                                        : e;
                            }
                        },
                        transactions)
                .allowStartIfComplete(name.equals("check"))
                .build();
        step.setInterruptionPolicy(run.stop());
        return step;
    }

    /** What a step does in its transaction. */
    private interface Work {
        void run(ImportRun run) throws Exception;
    }
}
