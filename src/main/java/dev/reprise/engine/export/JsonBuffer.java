package dev.reprise.engine.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Gathers JSON in UTF-8 and writes it in large pieces. What it is given must be valid; it only escapes. */
final class JsonBuffer {

    private static final int SIZE = 1 << 20;
    /** Escaped, a byte takes six at most. */
    private static final int PIECE = SIZE / 8;

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    /** What stands for a byte that cannot stand in a string; null where the byte itself can. */
    private static final byte[][] ESCAPES = new byte[256][];

    static {
        for (int i = 0; i < ' '; i++) {
            ESCAPES[i] = "\\u%04X".formatted(i).getBytes(StandardCharsets.US_ASCII);
        }
        String named = "\bb\tt\nn\ff\rr\"\"\\\\";
        for (int i = 0; i < named.length(); i += 2) {
            ESCAPES[named.charAt(i)] = new byte[] {'\\', (byte) named.charAt(i + 1)};
        }
    }

    private final OutputStream out;
    private final byte[] bytes = new byte[SIZE];
    private int size;
    private long written;

    JsonBuffer(OutputStream out) {
        this.out = out;
    }

    /** How many bytes it was given, in their final form. */
    long length() {
        return written + size;
    }

    void write(int b) throws IOException {
        need(1);
        bytes[size++] = (byte) b;
    }

    void write(byte[] json) throws IOException {
        write(json, 0, json.length);
    }

    /** As it is. */
    void write(byte[] json, int from, int to) throws IOException {
        if (to - from > SIZE) {
            flush();
            out.write(json, from, to - from);
            written += to - from;
            return;
        }
        need(to - from);
        System.arraycopy(json, from, bytes, size, to - from);
        size += to - from;
    }

    /** A string of this UTF-8. */
    void string(byte[] utf8, int from, int to) throws IOException {
        write('"');
        for (int piece = from; piece < to; piece += PIECE) {
            escape(utf8, piece, Math.min(piece + PIECE, to));
        }
        write('"');
    }

    private void escape(byte[] utf8, int from, int to) throws IOException {
        need(6 * (to - from));
        int start = from;
        for (int i = from; i < to; i++) {
            byte[] escape = ESCAPES[utf8[i] & 0xff];
            if (escape != null) {
                System.arraycopy(utf8, start, bytes, size, i - start);
                size += i - start;
                System.arraycopy(escape, 0, bytes, size, escape.length);
                size += escape.length;
                start = i + 1;
            }
        }
        System.arraycopy(utf8, start, bytes, size, to - start);
        size += to - start;
    }

    void number(long value) throws IOException {
        write(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
    }

    /** A string of a GUID in its canonical form. */
    void guid(UUID guid) throws IOException {
        need(38);
        bytes[size++] = '"';
        digits(guid.getMostSignificantBits(), 64, 32);
        bytes[size++] = '-';
        digits(guid.getMostSignificantBits(), 32, 16);
        bytes[size++] = '-';
        digits(guid.getMostSignificantBits(), 16, 0);
        bytes[size++] = '-';
        digits(guid.getLeastSignificantBits(), 64, 48);
        bytes[size++] = '-';
        digits(guid.getLeastSignificantBits(), 48, 0);
        bytes[size++] = '"';
    }

    private void digits(long bits, int from, int to) {
        for (int shift = from - 4; shift >= to; shift -= 4) {
            bytes[size++] = DIGITS[(int) (bits >>> shift) & 0xf];
        }
    }

    private void need(int more) throws IOException {
        if (SIZE - size < more) {
            flush();
        }
    }

    /** Writes all that it was given. */
    void flush() throws IOException {
        out.write(bytes, 0, size);
        written += size;
        size = 0;
    }
}
