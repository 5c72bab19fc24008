package dev.reprise.table;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Encodes one row after another as PostgreSQL's binary COPY format wants its columns. Fields may come in any order; those that did
 * not come are null. Values go straight into one buffer, without an object each. Not safe for use by several threads.
 */
public final class RowBuilder {

    private static final int NULL = -1;
    /** Bytes of the largest value that is not a slice. */
    private static final int PLACE = 16;

    private final int[] starts;
    private final int[] lengths;
    /** Where a column's bytes are; null if in the buffer. */
    private final byte[] @Nullable [] slices;

    /** A place for each column. */
    private final byte[] buffer;

    /** For rows of one table. */
    public RowBuilder(EntityTable table) {
        this.starts = new int[table.columns().size()];
        this.lengths = new int[table.columns().size()];
        this.slices = new byte[table.columns().size()][];
        this.buffer = new byte[PLACE * table.columns().size()];
        clear();
    }

    /** Forgets all fields. */
    public void clear() {
        Arrays.fill(lengths, NULL);
        Arrays.fill(slices, null);
    }

    /** Sets a text or a JSON value from UTF-8, which must not change until {@link #tuple}. */
    public void slice(int column, byte[] utf8, int from, int to) {
        slices[column] = utf8;
        starts[column] = from;
        lengths[column] = to - from;
    }

    /** The same of a whole array. */
    public void bytes(int column, byte[] utf8) {
        slice(column, utf8, 0, utf8.length);
    }

    /** Sets a GUID. */
    public void uuid(int column, UUID guid) {
        put(column, 16).putLong(guid.getMostSignificantBits()).putLong(guid.getLeastSignificantBits());
    }

    /** Sets a whole number. */
    public void bigint(int column, long value) {
        put(column, 8).putLong(value);
    }

    /** Sets a truth value. */
    public void bool(int column, boolean value) {
        put(column, 1).put((byte) (value ? 1 : 0));
    }

    /** The row's columns, in the table's order: for each its length in four bytes, -1 for null, and its bytes. */
    public byte[] tuple() {
        int size = 0;
        for (int length : lengths) {
            size += 4 + Math.max(0, length);
        }
        ByteBuffer tuple = ByteBuffer.allocate(size);
        for (int i = 0; i < lengths.length; i++) {
            tuple.putInt(lengths[i]);
            if (lengths[i] > 0) {
                byte[] slice = slices[i];
                tuple.put(slice == null ? buffer : slice, starts[i], lengths[i]);
            }
        }
        return tuple.array();
    }

    private ByteBuffer put(int column, int length) {
        slices[column] = null;
        starts[column] = PLACE * column;
        lengths[column] = length;
        return ByteBuffer.wrap(buffer, starts[column], length);
    }
}
