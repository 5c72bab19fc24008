package dev.reprise.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Walks over rows as one binary COPY sends them. Until it has come to its end or is closed, its connection is good for nothing else;
 * closed before its end, it leaves a transaction that can only be rolled back.
 */
public final class RowCursor implements AutoCloseable {

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    /** Of a COPY: its signature, flags, and the length of what an extension may have put here. */
    private static final int HEADER = 19;

    private static final int END = -1;

    private static final String CANCELLED = "57014";

    private final PGConnection connection;
    private final CopyOut copy;
    private final StoredRow row;
    private byte[] message = new byte[0];
    private int at;
    private boolean begun;

    RowCursor(Connection connection, EntityTable table, String select) throws SQLException {
        this.connection = connection.unwrap(PGConnection.class);
        this.copy = this.connection.getCopyAPI().copyOut("COPY (" + select + ") TO STDOUT (FORMAT binary)");
        this.row = new StoredRow(table);
    }

    /** The next row, which is good until the one after it; null after the last. */
    public @Nullable StoredRow next() throws SQLException {
        while (at == message.length || (short) SHORT.get(message, at) == END) {
            byte[] next = copy.isActive() ? copy.readFromCopy() : null;
            if (next == null) {
                message = new byte[0];
                at = 0;
                return null;
            }
            message = next;
            at = begun ? 0 : HEADER;
            begun = true;
        }
        at = row.moveTo(message, at + 2);
        return row;
    }

    /**
     * What the server has sent must be read, whoever wants it: the driver's own {@code cancelCopy} leaves it there, and whoever gets the
     * connection next would take it for the answer to another question.
     */
    @Override
    public void close() throws SQLException {
        if (!copy.isActive()) {
            return;
        }
        connection.cancelQuery();
        try {
            while (copy.isActive() && copy.readFromCopy() != null) {
                // it was on its way
            }
        } catch (SQLException e) {
            if (copy.isActive() || !CANCELLED.equals(e.getSQLState())) {
                throw e;
            }
        }
    }
}
