package dev.reprise.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Collectors;

/** Reads a generation's rows back, by one binary COPY a table: in constant memory, and encoded as they were written. */
public final class StoredRows {

    private final Connection connection;

    /** Reads in the connection's transaction. */
    public StoredRows(Connection connection) {
        this.connection = connection;
    }

    /** What is done with each row. */
    interface Visitor {
        /** Called for each row, which is good until the next one. */
        void row(StoredRow row) throws SQLException;
    }

    /** Visits a generation's rows of a table, in no order. */
    void visit(EntityTable table, long generation, Visitor visitor) throws SQLException {
        visit(table, generation, "true", visitor);
    }

    /** The same of those that fulfil a condition in SQL; alias {@code t}. */
    void visit(EntityTable table, long generation, String condition, Visitor visitor) throws SQLException {
        String select = selectSql(table, generation) + " AND " + condition;
        try (RowCursor rows = new RowCursor(connection, table, select)) {
            for (StoredRow row = rows.next(); row != null; row = rows.next()) {
                visitor.row(row);
            }
        }
    }

    /** The rows in the order of the file, to be walked over; the connection serves nothing else meanwhile. */
    public RowCursor inOrder(EntityTable table, long generation) throws SQLException {
        // to see whether they lie like this already would cost about what it costs to sort rows that nearly do; and
        // some never do, as
        // PostgreSQL puts a small one where an earlier page has room
        return new RowCursor(connection, table, selectSql(table, generation) + " ORDER BY " + table.orderSql());
    }

    private static String selectSql(EntityTable table, long generation) {
        String columns = table.columns().stream().map(Column::name).collect(Collectors.joining(", "));
        return "SELECT %s, %s FROM %s t WHERE generation_id = %d"
                .formatted(table.keysSql(), columns, table.partition(generation), generation);
    }
}
