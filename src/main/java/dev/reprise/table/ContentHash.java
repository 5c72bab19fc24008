package dev.reprise.table;

import dev.reprise.record.Row;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Hash of a generation's content: the sum of the SHA-256 of its rows, so that chunks can be added in any run and the sum be taken
 * up again. It covers what the file held and its order; not where bytes stood, nor any id of ours. Equal hashes mean equal content.
 */
public final class ContentHash {

    private final MessageDigest digest;
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
        digest.update(row.entity().getBytes(StandardCharsets.UTF_8));
        ByteBuffer place = ByteBuffer.allocate(41);
        put(place, row.guid());
        put(place, row.parent());
        place.putLong(row.origin().index());
        digest.update(place.array());
        addDigest(digest.digest(row.tuple()));
    }

    /** Adds all that was added to another. */
    public void add(ContentHash other) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other.sum[i];
        }
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
        ByteBuffer words = ByteBuffer.wrap(hash);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += words.getLong();
        }
    }

    private static void put(ByteBuffer place, @Nullable UUID guid) {
        if (guid != null) {
            place.putLong(guid.getMostSignificantBits()).putLong(guid.getLeastSignificantBits());
        }
    }
}
