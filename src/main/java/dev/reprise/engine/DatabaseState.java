package dev.reprise.engine;

import com.zaxxer.hikari.HikariDataSource;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the database is, and whether it will do. */
public final class DatabaseState {

    private static final int OLDEST = 150_000;
    /** Of an import beside others: its heartbeat, its work, and one more, so that none waits for what another holds. */
    private static final int CONNECTIONS = 3;

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

    /** @throws RefusedException with exit 9 if the schema is of a later version of the program */
    void checkNotNewer(MigrationInfoService schema) {
        Optional<MigrationVersion> known =
                newest(schema, info -> info.getState().isResolved());
        Optional<MigrationVersion> applied =
                newest(schema, info -> info.getState().isApplied());
        if (applied.isPresent() && known.isPresent() && applied.get().isNewerThan(known.get())) {
            throw refused(
                    "schema-newer",
                    "the schema is of version %s, this program knows versions up to %s"
                            .formatted(applied.get(), known.get()),
                    "Use the version of Reprise that brought the schema there, or a later one.");
        }
    }

    /** For a schema whose migrations are not those of this program. */
    static RefusedException schemaDiffers(FlywayValidateException failure) {
        String what = String.valueOf(failure.getMessage())
                .lines()
                .skip(1)
                .findFirst()
                .orElse("the schema is not as this program's migrations made it");
        return refused(
                "schema-differs", what, "Use the version of Reprise that made the schema, or a database of its own.");
    }

    /** Flyway overlooks that a query of its own failed, and stumbles over the missing answer. */
    static RefusedException schemaUnknown(NullPointerException failure) {
        return new RefusedException(
                Exit.UNAVAILABLE,
                Problem.unchanged(
                        "database-unavailable",
                        "the database failed while its schema was looked at",
                        "database",
                        "Try again later."),
                failure);
    }

    private static Optional<MigrationVersion> newest(MigrationInfoService schema, Predicate<MigrationInfo> which) {
        return Arrays.stream(schema.all())
                .filter(which)
                .map(MigrationInfo::getVersion)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder());
    }

    /** @throws RefusedException with exit 2 if the pool has not the connections for so many imports at once */
    public void checkServes(int imports) {
        if (jdbc.getDataSource() instanceof HikariDataSource pool) {
            int most = pool.getMaximumPoolSize() / CONNECTIONS;
            if (imports > 1 && imports > most) {
                String what = "%d imports at once need %d connections; spring.datasource.hikari.maximum-pool-size is %d"
                        .formatted(imports, imports * CONNECTIONS, pool.getMaximumPoolSize());
                String next = "Let at most %d run at once, or raise the setting.".formatted(Math.max(1, most));
                throw new RefusedException(Exit.USAGE, Problem.unchanged("parallel-too-many", what, null, next));
            }
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
