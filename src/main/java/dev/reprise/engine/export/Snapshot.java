package dev.reprise.engine.export;

import com.zaxxer.hikari.HikariDataSource;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.table.EntityTable;
import dev.reprise.table.RowCursor;
import dev.reprise.table.StoredRow;
import dev.reprise.table.StoredRows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One state of the database, seen through as many connections as there are tables read at the same time. */
final class Snapshot implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Snapshot.class);

    /** Elements, those inside them, and parts, whose arrays stand between those of the others. */
    static final int CONNECTIONS = 3;

    private final DataSource database;
    private final String id;
    private final List<Connection> all = new CopyOnWriteArrayList<>();
    private final Deque<Connection> idle = new ArrayDeque<>();

    /** Takes the snapshot of a connection's REPEATABLE READ transaction. */
    Snapshot(DataSource database, Connection first) throws SQLException {
        this.database = database;
        all.add(first);
        idle.add(prepared(first));
        try (Statement statement = first.createStatement()) {
            ResultSet exported = statement.executeQuery("SELECT pg_export_snapshot()");
            exported.next();
            this.id = exported.getString(1);
        }
    }

    /** @throws RefusedException if the pool has fewer connections than may be needed: they would be waited for in vain */
    static void checkPool(DataSource database) {
        if (database instanceof HikariDataSource pool && pool.getMaximumPoolSize() < CONNECTIONS) {
            throw new RefusedException(
                    Exit.USAGE,
                    Problem.unchanged(
                            "configuration",
                            "spring.datasource.hikari.maximum-pool-size is %d; an export needs at least %d"
                                    .formatted(pool.getMaximumPoolSize(), CONNECTIONS),
                            null,
                            "Mend the setting."));
        }
    }

    /** A generation's rows, in the order of the file. */
    Rows rows(EntityTable table, long generation) throws SQLException {
        Connection connection = idle.isEmpty() ? join() : idle.pop();
        return new Rows(connection, new StoredRows(connection).inOrder(table, generation));
    }

    private Connection join() throws SQLException {
        Connection connection = database.getConnection();
        all.add(connection);
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION SNAPSHOT '" + id + "'");
        }
        return prepared(connection);
    }

    /** A sort may be silent for longer than any answer that an import waits for. */
    private static Connection prepared(Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, 0);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL work_mem = '64MB'");
        }
        return connection;
    }

    /** Rows on their way, one of which can be looked at before it is taken. */
    final class Rows implements AutoCloseable {

        private final Connection connection;
        private final RowCursor cursor;
        private @Nullable StoredRow next;

        private Rows(Connection connection, RowCursor cursor) throws SQLException {
            this.connection = connection;
            this.cursor = cursor;
            this.next = cursor.next();
        }

        /** The row that is next, good until {@link #advance}; null after the last. */
        @Nullable
        StoredRow peek() {
            return next;
        }

        void advance() throws SQLException {
            next = cursor.next();
        }

        @Override
        public void close() throws SQLException {
            cursor.close();
            idle.add(connection);
        }
    }

    /** Has whatever is read now fail at once; from any thread. */
    void cancel() {
        for (Connection connection : all) {
            try {
                connection.unwrap(PGConnection.class).cancelQuery();
            } catch (SQLException e) {
                LOG.debug("a statement could not be cancelled", e);
            }
        }
    }

    /** Gives all connections back but the first. */
    @Override
    public void close() throws SQLException {
        SQLException failure = null;
        for (Connection connection : all.subList(1, all.size())) {
            try (connection) {
                connection.rollback();
            } catch (SQLException e) {
                failure = e; // the others are to be given back, too
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
