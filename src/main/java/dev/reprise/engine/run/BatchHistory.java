package dev.reprise.engine.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.batch.core.job.DefaultJobKeyGenerator;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What Spring Batch remembers of imports, to be forgotten many at once; the job repository would take some twenty statements for each.
 */
final class BatchHistory {

    private final JdbcTemplate jdbc;
    private final DefaultJobKeyGenerator keys = new DefaultJobKeyGenerator();

    BatchHistory(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Counts the rows of a job's imports by table, or deletes them in the caller's transaction, those first that refer to others. */
    void visit(String job, Collection<UUID> imports, boolean delete, Map<String, Long> rows) {
        List<String> jobKeys = new ArrayList<>();
        jdbc.query(
                """
                SELECT i.import_id, coalesce(max(r.run_number), 0) FROM import i LEFT JOIN import_run r USING (import_id)
                WHERE i.import_id = ANY (?) GROUP BY i.import_id
                """,
                row -> {
                    BatchJobs.instances(row.getObject(1, UUID.class), row.getInt(2))
                            .forEach(parameters -> jobKeys.add(keys.generateKey(parameters)));
                },
                (Object) imports.toArray(UUID[]::new));
        Long[] instances = ids(
                "SELECT job_instance_id FROM batch_job_instance WHERE job_name = ? AND job_key = ANY (?)",
                job,
                jobKeys.toArray(String[]::new));
        Long[] executions = ids(
                "SELECT job_execution_id FROM batch_job_execution WHERE job_instance_id = ANY (?)", (Object) instances);
        Long[] steps =
                ids("SELECT step_execution_id FROM batch_step_execution WHERE job_execution_id = ANY (?)", (Object)
                        executions);
        Portion work = new Portion(jdbc, delete, rows);
        work.visit("batch_step_execution_context", "step_execution_id", steps);
        work.visit("batch_step_execution", "step_execution_id", steps);
        for (String table :
                List.of("batch_job_execution_context", "batch_job_execution_params", "batch_job_execution")) {
            work.visit(table, "job_execution_id", executions);
        }
        work.visit("batch_job_instance", "job_instance_id", instances);
    }

    private Long[] ids(String sql, Object... parameters) {
        return jdbc.queryForList(sql, Long.class, parameters).toArray(Long[]::new);
    }

    /**
     * Rows that are counted, and then deleted if they are to be.
     *
     * @param rows how many there were, by table
     */
    record Portion(JdbcTemplate jdbc, boolean delete, Map<String, Long> rows) {

        void visit(String table, String key, Object[] values) {
            String which = " FROM %s WHERE %s = ANY (?)".formatted(table, key);
            long count =
                    delete ? jdbc.update("DELETE" + which, (Object) values) : count("SELECT count(*)" + which, values);
            rows.merge(table, count, Long::sum);
        }

        private long count(String sql, Object[] values) {
            Long count = jdbc.queryForObject(sql, Long.class, (Object) values);
            return count == null ? 0 : count;
        }
    }
}
