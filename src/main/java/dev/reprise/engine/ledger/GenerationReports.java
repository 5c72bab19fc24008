package dev.reprise.engine.ledger;

import dev.reprise.report.GenerationReport;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** What generations targets have. */
public final class GenerationReports {

    private static final String REPORT = """
            SELECT g.generation_id, g.import_id, g.created_at, g.published_at, encode(g.content_hash, 'hex') AS hash,
                   (SELECT coalesce(sum(c.written + c.kept), 0) FROM import_counter c WHERE c.import_id = g.import_id) AS rows,
                   CASE WHEN g.generation_id = ? THEN 'live' WHEN g.state = 'published' THEN 'kept'
                        WHEN i.status = 'planned' THEN 'planned' ELSE g.state END AS state
            FROM generation g LEFT JOIN import i ON i.import_id = g.import_id
            WHERE g.target = ? ORDER BY coalesce(g.published_at, g.created_at) DESC
            """;

    private final JdbcTemplate jdbc;

    public GenerationReports(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A target's generations, those that became live last first. */
    public List<GenerationReport> of(String target, long live) {
        return jdbc.query(REPORT, GenerationReports::read, live, target);
    }

    private static GenerationReport read(ResultSet row, int n) throws SQLException {
        Timestamp published = row.getTimestamp("published_at");
        return new GenerationReport(
                row.getLong("generation_id"),
                row.getString("state"),
                row.getObject("import_id", UUID.class),
                row.getLong("rows"),
                row.getTimestamp("created_at").toInstant(),
                published == null ? null : published.toInstant(),
                row.getString("hash"));
    }

    /** How many elements of each entity a generation holds. */
    public Map<String, Long> rows(long generation) {
        Map<String, Long> rows = new LinkedHashMap<>();
        jdbc.query(
                """
                SELECT c.entity, c.written + c.kept FROM import_counter c JOIN generation g USING (import_id)
                WHERE g.generation_id = ? AND c.written + c.kept > 0 ORDER BY c.entity
                """,
                row -> {
                    rows.put(row.getString(1), row.getLong(2));
                },
                generation);
        return rows;
    }
}
