package dev.reprise.torture;

import static org.awaitility.Awaitility.await;

import dev.reprise.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;

/** How far the newest import has come, whether it is taken up just there, and how much of its work is done twice. */
final class Progress {

    private static final String NEWEST = "(SELECT import_id FROM import ORDER BY created_at DESC LIMIT 1)";

    private static final String SESSIONS =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";

    private final JdbcTemplate jdbc;
    private final Object importsBefore;
    private Map<String, Object> before = Map.of();

    Progress(TestDatabase database) {
        this.jdbc = database.jdbc();
        this.importsBefore = value("SELECT count(*) FROM import");
    }

    private Object value(String sql) {
        return jdbc.queryForObject(sql, Object.class);
    }

    /** Looks where an import will have to be taken up. */
    void before() {
        before = newest();
    }

    private Map<String, Object> newest() {
        return jdbc.queryForMap("""
                SELECT i.import_id, i.resumable, c.byte_offset,
                       (SELECT coalesce(max(run_number), 0) FROM import_run r WHERE r.import_id = i.import_id) AS runs
                FROM import i LEFT JOIN import_checkpoint c USING (import_id) WHERE import_id = %s
                """.formatted(NEWEST));
    }

    /** What is wrong with how it was taken up. */
    List<String> after() {
        Object id = before.get("import_id");
        if (!Boolean.TRUE.equals(before.get("resumable"))) {
            return List.of();
        }
        if (!id.equals(newest().get("import_id"))) {
            return List.of("a new import was begun, though this could go on: " + before);
        }
        Object offset = jdbc.queryForObject(
                "SELECT resumed_at_offset FROM import_run WHERE import_id = ? AND run_number = ?::bigint + 1",
                Long.class,
                id,
                before.get("runs"));
        return Objects.equals(offset, before.get("byte_offset"))
                ? List.of()
                : List.of("taken up at byte %s, the checkpoint was at %s".formatted(offset, before.get("byte_offset")));
    }

    /**
     * Rows that were written since the beginning, those of torn chunks included: the server counts them all. -1 if the import was
     * done more than once, because the user could not know that it was done.
     */
    long written() {
        long imports = ((Number) value("SELECT count(*) FROM import")).longValue();
        if (imports - ((Number) importsBefore).longValue() != 1) {
            return -1;
        }
        await().atMost(Duration.ofSeconds(20)) // a session tells its figures when it ends
                .until(() -> value(SESSIONS).equals(0L));
        return ((Number)
                        value(
                                "SELECT coalesce(sum(n_tup_ins), 0) FROM pg_stat_user_tables WHERE relname ~ '_(shared|[0-9]+)$'"))
                .longValue();
    }
}
