package dev.reprise.bench;

import dev.reprise.testing.TestDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/**
 * The rows of an export as somebody else has flattened them: as CSV, as binary COPY and as a dump, and a database with tables of the
 * same shape to put them into.
 */
final class FlatRows {

    static final List<String> TABLES = List.of("task", "step", "script", "translation", "resource", "variable", "part");

    private final Path directory;
    private final TestDatabase database;

    /** Takes them out of a database into which Reprise has imported the export. */
    FlatRows(TestDatabase imported, TestDatabase database, Path directory) {
        this.directory = directory;
        this.database = database;
        database.migrate();
        for (String table : TABLES) {
            database.jdbc().execute("CREATE SCHEMA IF NOT EXISTS flat");
            export(imported, table, "csv");
            export(imported, table, "binary");
        }
    }

    private void export(TestDatabase imported, String table, String format) {
        try (Connection connection = imported.dataSource().getConnection();
                OutputStream out = Files.newOutputStream(file(table, format))) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY (SELECT * FROM " + table + ") TO STDOUT (FORMAT " + format + ")", out);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path file(String table, String format) {
        return directory.resolve(table + "." + format);
    }

    /** Empty tables of the same shape. */
    void prepare(boolean keys) {
        for (String table : TABLES) {
            database.jdbc().execute("DROP TABLE IF EXISTS flat." + table);
            database.jdbc()
                    .execute("CREATE TABLE flat.%1$s (LIKE %1$s%2$s)".formatted(table, keys ? " INCLUDING ALL" : ""));
        }
        database.jdbc().execute("CHECKPOINT");
    }

    /** How many rows arrived. */
    long count() {
        return TABLES.stream()
                .mapToLong(table -> database.jdbc().queryForObject("SELECT count(*) FROM flat." + table, Long.class))
                .sum();
    }

    /** {@code \copy} of all tables in one transaction by one session of psql; then, if there are none, their keys. */
    Command copy(String format, boolean keysAfter) {
        String script = TABLES.stream()
                .map(table -> "\\copy flat.%s FROM '%s' (FORMAT %s)%n".formatted(table, file(table, format), format)
                        + (keysAfter
                                ? "ALTER TABLE flat.%s ADD PRIMARY KEY (generation_id, %s);%n"
                                        .formatted(table, table.equals("part") ? "byte_offset" : "guid")
                                : ""))
                .collect(Collectors.joining());
        Path file = directory.resolve("copy-" + format + ".sql");
        try {
            Files.writeString(file, script);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return Command.client(database, "psql", "-qX1", "-v", "ON_ERROR_STOP=1", "-f", file.toString());
    }

    /** Dumps the flat tables, which must be filled. */
    void dump() {
        Command.client(database, "pg_dump", "-Fc", "-n", "flat", "-f", archive())
                .run();
    }

    Command restore(int jobs) {
        return Command.client(database, "pg_restore", "--clean", "--if-exists", "-j" + jobs, "-d", name(), archive());
    }

    private String name() {
        return database.url().replaceFirst(".*/", "").replaceFirst("\\?.*", "");
    }

    private String archive() {
        return directory.resolve("rows.dump").toString();
    }

    TestDatabase database() {
        return database;
    }
}
