package dev.reprise.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tables of its own for each large generation: loaded without an index, given their keys at once when all rows are there, attached
 * to the entity's table, and in the end dropped as a whole. Nothing of it makes a reader wait: no row is deleted, nothing is scanned
 * to be attached, and what is dropped was detached before.
 */
final class OwnTables {

    /** How long a detaching may wait for statements that read the table; it is taken up again by the next sweep. */
    private static final String DETACH_PATIENCE = "2s";
    /** It locks a table that an old reader may still plan with, and must not make it wait. */
    private static final String FINALIZE_PATIENCE = "50ms";

    private static final String IS_ATTACHED =
            "SELECT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass(?) AND NOT inhdetachpending)";

    private final JdbcTemplate jdbc;
    /** Of a table one partition at a time can be detached: imports of one process take turns, those of others try again later. */
    private final ReentrantLock detaching = new ReentrantLock();

    OwnTables(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Makes a generation's tables, in the caller's transaction. The check spares the scan when they are attached. */
    void create(long generation, List<EntityTable> tables) {
        for (EntityTable table : tables) {
            // vacuuming would hold locks that the keys and the attaching wait for, and finds nothing
            jdbc.execute("""
                    CREATE TABLE %1$s (LIKE %2$s, CONSTRAINT %1$s_only CHECK (generation_id >= %3$d AND generation_id < %4$d))
                    WITH (autovacuum_enabled = off)
                    """.formatted(table.partition(generation), table.name(), generation, generation + 1));
        }
    }

    /**
     * Lets those who may see the generation see it, in the caller's transaction, which should end soon: until then no other
     * generation can be attached. Can be done again.
     */
    void attach(long generation, List<EntityTable> tables) {
        for (EntityTable table : tables) {
            String own = table.partition(generation);
            if (!isAttached(own)) {
                jdbc.execute("ALTER TABLE %s RESET (autovacuum_enabled)".formatted(own));
                jdbc.execute("ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%d) TO (%d)"
                        .formatted(table.name(), own, generation, generation + 1));
            }
        }
    }

    /**
     * Detaches a generation that nobody can see any more, each table in transactions of its own. Can be done again, also after it was
     * broken off anywhere.
     *
     * @throws org.springframework.dao.DataAccessException if readers are at it for longer than two seconds; the next sweep goes on
     */
    void detach(long generation, List<EntityTable> tables) {
        detaching.lock();
        try {
            detachInTurn(generation, tables);
        } finally {
            detaching.unlock();
        }
    }

    private void detachInTurn(long generation, List<EntityTable> tables) {
        for (EntityTable table : tables) {
            finalizePending(table);
            String own = table.partition(generation);
            if (isAttached(own)) {
                patiently(
                        "ALTER TABLE %s DETACH PARTITION %s CONCURRENTLY".formatted(table.name(), own),
                        DETACH_PATIENCE);
            }
        }
    }

    /** Removes a generation's tables, which must be detached or never have been attached, in the caller's transaction. */
    void drop(long generation, List<EntityTable> tables) {
        tables.forEach(table -> jdbc.execute("DROP TABLE IF EXISTS " + table.partition(generation)));
    }

    /** A detaching that was broken off keeps all others of the table from beginning. */
    private void finalizePending(EntityTable table) {
        jdbc.queryForList(
                        "SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = ?::regclass AND inhdetachpending",
                        String.class,
                        table.name())
                .forEach(pending -> patiently(
                        "ALTER TABLE %s DETACH PARTITION %s FINALIZE".formatted(table.name(), pending),
                        FINALIZE_PATIENCE));
    }

    private boolean isAttached(String own) {
        return Boolean.TRUE.equals(jdbc.queryForObject(IS_ATTACHED, Boolean.class, own));
    }

    /** On one connection, outside of a transaction, in bounded time. */
    private void patiently(String sql, String patience) {
        jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            String before = lockTimeout(connection);
            execute(connection, "SET lock_timeout = '" + patience + "'");
            try {
                execute(connection, sql);
            } finally {
                execute(connection, "SET lock_timeout = '" + before + "'");
            }
            return true;
        });
    }

    private static String lockTimeout(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                var shown = statement.executeQuery("SHOW lock_timeout")) {
            shown.next();
            return shown.getString(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Those of the tables that generations have for themselves: the document's head is one row, which all share. */
    static List<EntityTable> of(List<EntityTable> tables) {
        return tables.stream().filter(Predicate.not(EntityTable::isHead)).toList();
    }
}
