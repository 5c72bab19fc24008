package dev.reprise.bench;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.builder.SimpleJobBuilder;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.batch.infrastructure.item.database.JdbcBatchItemWriter;
import org.springframework.batch.infrastructure.item.database.builder.JdbcBatchItemWriterBuilder;
import org.springframework.batch.infrastructure.item.json.JsonItemReader;
import org.springframework.batch.infrastructure.item.json.JsonObjectReader;
import org.springframework.batch.infrastructure.item.json.builder.JsonItemReaderBuilder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The import of a product export as a developer writes it by the tutorial of Spring Batch 6: a step for each array, the JSON reader
 * and the JDBC batch writer that come with it, chunks of 1000. It keeps every field of the generator's files, and checks nothing.
 */
@EnableAutoConfiguration
public class PlainImport {

    private static final int CHUNK = 1000;
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, String> COLUMNS = new LinkedHashMap<>();

    static {
        COLUMNS.put("task", "guid name position description access_level dependencies");
        COLUMNS.put("script", "guid name event code");
        COLUMNS.put("resource", "guid type name url dependencies");
        COLUMNS.put("translation", "guid language entity entity_guid field text");
        COLUMNS.put("variable", "guid name scope kind");
        COLUMNS.put(
                "step",
                "guid parent_guid type position title body script_guid task_guid" + " feedback dependencies resources");
    }

    /** Elements of one array under {@code data}; the reader that comes with Spring Batch wants it at the top. */
    private static final class ArrayReader implements JsonObjectReader<JsonNode> {

        private final String array;
        private JsonParser parser;

        ArrayReader(String array) {
            this.array = array;
        }

        @Override
        public void open(Resource resource) throws IOException {
            InputStream stream = resource.getInputStream();
            parser = JSON.createParser(stream);
            while (!array.equals(parser.currentName())
                    || parser.streamReadContext().getNestingDepth() != 2) {
                parser.nextToken();
            }
            parser.nextToken();
        }

        @Override
        public JsonNode read() {
            return parser.nextToken() == JsonToken.START_OBJECT ? parser.readValueAsTree() : null;
        }

        @Override
        public void close() {
            parser.close();
        }
    }

    @Bean
    Job plain(JobRepository repository, PlatformTransactionManager transactions, DataSource database) {
        SimpleJobBuilder job = null;
        for (String table : COLUMNS.keySet()) {
            if (!table.equals("step")) {
                Step step = step(table, repository, transactions, database);
                job = job == null ? new JobBuilder("plain", repository).start(step) : job.next(step);
            }
        }
        return job.build();
    }

    private static Step step(
            String table, JobRepository repository, PlatformTransactionManager transactions, DataSource database) {
        JsonItemReader<JsonNode> reader = new JsonItemReaderBuilder<JsonNode>()
                .name(table)
                .resource(new FileSystemResource(System.getProperty("file")))
                .jsonObjectReader(new ArrayReader(table + "s"))
                .build();
        return new StepBuilder(table, repository)
                .<JsonNode, JsonNode>chunk(CHUNK)
                .transactionManager(transactions)
                .reader(reader)
                .writer(table.equals("task") ? withSteps(database) : writer(table, database))
                .build();
    }

    private static ItemWriter<JsonNode> withSteps(DataSource database) {
        ItemWriter<JsonNode> tasks = writer("task", database);
        ItemWriter<JsonNode> steps = writer("step", database);
        return chunk -> {
            tasks.write(chunk);
            List<JsonNode> nested = chunk.getItems().stream()
                    .flatMap(task -> task.get("steps").valueStream().map(step -> {
                        ((ObjectNode) step).set("parent_guid", task.get("guid"));
                        return step;
                    }))
                    .toList();
            steps.write(new Chunk<>(nested));
        };
    }

    private static JdbcBatchItemWriter<JsonNode> writer(String table, DataSource database) {
        List<String> columns = List.of(COLUMNS.get(table).split(" "));
        boolean nested = table.equals("step");
        String names = String.join(", ", columns);
        String values = String.join(", ", Collections.nCopies(columns.size(), "?"));
        JdbcBatchItemWriter<JsonNode> writer = new JdbcBatchItemWriterBuilder<JsonNode>()
                .dataSource(database)
                .sql("INSERT INTO flat.%s (generation_id, element_index, byte_offset, %s%s) VALUES (1, 0, 0, %s%s)"
                        .formatted(table, nested ? "parent_index, " : "", names, nested ? "0, " : "", values))
                .itemPreparedStatementSetter((item, statement) -> {
                    for (int i = 0; i < columns.size(); i++) {
                        JsonNode value = item.get(columns.get(i));
                        boolean none = value == null || value.isNull();
                        statement.setString(
                                i + 1, none ? null : value.isString() ? value.asString() : value.toString());
                    }
                })
                .build();
        writer.afterPropertiesSet();
        return writer;
    }

    /** Imports the file of the system property {@code file} into the tables in schema {@code flat}. */
    public static void main(String[] arguments) throws Exception {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(PlainImport.class)
                .logStartupInfo(false)
                .run(arguments)) {
            JobExecution execution = context.getBean(JobOperator.class)
                    .start(
                            context.getBean(Job.class),
                            new JobParametersBuilder()
                                    .addLong("time", System.nanoTime())
                                    .toJobParameters());
            if (execution.getStatus() != BatchStatus.COMPLETED) {
                throw new IllegalStateException(
                        execution.getAllFailureExceptions().toString());
            }
        }
    }
}
