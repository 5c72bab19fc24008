package dev.reprise.input;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A window on a file that moves forward only; on what is in it if it is compressed. Bytes from {@link #mark} on stay in it; those before
 * may go whenever it is filled. The fields are open to the scanner, which reads byte by byte.
 */
final class ByteWindow implements Closeable {

    private static final int READ = 1 << 20;

    byte[] bytes;
    int position;
    int limit;
    int mark;

    /** Null for bytes that are in memory as a whole. */
    private final @Nullable FileChannel channel;

    private final @Nullable Gunzip gzip;
    private final Fingerprint fingerprint;
    private final long size;
    private long base;

    /**
     * Opens at an offset; {@code chain} is the fingerprint's chain over the whole blocks before it. What is compressed has to be inflated
     * up to there.
     */
    ByteWindow(Path file, long offset, byte[] chain) throws IOException {
        FileChannel opened = FileChannel.open(file, StandardOpenOption.READ);
        this.channel = opened;
        this.bytes = new byte[2 * READ];
        this.gzip = Gunzip.is(file.toString(), opened) ? new Gunzip(file.toString(), opened) : null;
        this.size = opened.size();
        long block = gzip == null ? offset / Fingerprint.BLOCK : 0;
        this.fingerprint = new Fingerprint(block, gzip == null ? chain : Fingerprint.start());
        this.base = block * Fingerprint.BLOCK;
        opened.position(base);
        while (base + limit < offset && fill()) {
            position = (int) Math.min(offset - base, limit); // what is before the offset is only hashed
            mark = position;
        }
        this.position = (int) Math.min(offset - base, limit);
        this.mark = position;
    }

    /** On what is in memory, and is not to be written to. Its offsets begin at 0. */
    ByteWindow(byte[] bytes, int from, int to) {
        this.channel = null;
        this.gzip = null;
        this.fingerprint = new Fingerprint(0, Fingerprint.start());
        this.bytes = bytes;
        this.base = -from;
        this.position = from;
        this.mark = from;
        this.limit = to;
        this.size = (long) to - from;
    }

    /** Offset of the byte that is read next. */
    long offset() {
        return base + position;
    }

    /** How many bytes may follow, at most. */
    long rest() {
        return gzip == null ? size - offset() : Long.MAX_VALUE;
    }

    /** Whether the file has become longer than what was read to its end. */
    boolean hasGrown() throws IOException {
        return file().size() != (gzip == null ? offset() : gzip.taken());
    }

    byte[] chain() {
        return fingerprint.chainAt(offset());
    }

    /** The fingerprint's tail before the offset; of a compressed file with how much of it was read. */
    byte[] tail() throws IOException {
        if (gzip == null) {
            return Fingerprint.tail(file(), offset());
        }
        int from = (int) (Fingerprint.tailFrom(offset()) - base);
        byte[] hash = Fingerprint.tail(bytes, from, position);
        return ByteBuffer.allocate(hash.length + Long.BYTES)
                .put(hash)
                .putLong(gzip.taken())
                .array();
    }

    /**
     * Whether what was inflated is what was read up to a position; the window was opened there. Of a file that is not compressed nothing
     * was read to tell.
     */
    boolean isPast(Position from) throws IOException {
        return gzip == null
                || offset() == from.offset()
                        && Arrays.equals(chain(), from.chain())
                        && Arrays.equals(
                                tail(),
                                0,
                                Fingerprint.LENGTH,
                                from.tail(),
                                0,
                                Math.min(from.tail().length, Fingerprint.LENGTH));
    }

    /** Whether all bytes of the file were read. */
    boolean ended() throws IOException {
        return position == limit && !fill();
    }

    /** Reads more. Returns false at the end of the file. */
    boolean fill() throws IOException {
        if (channel == null) {
            return false;
        }
        // inflated bytes cannot be read again for the fingerprint's tail
        int gone = gzip == null ? mark : Math.max(0, mark - 2 * Fingerprint.BLOCK);
        if (gone > 0) {
            System.arraycopy(bytes, gone, bytes, 0, limit - gone);
            base += gone;
            position -= gone;
            limit -= gone;
            mark -= gone;
        }
        if (bytes.length - limit < READ) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        int read = gzip == null ? channel.read(ByteBuffer.wrap(bytes, limit, READ)) : gzip.read(bytes, limit, READ);
        if (read <= 0) {
            return false;
        }
        fingerprint.update(bytes, limit, read);
        limit += read;
        return true;
    }

    @Override
    public void close() throws IOException {
        if (gzip != null) {
            gzip.end();
        }
        file().close();
    }

    private FileChannel file() {
        return Objects.requireNonNull(channel, "these bytes are of no file");
    }
}
