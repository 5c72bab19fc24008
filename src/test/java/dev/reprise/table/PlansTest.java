package dev.reprise.table;

import static dev.reprise.source.inskill.ProductTables.RESOURCE;
import static dev.reprise.source.inskill.ProductTables.SCRIPT;
import static dev.reprise.source.inskill.ProductTables.STEP;
import static dev.reprise.source.inskill.ProductTables.TASK;
import static dev.reprise.source.inskill.ProductTables.TRANSLATION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.source.inskill.ProductTables;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work on one product costs as much as that product has rows, however many others there are. */
class PlansTest {

    private static final int OTHERS = 50;
    private static final String GENERATION = "-10";
    private static Workbench bench;

    /** Fifty generations of a thousand rows in each big table, fifty products, and as many imports with rejections. */
    @BeforeAll
    static void fill() {
        bench = new Workbench();
        fill("task", "guid", "");
        fill("script", "guid", "");
        fill("resource", "guid", "");
        fill("variable", "guid", "");
        fill("translation", "guid, entity, entity_guid", ", 'step', gen_random_uuid()");
        fill(
                "step",
                "guid, parent_guid, parent_index, script_guid, resources",
                ", gen_random_uuid(), 0, gen_random_uuid(), '[]'");
        bench.jdbc.update(
                "INSERT INTO part SELECT -g, 'a', i, i, '1' FROM generate_series(1, ?) g, generate_series(1, 1000) i",
                OTHERS);
        bench.jdbc.update(
                "INSERT INTO product_fields (generation_id, guid) SELECT -g, gen_random_uuid() FROM generate_series(1, 2000) g");
        bench.jdbc.update("INSERT INTO product SELECT g, 'b', -g FROM generate_series(1, 2000) g");
        bench.jdbc.update(
                "INSERT INTO generation SELECT -g, 'product/' || g, gen_random_uuid(), 'published' FROM generate_series(1, 5000) g");
        bench.jdbc.update("""
                INSERT INTO import (import_id, job, target, file, file_size, options, max_rejections, status, resumable, finished_at)
                SELECT gen_random_uuid(), 'j', 'product/' || g, '/f', 1, '{}', '0', CASE g % 100 WHEN 0 THEN 'failed' ELSE 'completed' END,
                       g % 100 = 0, now() - g * interval '1 day'
                FROM generate_series(1, 5000) g
                """);
        bench.jdbc.update("""
                INSERT INTO import_rejection (import_id, severity, step, code, entity, guid, pointer, byte_offset, message)
                SELECT i.import_id, 'rejection', 'load', 'c', 'task', 'g', '/p', n, 'm' FROM import i, generate_series(1, 10) n
                """);
        bench.jdbc.update("INSERT INTO import_run SELECT import_id, 1, 1, 'h', NULL, 0 FROM import");
        bench.jdbc.update("INSERT INTO import_counter SELECT import_id, 'task', 1, 1, 0 FROM import");
        bench.jdbc.update(
                "INSERT INTO import_lease SELECT 'product/' || g, 1, NULL, 'h', now(), now() FROM generate_series(1, 5000) g");
        bench.jdbc.update("""
                INSERT INTO import_checkpoint SELECT import_id, 1, 0, NULL, 0, true, '{}', '', '', '' FROM import
                """);
        fillBatchHistory();
        bench.jdbc.execute("ANALYZE");
    }

    private static void fillBatchHistory() {
        bench.jdbc.update("INSERT INTO batch_job_instance SELECT g, 0, 'j', 'k' || g FROM generate_series(1, 5000) g");
        bench.jdbc.update("INSERT INTO batch_job_execution SELECT g, 0, g, now() FROM generate_series(1, 5000) g");
        bench.jdbc.update(
                "INSERT INTO batch_job_execution_params SELECT g, 'n', 't', 'v', 'Y' FROM generate_series(1, 5000) g");
        bench.jdbc.update("INSERT INTO batch_job_execution_context SELECT g, '{}' FROM generate_series(1, 5000) g");
        bench.jdbc.update(
                "INSERT INTO batch_step_execution SELECT g, 0, 's', g, now() FROM generate_series(1, 5000) g");
        bench.jdbc.update("INSERT INTO batch_step_execution_context SELECT g, '{}' FROM generate_series(1, 5000) g");
    }

    private static void fill(String table, String columns, String values) {
        bench.jdbc.update(
                "INSERT INTO %s (generation_id, element_index, byte_offset, %s) SELECT -g, i, i, gen_random_uuid()%s"
                                .formatted(table, columns, values)
                        + " FROM generate_series(1, ?) g, generate_series(1, 1000) i",
                OTHERS);
    }

    private static void assertNoSequentialScan(String sql) {
        List<String> plan = bench.jdbc.queryForList("EXPLAIN " + sql, String.class);
        assertThat(plan).as(sql).noneMatch(line -> line.contains("Seq Scan")).anyMatch(line -> line.contains("Index"));
    }

    @Test
    void referenceChecksReadOnlyTheirGeneration() {
        for (Reference reference : ProductTables.references()) {
            assertNoSequentialScan(reference.brokenSql(-10).replace("?", GENERATION));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"product", "task", "step", "script", "translation", "resource", "variable", "part"})
    void liveViewsReadOnlyTheirProduct(String view) {
        assertNoSequentialScan("SELECT * FROM live." + view + " WHERE product_id = 10");
        assertNoSequentialScan("SELECT count(*) FROM live." + view + " WHERE product_id = 10");
    }

    @Test
    void liveViewsReadOnlyTheirProductAmongLargeGenerationsToo() {
        Map<Long, Long> generations = new TreeMap<>();
        for (long product = 6001; product <= 6003; product++) {
            long generation = bench.largeGeneration("product/" + product);
            bench.jdbc.update("""
                    INSERT INTO %s (generation_id, element_index, byte_offset, parent_index, guid, parent_guid)
                    SELECT ?, i, i, 0, gen_random_uuid(), gen_random_uuid() FROM generate_series(1, 20000) i
                    """.formatted(STEP.partition(generation)), generation);
            bench.transaction.executeWithoutResult(status -> {
                new Verification(bench.jdbc, List.of(), new ContentHash(null))
                        .rejectDuplicates(UUID.randomUUID(), generation, ProductTables.ALL);
                bench.generations.attach(generation, ProductTables.ALL);
            });
            bench.jdbc.update("INSERT INTO product VALUES (?, 'b', ?)", product, generation);
            generations.put(product, generation);
        }
        bench.jdbc.execute("ANALYZE product");
        assertThat(stepTablesRead(6002)).containsExactly(STEP.partition(generations.getOrDefault(6002L, 0L)));
        assertThat(stepTablesRead(10)).containsExactly(STEP.partition(-10));
    }

    /** A table that a plan names need not be read: which generation is live is known only while it runs. */
    private static Set<String> stepTablesRead(long product) {
        Pattern table = Pattern.compile("Scan.* on (step_\\w+?) ");
        return bench
                .jdbc
                .queryForList(
                        "EXPLAIN (ANALYZE, COSTS off) SELECT * FROM live.step WHERE product_id = " + product,
                        String.class)
                .stream()
                .filter(line -> !line.contains("never executed") && !line.contains("Bitmap Index"))
                .map(table::matcher)
                .filter(Matcher::find)
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }

    @Test
    void anElementOfAProductIsFoundByItsGuid() {
        for (EntityTable table : List.of(TASK, STEP, SCRIPT, TRANSLATION, RESOURCE)) {
            List<String> plan = bench.jdbc.queryForList(
                    "EXPLAIN SELECT * FROM live.%s WHERE product_id = 10 AND guid = '%s'"
                            .formatted(table.name(), UUID.randomUUID()),
                    String.class);
            assertThat(plan).anyMatch(line -> line.contains("Index Cond") && line.contains("guid ="));
        }
    }

    @Test
    void sweepingAndRemovingReadOnlyTheirGeneration() {
        for (EntityTable table : ProductTables.ALL) {
            assertNoSequentialScan("DELETE FROM " + table.name() + " WHERE generation_id = " + GENERATION);
            assertNoSequentialScan("SELECT count(*) FROM " + table.name() + " WHERE generation_id = " + GENERATION);
        }
    }

    /** The look-ups of {@code table}, {@code engine.lease} and {@code engine.ledger}, each by what it looks for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT FROM task_shared t WHERE t.generation_id = -10 AND t.guid = ANY (ARRAY[gen_random_uuid()])",
                "DELETE FROM product_fields WHERE generation_id = -10",
                "SELECT FROM product p LEFT JOIN product_fields f ON f.generation_id = p.live_generation WHERE p.product_id = 10",
                "SELECT FROM product p WHERE p.live_generation = -10",
                "SELECT FROM generation WHERE generation_id = -10",
                "SELECT FROM generation WHERE target = 'product/10'",
                "SELECT FROM import_lease WHERE target = 'product/10' AND epoch = 1",
                "SELECT FROM import WHERE import_id = '0190a000-0000-7000-8000-000000000001'",
                "SELECT FROM import WHERE target = 'product/10' AND resumable ORDER BY created_at DESC LIMIT 1",
                "SELECT FROM import WHERE status = 'failed' ORDER BY created_at DESC LIMIT 1",
                "SELECT FROM import ORDER BY created_at DESC LIMIT 1",
                "SELECT FROM import WHERE import_id BETWEEN '0190a000-0000-7000-8000-000000000000' AND '0190afff-ffff-7fff-bfff-ffffffffffff'",
                "SELECT FROM import_run WHERE import_id = '0190a000-0000-7000-8000-000000000001' ORDER BY run_number DESC LIMIT 1",
                "SELECT FROM import_checkpoint WHERE import_id = '0190a000-0000-7000-8000-000000000001' AND format = 1",
                "SELECT FROM import_counter WHERE import_id = '0190a000-0000-7000-8000-000000000001' ORDER BY entity",
                "SELECT FROM import_rejection WHERE import_id = '0190a000-0000-7000-8000-000000000001' AND severity = 'rejection'",
                "SELECT FROM import WHERE finished_at < now() AND (finished_at, import_id) > (now() - interval '1 hour', gen_random_uuid()) "
                        + "AND NOT resumable AND status IN ('completed', 'completed_with_rejections', 'abandoned', 'failed') "
                        + "ORDER BY finished_at, import_id LIMIT 200",
                "SELECT FROM batch_job_instance WHERE job_name = 'j' AND job_key = ANY (ARRAY['k', 'l'])",
                "DELETE FROM batch_job_execution WHERE job_execution_id = ANY (ARRAY[1::bigint, 2])",
                "SELECT FROM batch_job_execution WHERE job_instance_id = ANY (ARRAY[1::bigint, 2])",
                "DELETE FROM batch_job_execution_params WHERE job_execution_id = ANY (ARRAY[1::bigint, 2])",
                "DELETE FROM batch_job_execution_context WHERE job_execution_id = ANY (ARRAY[1::bigint, 2])",
                "SELECT FROM batch_step_execution WHERE job_execution_id = ANY (ARRAY[1::bigint, 2])",
                "DELETE FROM batch_step_execution_context WHERE step_execution_id = ANY (ARRAY[1::bigint, 2])",
            })
    void everyLookUpHasItsIndex(String sql) {
        assertNoSequentialScan(sql);
    }

    @Test
    void rejectionsAreHandedOutInOrderWithoutSortingThem() {
        UUID importId = UUID.randomUUID();
        bench.jdbc.update("""
                INSERT INTO import_rejection (import_id, severity, step, code, entity, guid, pointer, byte_offset, message)
                SELECT ?, 'rejection', 'load', 'c', 'task', 'g', '/p', n, 'm' FROM generate_series(1, 20000) n
                """, importId);
        bench.jdbc.execute("ANALYZE import_rejection");
        bench.transaction.executeWithoutResult(status -> {
            List<String> plan = bench.jdbc.queryForList(
                    "EXPLAIN DECLARE c CURSOR FOR SELECT * FROM import_rejection WHERE import_id = '%s'"
                                    .formatted(importId)
                            + " ORDER BY severity, byte_offset NULLS LAST, rejection_id",
                    String.class);
            assertThat(plan)
                    .anyMatch(line -> line.contains("import_rejection_in_order"))
                    .noneMatch(line -> line.contains("Sort"));
        });
    }
}
