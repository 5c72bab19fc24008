package dev.reprise.engine;

import static org.awaitility.Awaitility.await;

import dev.reprise.testing.Exports;
import dev.reprise.testing.RepriseProcess;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A database of its own, an export, and what tests of interrupted imports do with both. */
final class Scene {

    static final List<String> TABLES =
            List.of("task", "step", "script", "resource", "translation", "variable", "part", "product_fields");

    final TestDatabase database = TestPostgres.createDatabase().migrate();
    final Path file;

    private Scene(Path file) {
        this.file = file;
    }

    /** With an export of so many tasks of product 410; 1000 are 9.6 MB. */
    static Scene of(Path directory, int tasks) {
        Path file = directory.resolve("export.json");
        Exports.write(file, 410, "b-17", tasks, 1);
        return new Scene(file);
    }

    /** The same file and an empty database. */
    Scene other() {
        return new Scene(file);
    }

    /** {@code reprise import} of the file in small chunks and with a short lease, as a process. */
    RepriseProcess start(String... more) {
        return RepriseProcess.start(database, command(file, more));
    }

    static String[] command(Path file, String... more) {
        List<String> words = new ArrayList<>(List.of("import", file.toString(), "--into", "product/410", "--create"));
        words.addAll(List.of(more));
        for (String setting : List.of("input.block-records=200", "lease=2s", "renew=500ms")) {
            String name = "--reprise." + setting.substring(0, setting.indexOf('=') + 1);
            if (words.stream().noneMatch(word -> word.startsWith(name))) {
                words.add("--reprise." + setting);
            }
        }
        return words.toArray(String[]::new);
    }

    /** Waits until so many bytes of the newest import are committed. */
    void awaitBytes(long bytes) {
        awaitTrue("SELECT coalesce((SELECT max(byte_offset) FROM import_checkpoint), -1) >= " + bytes);
    }

    /** Waits until a session of the program waits for a lock. */
    void awaitBlocked() {
        awaitTrue("""
                SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()
                               AND wait_event_type = 'Lock' AND application_name LIKE 'reprise product/%')
                """);
    }

    void awaitTrue(String sql) {
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(60))
                .until(() -> Boolean.TRUE.equals(database.jdbc().queryForObject(sql, Boolean.class)));
    }

    String text(String sql) {
        return String.valueOf(database.jdbc().queryForObject(sql, String.class));
    }

    /** Everything that is stored of the product, but for which generation it is. */
    Map<String, List<String>> stored() {
        Map<String, List<String>> stored = new TreeMap<>();
        TABLES.forEach(table -> stored.put(table, database.rows(table, "generation_id")));
        stored.put("product", database.rows("product", "live_generation"));
        return stored;
    }

    /** Holds a lock until it is closed, so that the program stands still at a place of the test's choice. */
    AutoCloseable hold(String sql) throws SQLException {
        Connection connection = database.dataSource().getConnection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        return connection;
    }

    /** The verify step stands still before it writes the product's own fields. */
    AutoCloseable holdVerify() throws SQLException {
        return hold("LOCK TABLE product_fields IN SHARE MODE");
    }

    /** The publish stands still before it makes the product or flips it. */
    AutoCloseable holdPublish() throws SQLException {
        return hold("LOCK TABLE product IN EXCLUSIVE MODE");
    }
}
