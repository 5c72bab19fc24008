package dev.reprise.torture;

import dev.reprise.testing.ExactJson;
import dev.reprise.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Compares everything in a database with what the import of a file must leave there. It works that out by itself and shares no code
 * with the program: neither its reader nor its mapping, tables or SQL.
 */
final class Checker {

    private static final int FETCH = 1000;

    private final TestDatabase database;
    private final Expected expected;

    /** For the export of a file, not through a proxy. */
    Checker(TestDatabase database, Path file) {
        this.database = database;
        this.expected = Expected.of(file);
    }

    /** After an import of the file has come to its good end, and nothing runs any more: rows, ledger, and nothing besides. */
    Findings finished() {
        Findings findings = look(true);
        lease(database.jdbc(), findings);
        return findings;
    }

    /** The same, seen from one transaction. */
    Findings finished(JdbcTemplate jdbc) {
        Findings findings = new Findings();
        look(jdbc, true, findings);
        lease(jdbc, findings);
        return findings;
    }

    /** What readers see is exactly what the file holds, whatever the ledger says. */
    Findings live() {
        return look(false);
    }

    /** A generation that need not be live holds exactly the file's rows. */
    Findings rowsOf(long generation) {
        Findings findings = new Findings();
        new StoredRows(database.jdbc(), expected, findings).compareTables(generation);
        return findings;
    }

    private Findings look(boolean ledgerToo) {
        Findings findings = new Findings();
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
            jdbc.setFetchSize(FETCH);
            look(jdbc, ledgerToo, findings);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return findings;
    }

    private void look(JdbcTemplate jdbc, boolean ledgerToo, Findings findings) {
        Long generation = liveGeneration(jdbc, findings);
        if (generation != null) {
            new StoredRows(jdbc, expected, findings).compareLive(generation);
            shell(jdbc, generation, findings);
        }
        if (ledgerToo) {
            new Ledger(jdbc, expected, findings).compare(generation);
        }
    }

    /** One that could not be let go lapses; it must not be renewed any more. */
    private void lease(JdbcTemplate jdbc, Findings findings) {
        String target = "product/" + expected.productId();
        jdbc.queryForList("""
                SELECT pg_sleep(least(3, greatest(0, extract(epoch FROM expires_at - clock_timestamp()))))::text
                FROM import_lease WHERE target = ?
                """, String.class, target);
        jdbc.queryForList("""
                        SELECT concat_ws(' ', 'the lease is held by', holder, 'until', expires_at) FROM import_lease
                        WHERE target = ? AND expires_at > clock_timestamp()
                        """, String.class, target).forEach(findings.wrongStatus()::add);
    }

    private Long liveGeneration(JdbcTemplate jdbc, Findings findings) {
        long product = expected.productId();
        List<String> bundles =
                jdbc.queryForList("SELECT bundle_id FROM product WHERE product_id = ?", String.class, product);
        if (bundles.isEmpty()) {
            findings.lost().add("product " + product);
            return null;
        }
        if (!bundles.get(0).equals(expected.product().get("bundle_id"))) {
            findings.differing().add("product " + product + " is of bundle " + bundles.get(0));
        }
        return jdbc.queryForObject("SELECT live_generation FROM product WHERE product_id = ?", Long.class, product);
    }

    private void shell(JdbcTemplate jdbc, long generation, Findings findings) {
        List<String> found = jdbc.queryForList(
                "SELECT coalesce(shell, 'null') FROM generation WHERE generation_id = ? AND state = 'published'",
                String.class,
                generation);
        if (found.isEmpty()) {
            findings.wrongStatus().add("the live generation " + generation + " is not published");
        } else if (!Objects.equals(ExactJson.parse(found.get(0)), expected.shell())) {
            findings.differing().add("shell of generation " + generation + ": " + found.get(0));
        }
    }
}
