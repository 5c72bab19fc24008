package dev.reprise.engine;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the database is, and whether it will do. */
public final class DatabaseState {

    private static final int OLDEST = 150_000;

    private final JdbcTemplate jdbc;

    DatabaseState(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** @throws RefusedException with exit 9 if it is too old or does not keep UTF-8 */
    void check() {
        int version = Integer.parseInt(setting("server_version_num"));
        if (version < OLDEST) {
            throw refused(
                    "database-too-old", "the server is PostgreSQL " + setting("server_version"), "Use 15 or newer.");
        }
        if (!setting("server_encoding").equals("UTF8")) {
            throw refused(
                    "database-encoding",
                    "the database keeps text as " + setting("server_encoding"),
                    "Create one with ENCODING 'UTF8'.");
        }
    }

    /** Facts for a person who looks for trouble. No password among them. */
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("postgresql", setting("server_version"));
        facts.put("database", query("SELECT current_database()"));
        facts.put("user", query("SELECT current_user::text"));
        facts.put("encoding", setting("server_encoding"));
        facts.put("data_directory_size", query("SELECT pg_size_pretty(pg_database_size(current_database()))"));
        facts.put("read_only", setting("transaction_read_only"));
        facts.put("fsync", setting("fsync"));
        facts.put("schema_version", query("""
                        SELECT version FROM flyway_schema_history WHERE success AND version IS NOT NULL
                        ORDER BY installed_rank DESC LIMIT 1
                        """));
        facts.put("imports", query("SELECT count(*)::text FROM import"));
        return facts;
    }

    private String setting(String name) {
        return query("SELECT current_setting('" + name + "')");
    }

    private String query(String sql) {
        return String.valueOf(jdbc.queryForObject(sql, String.class));
    }

    private static RefusedException refused(String code, String what, String next) {
        return new RefusedException(Exit.WRONG_STATE, Problem.unchanged(code, what, "database", next));
    }
}
