package dev.reprise.input;

import java.nio.charset.StandardCharsets;

/**
 * The bytes of the value at a cursor. Most values stand in the record just as they are to be stored, and need not be decoded and encoded
 * again. One object serves many values. Not safe for use by several threads.
 */
public final class RawValue {

    private static final int LARGEST_KEPT = 1 << 20;
    private static final String ESCAPES = "bfnrt";
    private static final String ESCAPED = "\b\f\n\r\t";

    private byte[] bytes = new byte[0];
    private int from;
    private int to;
    /** Values that could not be left where they stand; they stay here until they are forgotten. */
    private byte[] decoded = new byte[1024];

    private int used;

    /** Values found so far are no longer needed. */
    public void forget() {
        used = 0;
        if (decoded.length > LARGEST_KEPT) {
            decoded = new byte[1024];
        }
    }

    /** Hold the value; not to be written to. */
    public byte[] bytes() {
        return bytes;
    }

    /** Index of its first byte. */
    public int from() {
        return from;
    }

    /** Index after its last byte. */
    public int to() {
        return to;
    }

    /** Finds the content of the string at the cursor: where it stands or, if it has escapes, decoded. */
    public void findString(JsonCursor cursor) {
        bytes = cursor.bytes();
        from = cursor.from() + 1;
        to = cursor.to() - 1;
        if (!cursor.isCanonical()) {
            decode();
        }
    }

    /** No escape is shorter than what it stands for. */
    private void decode() {
        if (decoded.length - used < to - from) {
            decoded = new byte[Math.max(2 * decoded.length, to - from)];
            used = 0;
        }
        int start = used;
        int at = from;
        while (at < to) {
            int run = at;
            at = PlainBytes.untilControl(bytes, at, to);
            keep(run, at);
            if (at < to) {
                at = escape(at + 1);
            }
        }
        bytes = decoded;
        from = start;
        to = used;
    }

    /** Bytes between escapes, all at once. */
    private void keep(int start, int end) {
        System.arraycopy(bytes, start, decoded, used, end - start);
        used += end - start;
    }

    /** From after the backslash on. Returns what follows. */
    private int escape(int at) {
        if (bytes[at] == 'u') {
            return decodeUnit(at + 1);
        }
        int which = ESCAPES.indexOf(bytes[at]);
        decoded[used++] = which < 0 ? bytes[at] : (byte) ESCAPED.charAt(which);
        return at + 1;
    }

    /** From the digits on; two units that are one character stand beside each other, as the scanner has seen. Returns what follows. */
    private int decodeUnit(int digits) {
        int point = unit(digits);
        int after = digits + 4;
        if (Character.isHighSurrogate((char) point) && after + 6 <= to) {
            point = Character.toCodePoint((char) point, (char) unit(after + 2));
            after += 6;
        }
        if (point < 0x80) {
            decoded[used++] = (byte) point;
        } else if (point < 0x800) {
            decoded[used++] = (byte) (0xc0 | point >> 6);
            continuation(point);
        } else if (point < 0x10000) {
            decoded[used++] = (byte) (0xe0 | point >> 12);
            continuation(point >> 6);
            continuation(point);
        } else {
            decoded[used++] = (byte) (0xf0 | point >> 18);
            continuation(point >> 12);
            continuation(point >> 6);
            continuation(point);
        }
        return after;
    }

    private void continuation(int bits) {
        decoded[used++] = (byte) (0x80 | bits & 0x3f);
    }

    private int unit(int digits) {
        int unit = 0;
        for (int i = digits; i < Math.min(digits + 4, to); i++) {
            unit = unit << 4 | Character.digit(bytes[i], 16) & 0xf;
        }
        return unit;
    }

    /** Passes over the value at the cursor and finds it written as {@link StrictJson#canonical} does. */
    public void findJson(JsonCursor cursor) {
        cursor.skip();
        bytes = cursor.bytes();
        from = cursor.from();
        to = cursor.to();
        if (!cursor.isCanonical()) {
            bytes = StrictJson.rewrite(bytes, from, to);
            from = 0;
            to = bytes.length;
        }
    }

    /** The value that was found last. */
    public String text() {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
