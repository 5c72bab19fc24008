package dev.reprise.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row as the database holds it, while {@link StoredRows} hands it out: a view on bytes of the binary COPY format that is moved from
 * row to row, so that reading makes no object a field.
 */
public final class StoredRow {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int KEYS = 4;

    private final int[] starts;
    private final int[] lengths;
    private byte[] bytes = new byte[0];
    private int end;

    StoredRow(EntityTable table) {
        this.starts = new int[KEYS + table.columns().size()];
        this.lengths = new int[KEYS + table.columns().size()];
    }

    /** Moves on to the row whose fields begin here, after their number. Returns what follows it. */
    int moveTo(byte[] message, int from) {
        bytes = message;
        int at = from;
        for (int i = 0; i < starts.length; i++) {
            lengths[i] = (int) INT.get(message, at);
            starts[i] = at + 4;
            at += 4 + Math.max(0, lengths[i]);
        }
        end = at;
        return at;
    }

    /** Its GUID; null where the entity has none. */
    public @Nullable UUID guid() {
        return guidAt(0);
    }

    /** GUID of the element that it is nested in; null where it is not nested. */
    public @Nullable UUID parent() {
        return guidAt(1);
    }

    /** Place in its array of the element that it is nested in; -1 where it is not nested. */
    public long parentIndex() {
        return longAt(2);
    }

    /** Its place in its array; 0 for the document's head. */
    public long index() {
        return Math.max(0, longAt(3));
    }

    /** Holds the fields; not to be written to, nor to be kept. */
    public byte[] bytes() {
        return bytes;
    }

    /** Whether a column is null. */
    public boolean isNull(int column) {
        return lengths[KEYS + column] < 0;
    }

    /** Index of a column's first byte: UTF-8 of a text or a JSON value, 16 bytes of a GUID, 8 of a whole number, 1 of a truth value. */
    public int from(int column) {
        return starts[KEYS + column];
    }

    /** Index after a column's last byte. */
    public int to(int column) {
        return starts[KEYS + column] + Math.max(0, lengths[KEYS + column]);
    }

    /** A whole number's value. */
    public long bigint(int column) {
        return (long) LONG.get(bytes, from(column));
    }

    /** A GUID column's value. */
    public UUID uuid(int column) {
        return new UUID((long) LONG.get(bytes, from(column)), (long) LONG.get(bytes, from(column) + 8));
    }

    int tupleFrom() {
        return starts[KEYS] - 4;
    }

    int tupleTo() {
        return end;
    }

    private @Nullable UUID guidAt(int key) {
        return lengths[key] < 0
                ? null
                : new UUID((long) LONG.get(bytes, starts[key]), (long) LONG.get(bytes, starts[key] + 8));
    }

    private long longAt(int key) {
        return lengths[key] < 0 ? -1 : (long) LONG.get(bytes, starts[key]);
    }
}
