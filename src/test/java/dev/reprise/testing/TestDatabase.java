package dev.reprise.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A database of a test's own.
 *
 * @param url its JDBC address
 * @param user who owns it
 * @param password the owner's password
 */
public record TestDatabase(String url, String user, String password) {

    /** The newest version of the schema that the program's migrations make. */
    public static String newestSchema() {
        try (Stream<Path> migrations = Files.list(Path.of("sql"))) {
            return migrations
                    .map(file -> file.getFileName().toString())
                    .map(name -> name.replaceFirst("^V0*(\\d+)__.*", "$1"))
                    .max(Comparator.comparing(Integer::valueOf))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Brings the schema up to date. */
    public TestDatabase migrate() {
        Flyway.configure()
                .dataSource(url, user, password)
                .locations("classpath:sql")
                .load()
                .migrate();
        return this;
    }

    /** Connections without a pool. */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password);
        return source;
    }

    /** For statements of the test itself. */
    public JdbcTemplate jdbc() {
        return new JdbcTemplate(dataSource());
    }

    /** Arguments that make the program use this database. */
    public List<String> arguments() {
        return List.of(
                "--spring.datasource.url=" + url,
                "--spring.datasource.username=" + user,
                "--spring.datasource.password=" + password);
    }

    /** Rows as text, in a stable order, for comparisons: every column of a table or view, but for those named. */
    public List<String> rows(String table, String... without) {
        String left = "to_jsonb(t)";
        for (String column : without) {
            left += " - '" + column + "'";
        }
        return jdbc().queryForList("SELECT (" + left + ")::text FROM " + table + " t ORDER BY 1", String.class);
    }

    /** What readers see, by view. */
    public Map<String, Long> liveCounts() {
        Map<String, Long> counts = new TreeMap<>();
        for (String view : List.of("task", "step", "script", "resource", "translation", "variable", "part")) {
            counts.put(view, jdbc().queryForObject("SELECT count(*) FROM live." + view, Long.class));
        }
        return counts;
    }
}
