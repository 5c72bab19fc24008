package dev.reprise.table;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** Reads a generation's rows back, by one binary COPY a table: in constant memory, and encoded as they were written. */
public final class StoredRows {

    /** Of a COPY: its signature, flags, and the length of what an extension may have put here. */
    private static final int HEADER = 19;

    private static final int END = -1;

    private final Connection connection;

    /** Reads in the connection's transaction. */
    public StoredRows(Connection connection) {
        this.connection = connection;
    }

    /** What is done with each row. */
    public interface Visitor {
        /** Called for each row, which is good until the next one. */
        void row(StoredRow row) throws SQLException;
    }

    /** Visits a generation's rows of a table, in no order. */
    public void visit(EntityTable table, long generation, Visitor visitor) throws SQLException {
        visit(table, generation, "true", visitor);
    }

    /** The same of those that fulfil a condition in SQL; alias {@code t}. */
    void visit(EntityTable table, long generation, String condition, Visitor visitor) throws SQLException {
        read(table, selectSql(table, generation) + " AND " + condition, visitor);
    }

    /** Visits the rows in the order of the file. */
    public void visitInOrder(EntityTable table, long generation, Visitor visitor) throws SQLException {
        read(table, selectSql(table, generation) + " ORDER BY " + table.orderSql(), visitor);
    }

    private static String selectSql(EntityTable table, long generation) {
        String columns = table.columns().stream().map(Column::name).collect(Collectors.joining(", "));
        return "SELECT %s, %s FROM %s t WHERE generation_id = %d"
                .formatted(table.keysSql(), columns, table.partition(generation), generation);
    }

    private void read(EntityTable table, String select, Visitor visitor) throws SQLException {
        CopyOut copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (" + select + ") TO STDOUT (FORMAT binary)");
        try {
            StoredRow row = new StoredRow(table);
            boolean first = true;
            for (byte[] message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
                visit(message, first ? HEADER : 0, row, visitor);
                first = false;
            }
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    /** The server sends whole rows, mostly one a message. */
    private static void visit(byte[] message, int from, StoredRow row, Visitor visitor) throws SQLException {
        int at = from;
        while (at < message.length) {
            if (ByteBuffer.wrap(message).getShort(at) == END) {
                return;
            }
            at = row.moveTo(message, at + 2);
            visitor.row(row);
        }
    }
}
