package dev.reprise.torture;

import dev.reprise.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Looks at all that is live, as fast as it can: by one statement, or by several in one REPEATABLE READ transaction. */
final class Reader implements AutoCloseable {

    private static final Map<String, String> VIEWS = views();
    private static final String WHOLE =
            VIEWS.values().stream().collect(Collectors.joining(") || ' ' || (", "SELECT (", ")"));

    private final TestDatabase database;
    private final AtomicLong reads = new AtomicLong();
    private final Map<String, Long> seen = new ConcurrentHashMap<>();
    private final Thread[] threads;
    private volatile boolean enough;
    private volatile SQLException failure;

    /** With so many that look at the same time. */
    Reader(TestDatabase database, int threads) {
        this.database = database;
        this.threads = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            this.threads[i] = new Thread(this::look, "reader-" + i);
            this.threads[i].start();
        }
    }

    long reads() {
        return reads.get();
    }

    /** What was seen, and how often. To be asked when closed. */
    Map<String, Long> seen() throws SQLException {
        if (failure != null) {
            throw failure;
        }
        return seen;
    }

    /** What is live now, in one line. */
    static String state(TestDatabase database) {
        return String.valueOf(database.jdbc().queryForObject(WHOLE, String.class));
    }

    /** How many rows there are, and a hash over all of them, but for which generation they are of. */
    private static Map<String, String> views() {
        Map<String, String> views = new TreeMap<>();
        for (String view : "product task step script resource translation variable part".split(" ")) {
            views.put(view, """
                    SELECT '%1$s ' || count(*) || '/' || coalesce(sum(hashtextextended(
                        (to_jsonb(t) - 'generation_id' - 'live_generation')::text, 0)), 0) FROM live.%1$s t""".formatted(view));
        }
        return views;
    }

    private void look() {
        try (Connection connection = database.dataSource().getConnection()) {
            while (!enough) {
                String state = reads.incrementAndGet() % 2 == 0 ? atOnce(connection) : oneByOne(connection);
                seen.merge(state, 1L, Long::sum);
            }
        } catch (SQLException e) {
            failure = e;
        }
    }

    private static String atOnce(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        return query(connection, WHOLE);
    }

    private static String oneByOne(Connection connection) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        StringBuilder state = new StringBuilder();
        for (String sql : VIEWS.values()) {
            state.append(state.isEmpty() ? "" : " ").append(query(connection, sql));
        }
        connection.commit();
        return state.toString();
    }

    private static String query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() {
        enough = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
