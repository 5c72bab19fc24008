package dev.reprise.table;

import dev.reprise.record.Row;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Hash of a generation's content: the sum of the SHA-256 of its rows, so that chunks can be added in any run and the sum be taken
 * up again. It covers what the file held and its order; not where bytes stood, nor any id of ours. Equal hashes mean equal content.
 */
public final class ContentHash {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Two GUIDs and the place in the array. */
    private static final int PLACE = 40;

    private final MessageDigest digest;
    private final Map<String, byte[]> entities = new HashMap<>();
    private byte[] scratch = new byte[1024];
    private final long[] sum = new long[4];

    /** Begins with an earlier sum of 32 bytes; null for an empty generation. */
    public ContentHash(byte @Nullable [] earlier) {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
        if (earlier != null) {
            ByteBuffer.wrap(earlier).asLongBuffer().get(sum);
        }
    }

    /** Adds a row that went in. */
    public void add(Row row) {
        byte[] entity = entities.computeIfAbsent(row.entity(), name -> name.getBytes(StandardCharsets.UTF_8));
        int size = entity.length + PLACE + row.tuple().length;
        if (scratch.length < size) {
            scratch = new byte[2 * size];
        }
        // all at once: what a digest costs for being begun and fed is more than what a row's bytes cost
        System.arraycopy(entity, 0, scratch, 0, entity.length);
        put(entity.length, row.guid());
        put(entity.length + 16, row.parent());
        LONG.set(scratch, entity.length + 32, row.origin().index());
        System.arraycopy(row.tuple(), 0, scratch, entity.length + PLACE, row.tuple().length);
        digest.update(scratch, 0, size);
        addDigest(digest.digest());
    }

    /** Adds all that was added to another, whose sum this is. */
    public void add(byte[] other) {
        addDigest(other);
    }

    /** Adds the part of the document that is not rows. */
    public void add(String text) {
        addDigest(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The sum so far: 32 bytes. */
    public byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(32);
        bytes.asLongBuffer().put(sum);
        return bytes.array();
    }

    private void addDigest(byte[] hash) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += (long) LONG.get(hash, 8 * i);
        }
    }

    private void put(int at, @Nullable UUID guid) {
        LONG.set(scratch, at, guid == null ? 0 : guid.getMostSignificantBits());
        LONG.set(scratch, at + 8, guid == null ? 0 : guid.getLeastSignificantBits());
    }
}
