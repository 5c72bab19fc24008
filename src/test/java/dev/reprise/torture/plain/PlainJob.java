package dev.reprise.torture.plain;

import dev.reprise.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.database.JdbcBatchItemWriter;
import org.springframework.batch.infrastructure.item.database.builder.JdbcBatchItemWriterBuilder;
import org.springframework.batch.infrastructure.item.json.JacksonJsonObjectReader;
import org.springframework.batch.infrastructure.item.json.JsonItemReader;
import org.springframework.batch.infrastructure.item.json.builder.JsonItemReaderBuilder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.FileSystemResource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * An import as a developer writes it by the tutorial of Spring Batch 6: Spring Boot's batch-jdbc starter with its defaults, a
 * chunk-oriented step, the JSON reader and the JDBC batch writer that come with it.
 *
 * <p>What was chosen, always in Spring Batch's favour: the step has its {@code transactionManager}, without which there would be no
 * transaction at all; job repository and items are in one database under one transaction manager, so that a chunk can be atomic; the
 * reader is step-scoped, takes its file from the job's parameters and keeps its position in the ExecutionContext, as it does by
 * default; the job has no incrementer, so the same parameters are a restart. The second job differs in {@code faultTolerant().skip()}
 * for a row that the database refuses, which is the documented means.
 */
@EnableAutoConfiguration
class PlainJob {

    private static final int CHUNK = 5;

    /**
     * What is imported.
     *
     * @param id the business id
     * @param title must not be null, says the table
     */
    record Item(int id, String title) {}

    @Bean
    @StepScope
    JsonItemReader<Item> reader(@Value("#{jobParameters['file']}") String file) {
        return new JsonItemReaderBuilder<Item>()
                .name("items")
                .resource(new FileSystemResource(file))
                .jsonObjectReader(new JacksonJsonObjectReader<>(Item.class))
                .build();
    }

    @Bean
    JdbcBatchItemWriter<Item> writer(DataSource database) {
        return new JdbcBatchItemWriterBuilder<Item>()
                .dataSource(database)
                .sql("INSERT INTO item (id, title) VALUES (:id, :title)")
                .beanMapped()
                .build();
    }

    @Bean
    Step load(
            JobRepository repository,
            PlatformTransactionManager transactions,
            JsonItemReader<Item> reader,
            JdbcBatchItemWriter<Item> writer) {
        return new StepBuilder("load", repository)
                .<Item, Item>chunk(CHUNK)
                .transactionManager(transactions)
                .reader(reader)
                .writer(writer)
                .build();
    }

    @Bean
    Step loadSkipping(
            JobRepository repository,
            PlatformTransactionManager transactions,
            JsonItemReader<Item> reader,
            JdbcBatchItemWriter<Item> writer) {
        return new StepBuilder("loadSkipping", repository)
                .<Item, Item>chunk(CHUNK)
                .transactionManager(transactions)
                .reader(reader)
                .writer(writer)
                .faultTolerant()
                .skip(DataIntegrityViolationException.class)
                .skipLimit(3)
                .build();
    }

    @Bean
    Job plain(JobRepository repository, Step load) {
        return new JobBuilder("plain", repository).start(load).build();
    }

    @Bean
    Job skip(JobRepository repository, Step loadSkipping) {
        return new JobBuilder("skip", repository).start(loadSkipping).build();
    }

    static JobParameters parameters(Path file) {
        return new JobParametersBuilder().addString("file", file.toString()).toJobParameters();
    }

    /** Starts the application; it waits for its job to be started. */
    static ConfigurableApplicationContext start(TestDatabase database, String... settings) {
        List<String> arguments = new ArrayList<>(database.arguments());
        arguments.addAll(List.of(settings));
        return start(arguments);
    }

    private static ConfigurableApplicationContext start(List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        all.add("--spring.config.name=plain-batch");
        return new SpringApplicationBuilder(PlainJob.class)
                .logStartupInfo(false)
                .run(all.toArray(String[]::new));
    }

    /**
     * Runs a job in a process of its own: says that it is ready, and begins when it is told to, so that what the start of Spring asks
     * of the database is not among the operations that are counted.
     */
    public static void main(String[] arguments) throws Exception {
        List<String> words = List.of(arguments);
        try (ConfigurableApplicationContext context = start(words.subList(2, words.size()))) {
            System.out.println("ready");
            if (System.in.read() == '\n') {
                Job job = context.getBean(words.get(0), Job.class);
                var execution = context.getBean(JobOperator.class).start(job, parameters(Path.of(words.get(1))));
                System.out.println(execution.getStatus());
            }
        }
    }
}
