package dev.reprise.input;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A window on a file that moves forward only. Bytes from {@link #mark} on stay in it; those before may go whenever it is filled.
 * The fields are open to the scanner, which reads byte by byte.
 */
final class ByteWindow implements Closeable {

    private static final int READ = 1 << 20;

    byte[] bytes = new byte[2 * READ];
    int position;
    int limit;
    int mark;

    private final FileChannel channel;
    private final Fingerprint fingerprint;
    private final long size;
    private long base;

    /** Opens at an offset; {@code chain} is the fingerprint's chain over the whole blocks before it. */
    ByteWindow(Path file, long offset, byte[] chain) throws IOException {
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        this.size = channel.size();
        long block = offset / Fingerprint.BLOCK;
        this.fingerprint = new Fingerprint(block, chain);
        this.base = block * Fingerprint.BLOCK;
        channel.position(base);
        while (base + limit < offset && fill()) {
            // the part of a block before the offset is only hashed
        }
        this.position = (int) Math.min(offset - base, limit);
        this.mark = position;
    }

    /** File offset of the byte that is read next. */
    long offset() {
        return base + position;
    }

    /** Size of the file when it was opened. */
    long size() {
        return size;
    }

    FileChannel channel() {
        return channel;
    }

    byte[] chainAt(long offset) {
        return fingerprint.chainAt(offset);
    }

    /** Whether all bytes of the file were read. */
    boolean ended() throws IOException {
        return position == limit && !fill();
    }

    /** Reads more. Returns false at the end of the file. */
    boolean fill() throws IOException {
        if (mark > 0) {
            System.arraycopy(bytes, mark, bytes, 0, limit - mark);
            base += mark;
            position -= mark;
            limit -= mark;
            mark = 0;
        }
        if (bytes.length - limit < READ) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        int read = channel.read(ByteBuffer.wrap(bytes, limit, READ));
        if (read <= 0) {
            return false;
        }
        fingerprint.update(bytes, limit, read);
        limit += read;
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
