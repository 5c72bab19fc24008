package dev.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.InProcess;
import dev.reprise.testing.RepriseProcess.Result;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Databases that cannot be used: each by its name, with its exit code, and without a stack trace or a password. */
@Timeout(60)
class DatabaseFailureTest {

    @TempDir
    Path directory;

    private final TestDatabase database = TestPostgres.createDatabase();

    @Test
    void anAbsentServerIsTriedLater() {
        Result result = run(new TestDatabase("jdbc:postgresql://127.0.0.1:1/none", "nobody", ""));
        fails(
                result,
                75,
                "database-unavailable: Connection to 127.0.0.1:1 refused. Check that the hostname and port are correct and "
                        + "that the postmaster is accepting TCP/IP connections. (database, SQLSTATE 08001).\n"
                        + "Nothing was changed. Try again later. See: reprise doctor");
    }

    @Test
    void aWrongPasswordIsNotAllowed() {
        String role = role();
        String hba = String.valueOf(
                database.jdbc().queryForObject("SELECT pg_read_file(current_setting('hba_file'))", String.class));
        writeHba("host all " + role + " all scram-sha-256\n" + hba);
        try {
            fails(
                    run(as(role)),
                    4,
                    "database-not-allowed: FATAL: password authentication failed for user \"" + role
                            + "\" (database, SQLSTATE 28P01).\nNothing was changed. Have the right granted. See: reprise doctor");
        } finally {
            writeHba(hba);
        }
    }

    @Test
    void aMissingPrivilegeIsNotAllowed() {
        database.migrate();
        fails(
                run(as(role())),
                4,
                "database-not-allowed: ERROR: permission denied for table flyway_schema_history (database, SQLSTATE 42501).\n"
                        + "Nothing was changed. Have the right granted. See: reprise doctor");
    }

    @Test
    void aReadOnlyDatabaseIsTriedLater() throws Exception {
        database.migrate();
        database.jdbc().execute("ALTER DATABASE " + name(database) + " SET default_transaction_read_only = on");
        Path file = Files.writeString(directory.resolve("export.json"), SmallExport.TEXT);
        Result result = InProcess.run(database, "import", file.toString(), "--into", "product/410", "--create");
        fails(
                result,
                75,
                "database-unavailable: ERROR: cannot execute INSERT in a read-only transaction (database, SQLSTATE 25006).\n"
                        + "Nothing was changed. Try again later. See: reprise doctor");
        assertThat(run(database).exit()).isZero();
    }

    @Test
    void aNewerSchemaIsNamedWithBothVersions() {
        database.migrate();
        database.jdbc().update("""
                INSERT INTO flyway_schema_history
                  (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
                VALUES (999, '999', 'later', 'SQL', 'V999__later.sql', 1, 'somebody', 1, true)
                """);
        fails(
                run(database),
                9,
                "schema-newer: the schema is of version 999, this program knows versions up to 103 (database).\n"
                        + "Nothing was changed. Use the version of Reprise that brought the schema there, or a later one.");
    }

    @Test
    void aSchemaThatWasChangedIsRefused() {
        database.migrate();
        database.jdbc().update("UPDATE flyway_schema_history SET checksum = 1 WHERE version = '100'");
        fails(
                run(database),
                9,
                "schema-differs: Migration checksum mismatch for migration version 100 (database).\n"
                        + "Nothing was changed. Use the version of Reprise that made the schema, or a database of its own.");
    }

    @Test
    void aDatabaseThatDoesNotKeepUtf8IsRefused() {
        String name = "ascii_" + UUID.randomUUID().toString().replace("-", "");
        database.jdbc()
                .execute("CREATE DATABASE " + name
                        + " ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        String url = database.url().replace(name(database), name);
        fails(
                run(new TestDatabase(url, database.user(), database.password())),
                9,
                "database-encoding: the database keeps text as SQL_ASCII (database).\n"
                        + "Nothing was changed. Create one with ENCODING 'UTF8'.");
    }

    @Test
    void aSettingThatCannotBeIsAMistake() {
        Result duration = InProcess.run(database, "list", "--reprise.lease=soon");
        fails(
                duration,
                2,
                "configuration: the program cannot start with these settings: 'reprise.lease': 'soon' is not a valid duration.\n"
                        + "Nothing was changed. Mend the setting; -v says more.");
        Result address = run(new TestDatabase("nonsense", "nobody", ""));
        fails(
                address,
                2,
                "configuration: the program cannot start with these settings: 'url' must start with \"jdbc\".\n"
                        + "Nothing was changed. Mend the setting; -v says more.");
        Result secret = run(new TestDatabase("jdbc:postgresql://a:b:c/d/e?password=" + InProcess.SECRET, "nobody", ""));
        assertThat(secret.exit()).isEqualTo(2);
        assertThat(secret.err()).startsWith("error: configuration: ").doesNotContain(InProcess.SECRET);
    }

    private static void fails(Result result, int exit, String message) {
        assertThat(result.err()).isEqualTo("error: " + message + "\n").doesNotContain("\tat ", InProcess.SECRET);
        assertThat(result.exit()).isEqualTo(exit);
        assertThat(result.out()).isEmpty();
    }

    /** An address may name a user of its own. */
    private TestDatabase as(String role) {
        return new TestDatabase(database.url().replaceFirst("\\?.*", ""), role, "");
    }

    private static Result run(TestDatabase database) {
        return InProcess.run(database, "list");
    }

    private String role() {
        String role = "role_" + UUID.randomUUID().toString().replace("-", "");
        database.jdbc().execute("CREATE ROLE " + role + " LOGIN PASSWORD 'another'");
        return role;
    }

    private static String name(TestDatabase database) {
        return String.valueOf(database.jdbc().queryForObject("SELECT current_database()", String.class));
    }

    private void writeHba(String text) {
        String path = database.jdbc().queryForObject("SELECT current_setting('hba_file')", String.class);
        String lines = "SELECT regexp_split_to_table('" + text.stripTrailing().replace("'", "''") + "', '\\n')";
        database.jdbc().execute("COPY (" + lines + ") TO '" + path + "'");
        database.jdbc().execute("SELECT pg_reload_conf()");
    }
}
