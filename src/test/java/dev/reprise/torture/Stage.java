package dev.reprise.torture;

import static org.awaitility.Awaitility.await;

import dev.reprise.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A database in which imports are tortured, and the means to make them stand still.
 *
 * @param database that of the imports
 * @param jdbc for statements of the test itself
 */
record Stage(TestDatabase database, JdbcTemplate jdbc) {

    private static final Duration POLL = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofSeconds(240);

    static Stage of(TestDatabase database) {
        return new Stage(database, database.jdbc());
    }

    /** A lock or a trigger, until it is closed. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    String text(String sql, Object... parameters) {
        return String.valueOf(jdbc.queryForObject(sql, String.class, parameters));
    }

    long number(String sql, Object... parameters) {
        Long number = jdbc.queryForObject(sql, Long.class, parameters);
        return number == null ? 0 : number;
    }

    void awaitTrue(String sql, Object... parameters) {
        await().pollInterval(POLL)
                .atMost(PATIENCE)
                .until(() -> Boolean.TRUE.equals(jdbc.queryForObject(sql, Boolean.class, parameters)));
    }

    /** Waits until so many sessions of the program wait for a lock. */
    void awaitBlocked(int sessions) {
        awaitTrue("""
                SELECT count(*) >= ? FROM pg_stat_activity WHERE datname = current_database()
                AND wait_event_type = 'Lock' AND application_name LIKE 'reprise%'
                """, sessions);
    }

    /** Holds a lock. */
    Held hold(String sql) {
        try {
            Connection connection = database.dataSource().getConnection();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
            return () -> close(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nobody takes, renews or locks a lease. */
    Held holdLeases() {
        return hold("LOCK TABLE import_lease IN ACCESS EXCLUSIVE MODE");
    }

    /** The verify step stands still before it writes the product's own fields. */
    Held holdVerify() {
        return hold("LOCK TABLE product_fields IN SHARE MODE");
    }

    /** The publish stands still before it makes the product or flips it. */
    Held holdPublish() {
        return hold("LOCK TABLE product IN EXCLUSIVE MODE");
    }

    /** A trigger on each row of a table: {@code body} is what it does. */
    Held trigger(String when, String table, String body) {
        jdbc.execute("CREATE OR REPLACE FUNCTION torture() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " + body
                + " RETURN new; END $$");
        jdbc.execute("CREATE TRIGGER torture " + when + " ON " + table + " FOR EACH ROW EXECUTE FUNCTION torture()");
        return () -> jdbc.execute("DROP TRIGGER torture ON " + table);
    }

    /**
     * All that is stored in any table, by table: a hash of the rows. Without Spring Batch's history: it notes the end of an execution,
     * which was closed for it, once more.
     */
    Map<String, String> everything() {
        Map<String, String> stored = new TreeMap<>();
        jdbc.queryForList("""
                        SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                        AND NOT relispartition AND relname NOT LIKE 'batch%'
                        """, String.class)
                .forEach(table -> stored.put(
                        table, text("SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM " + table + " t")));
        return stored;
    }

    /** A COMMIT of a transaction that has changed this table takes a minute; one that comes later does not. */
    Held slowCommit(String table) {
        slow("PERFORM pg_sleep(60);");
        jdbc.execute("DROP TRIGGER IF EXISTS slow ON " + table);
        jdbc.execute("CREATE CONSTRAINT TRIGGER slow AFTER INSERT OR UPDATE ON " + table
                + " INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slow()");
        return () -> slow("");
    }

    private void slow(String body) {
        jdbc.execute("CREATE OR REPLACE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " + body
                + " RETURN null; END $$");
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
