package dev.reprise.input.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** Reads records anywhere in a file through one buffer. Numbers are unsigned and little-endian, as ZIP has them. */
final class Window {

    /** The longest record, with name, extra field and comment of 64 KB each, fits. */
    private static final int CAPACITY = 1 << 18;

    private static final int READ = 1 << 14;

    final byte[] bytes = new byte[CAPACITY];

    private final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    private final FileChannel channel;
    private final Refusals refusals;
    private final long length;
    private long base;
    private int held;

    Window(FileChannel channel, Refusals refusals) throws IOException {
        this.channel = channel;
        this.refusals = refusals;
        this.length = channel.size();
    }

    /** The file's length when it was opened. */
    long length() {
        return length;
    }

    /** Makes bytes of the file readable, which must lie in it; returns where in {@link #bytes} they begin. Valid until the next call. */
    int at(long offset, int count) throws IOException {
        if (offset < base || offset + count > base + held) {
            int wanted = (int) Math.min(Math.max(count, READ), length - offset);
            base = offset;
            held = 0;
            held = read(ByteBuffer.wrap(bytes, 0, wanted), offset);
            if (held < count) {
                throw refusals.file("zip-truncated", "the file has become shorter while it was read", Refusals.AGAIN);
            }
        }
        return (int) (offset - base);
    }

    /** Reads until the buffer is full or the file ends; returns how many bytes. */
    private int read(ByteBuffer into, long offset) throws IOException {
        while (into.hasRemaining() && channel.read(into, offset + into.position()) >= 0) {
            // short reads go on
        }
        return into.position();
    }

    int u16(int at) {
        return buffer.getShort(at) & 0xffff;
    }

    int i32(int at) {
        return buffer.getInt(at);
    }

    long u32(int at) {
        return buffer.getInt(at) & 0xffff_ffffL;
    }

    /** Negative beyond 2^63. */
    long u64(int at) {
        return buffer.getLong(at);
    }
}
