package dev.reprise.table;

import dev.reprise.record.Row;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Hashes of a generation's content, one for each entity: the sum of the SHA-256 of its rows, so that chunks can be added in any run, rows
 * be taken out again, and the sums be taken up. They cover what the file held and its order; not where bytes stood, nor any id of ours,
 * nor how the rows are stored. Equal hashes mean equal content, unless somebody looked for a collision.
 */
public final class ContentHash {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int LONGS = 4;
    /** What is larger is not worth another copy. */
    private static final int LARGEST_COPIED = 1 << 16;
    /** Two GUIDs and the place in the array. */
    private static final int PLACE = 40;

    private final MessageDigest digest;
    private final Map<String, Sum> sums = new TreeMap<>();
    private byte[] scratch = new byte[1024];

    /** An entity's. */
    private static final class Sum {

        private final byte[] name;
        private final long[] parts = new long[LONGS];

        Sum(String entity) {
            this.name = entity.getBytes(StandardCharsets.UTF_8);
        }

        void add(byte[] hash, int sign) {
            for (int i = 0; i < LONGS; i++) {
                parts[i] += sign * (long) LONG.get(hash, 8 * i);
            }
        }

        /** Whether there is any row: one that was taken out again is as one that never was. */
        boolean isFilled() {
            return Arrays.stream(parts).anyMatch(part -> part != 0);
        }

        int size() {
            return 1 + name.length + 8 * LONGS;
        }

        byte[] bytes() {
            ByteBuffer bytes = ByteBuffer.allocate(8 * LONGS);
            bytes.asLongBuffer().put(parts);
            return bytes.array();
        }
    }

    /** Begins with earlier sums, as {@link #bytes()} gave them; null for an empty generation. */
    public ContentHash(byte @Nullable [] earlier) {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
        if (earlier != null) {
            add(earlier);
        }
    }

    /** Adds a row that went in. */
    public void add(Row row) {
        byte[] tuple = row.tuple();
        Sum sum = sum(row.entity());
        begin(sum, tuple.length, row.guid(), row.parent(), row.origin().index());
        end(sum, tuple, 0, tuple.length, 1);
    }

    /** Adds a row as it is stored. */
    public void add(EntityTable table, StoredRow row) {
        add(table, row, 1);
    }

    /** Takes a stored row out again. */
    void subtract(EntityTable table, StoredRow row) {
        add(table, row, -1);
    }

    private void add(EntityTable table, StoredRow row, int sign) {
        Sum sum = sum(table.name());
        int length = row.tupleTo() - row.tupleFrom();
        begin(sum, length, row.guid(), row.parent(), row.index());
        end(sum, row.bytes(), row.tupleFrom(), length, sign);
    }

    private void begin(Sum sum, int tupleLength, @Nullable UUID guid, @Nullable UUID parent, long index) {
        int start = sum.name.length;
        int size = start + PLACE + Math.min(tupleLength, LARGEST_COPIED);
        if (scratch.length < size) {
            scratch = new byte[2 * size];
        }
        System.arraycopy(sum.name, 0, scratch, 0, start);
        put(start, guid);
        put(start + 16, parent);
        LONG.set(scratch, start + 32, index);
    }

    /** All at once: what a digest costs for being begun and fed is more than what a row's bytes cost. */
    private void end(Sum sum, byte[] tuple, int from, int length, int sign) {
        int start = sum.name.length + PLACE;
        if (length <= LARGEST_COPIED) {
            System.arraycopy(tuple, from, scratch, start, length);
            digest.update(scratch, 0, start + length);
        } else {
            digest.update(scratch, 0, start);
            digest.update(tuple, from, length);
        }
        sum.add(digest.digest(), sign);
    }

    private Sum sum(String entity) {
        return sums.computeIfAbsent(entity, Sum::new);
    }

    /** Adds all that was added to another, which gave these bytes. */
    public void add(byte[] other) {
        ByteBuffer entries = ByteBuffer.wrap(other);
        while (entries.hasRemaining()) {
            byte[] name = new byte[entries.get()];
            entries.get(name);
            byte[] hash = new byte[8 * LONGS];
            entries.get(hash);
            sum(new String(name, StandardCharsets.UTF_8)).add(hash, 1);
        }
    }

    /** Takes up what {@link #byEntity()} gave. */
    public static ContentHash of(Map<String, String> byEntity) {
        ContentHash hash = new ContentHash(null);
        byEntity.forEach((entity, digits) -> hash.sum(entity).add(HexFormat.of().parseHex(digits), 1));
        return hash;
    }

    /** Adds a part of the document that is not rows. */
    public void add(String part, String text) {
        sum(part).add(digest.digest(text.getBytes(StandardCharsets.UTF_8)), 1);
    }

    /** The sums so far: for each entity, in the order of their names, the name's length in one byte, the name, and 32 bytes. */
    public byte[] bytes() {
        List<Sum> filled = sums.values().stream().filter(Sum::isFilled).toList();
        int size = filled.stream().mapToInt(Sum::size).sum();
        ByteBuffer bytes = ByteBuffer.allocate(size);
        filled.forEach(sum -> bytes.put((byte) sum.name.length).put(sum.name).put(sum.bytes()));
        return bytes.array();
    }

    /** The sums so far, of each entity in 64 hexadecimal digits. Entities without rows are left out, also those that had some. */
    public Map<String, String> byEntity() {
        Map<String, String> hashes = new TreeMap<>();
        sums.forEach((entity, sum) -> {
            if (sum.isFilled()) {
                hashes.put(entity, HexFormat.of().formatHex(sum.bytes()));
            }
        });
        return hashes;
    }

    private void put(int at, @Nullable UUID guid) {
        LONG.set(scratch, at, guid == null ? 0 : guid.getMostSignificantBits());
        LONG.set(scratch, at + 8, guid == null ? 0 : guid.getLeastSignificantBits());
    }
}
