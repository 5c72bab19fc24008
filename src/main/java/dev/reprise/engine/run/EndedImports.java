package dev.reprise.engine.run;

import dev.reprise.engine.run.BatchHistory.Portion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Imports that came to their end and cannot be taken up again, with all that is remembered of them. */
public final class EndedImports {

    private static final int PAGE = 200;
    /** Findings that go in one transaction: an import may have millions. */
    private static final int FINDINGS = 20_000;

    private static final String ENDED =
            "NOT resumable AND status IN ('completed', 'completed_with_rejections', 'abandoned', 'failed')";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final BatchHistory batch;

    public EndedImports(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.batch = new BatchHistory(jdbc);
    }

    /**
     * One of them.
     *
     * @param job name of its job
     * @param finishedAt when it ended
     * @param generation what it loaded into, there still or not; null if nothing
     */
    public record Ended(
            UUID importId,
            String job,
            OffsetDateTime finishedAt,
            @Nullable Long generation) {

        private static Ended read(ResultSet row, int n) throws SQLException {
            long generation = row.getLong("generation_id");
            return new Ended(
                    row.getObject("import_id", UUID.class),
                    row.getString("job"),
                    row.getObject("finished_at", OffsetDateTime.class),
                    row.wasNull() ? null : generation);
        }
    }

    /** Whether anything was ever imported into a target, or tried to be. */
    public boolean knows(String target) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "SELECT EXISTS (SELECT FROM import_lease WHERE target = ?)", Boolean.class, target));
    }

    /** Targets with plans that were made longer ago. */
    public List<String> targetsWithPlans(Duration age) {
        return jdbc.queryForList(
                "SELECT DISTINCT target FROM import WHERE status = 'planned' AND finished_at < ?",
                String.class,
                before(age));
    }

    /** The time so long ago, by the server's clock. */
    public OffsetDateTime before(Duration age) {
        return Objects.requireNonNull(jdbc.queryForObject(
                "SELECT clock_timestamp() - ? * interval '1 second'", OffsetDateTime.class, age.toSeconds()));
    }

    /** The next that ended before a time, oldest first; empty after the last. No targets mean all. */
    public List<Ended> next(OffsetDateTime before, @Nullable Ended after, List<String> targets) {
        String which = targets.isEmpty() ? "?::text[] IS NOT NULL" : "target = ANY (?)";
        return jdbc.query(
                """
                SELECT import_id, job, finished_at, generation_id FROM import
                WHERE finished_at < ? AND (finished_at, import_id) > (?, ?) AND %s AND %s
                ORDER BY finished_at, import_id LIMIT %d
                """.formatted(ENDED, which, PAGE),
                Ended::read,
                before,
                after == null ? OffsetDateTime.parse("0001-01-01T00:00:00Z") : after.finishedAt(),
                after == null ? new UUID(0, 0) : after.importId(),
                targets.toArray(String[]::new));
    }

    /** Adds what there is of them, by table. */
    public void count(List<Ended> imports, Map<String, Long> rows) {
        visit(imports, false, rows);
    }

    /**
     * Removes them and all that is remembered of them, in transactions none of which is long, and adds how many rows that were, by table.
     * Broken off anywhere, it is done by doing it again. What another purge is removing at this moment is left to it.
     */
    public void remove(List<Ended> imports, Map<String, Long> rows) {
        while (Boolean.TRUE.equals(transaction.execute(status -> removeFindings(locked(imports), rows)))) {
            // there are more
        }
        transaction.executeWithoutResult(status -> visit(locked(imports), true, rows));
    }

    private List<Ended> locked(List<Ended> imports) {
        return jdbc.query("""
                SELECT import_id, job, finished_at, generation_id FROM import WHERE import_id = ANY (?) AND %s
                ORDER BY import_id FOR UPDATE SKIP LOCKED
                """.formatted(ENDED), Ended::read, (Object) ids(imports));
    }

    /** Says in the report that findings are missing, for the case that the rest does not go at once. */
    private boolean removeFindings(List<Ended> imports, Map<String, Long> rows) {
        long removed = jdbc.update("""
                DELETE FROM import_rejection WHERE rejection_id IN
                    (SELECT rejection_id FROM import_rejection WHERE import_id = ANY (?) LIMIT %d)
                """.formatted(FINDINGS), (Object) ids(imports));
        rows.merge("import_rejection", removed, Long::sum);
        boolean more = removed == FINDINGS;
        if (more) {
            jdbc.update(
                    "UPDATE import SET remark = 'being purged: findings are missing' WHERE import_id = ANY (?)",
                    (Object) ids(imports));
        }
        return more;
    }

    private void visit(List<Ended> imports, boolean delete, Map<String, Long> rows) {
        imports.stream()
                .collect(Collectors.groupingBy(Ended::job, Collectors.mapping(Ended::importId, Collectors.toList())))
                .forEach((job, ids) -> batch.visit(job, ids, delete, rows));
        Portion work = new Portion(jdbc, delete, rows);
        for (String table : List.of(
                "import_rejection",
                "import_asset",
                "import_counter",
                "import_checkpoint",
                "import_retry",
                "import_run",
                "import")) {
            work.visit(table, "import_id", ids(imports));
        }
    }

    private static UUID[] ids(List<Ended> imports) {
        return imports.stream().map(Ended::importId).toArray(UUID[]::new);
    }
}
