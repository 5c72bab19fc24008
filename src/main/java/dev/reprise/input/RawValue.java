package dev.reprise.input;

import dev.reprise.record.SourceRecord;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Finds the bytes of a value in the record that is being parsed. Most values stand there just as they are to be stored, and need not be
 * decoded and encoded again. One object serves many values. Not safe for use by several threads.
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

    /** Finds the content of the string at the parser, which stays there: where it stands or, if it has escapes, decoded. */
    public void findString(JsonParser parser, SourceRecord record) {
        byte[] source = record.bytes();
        int start = place(parser, record, '"') + 1;
        int escape = -1;
        int at = start;
        while (source[at] != '"') {
            if (source[at] == '\\') {
                escape = escape < 0 ? at : escape;
                at++;
            }
            at++;
        }
        bytes = source;
        from = start;
        to = at;
        if (escape >= 0) {
            decode(escape);
        }
    }

    /** No escape is shorter than what it stands for. Those that are none are refused by the parser as it goes on. */
    private void decode(int firstEscape) {
        if (decoded.length - used < to - from) {
            decoded = new byte[Math.max(2 * decoded.length, to - from)];
            used = 0;
        }
        int start = used;
        int run = from;
        int at = firstEscape;
        while (at < to) {
            keep(run, at);
            run = escape(at + 1);
            at = run;
            while (at < to && bytes[at] != '\\') {
                at++;
            }
        }
        keep(run, to);
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

    /** Passes over the value at the parser and finds it written as {@link StrictJson#canonical} does. */
    public void findJson(JsonParser parser, SourceRecord record) {
        JsonToken token = parser.currentToken();
        if (!token.isStructStart()) {
            set(StrictJson.canonical(parser));
            return;
        }
        bytes = record.bytes();
        from = place(parser, record, token == JsonToken.START_OBJECT ? '{' : '[');
        parser.skipChildren();
        to = place(parser, record, token == JsonToken.START_OBJECT ? '}' : ']') + 1;
        if (!isCanonical()) {
            set(StrictJson.rewrite(bytes, from, to));
        }
    }

    /** Nothing but names and values in their shortest form: what has an escape may have a shorter one. */
    private boolean isCanonical() {
        boolean inString = false;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '"') {
                inString = !inString;
            } else if (b == '\\' || !inString && b <= ' ' && b >= 0) {
                return false;
            }
        }
        return true;
    }

    private void set(byte[] whole) {
        bytes = whole;
        from = 0;
        to = whole.length;
    }

    private static int place(JsonParser parser, SourceRecord record, char expected) {
        int place = record.from() + (int) parser.currentTokenLocation().getByteOffset();
        if (record.bytes()[place] != expected) {
            throw new IllegalStateException("the parser is not where it says, at byte " + place);
        }
        return place;
    }
}
