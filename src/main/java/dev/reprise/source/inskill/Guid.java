package dev.reprise.source.inskill;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** GUIDs as exports spell them: 36 characters, hexadecimal digits in groups of 8-4-4-4-12, in either case. */
final class Guid {

    private static final int LENGTH = 36;
    private static final byte[] DIGITS = new byte[256];

    static {
        Arrays.fill(DIGITS, (byte) -1);
        for (char c = 0; c < 0x80; c++) {
            DIGITS[c] = (byte) Character.digit(c, 16);
        }
    }

    private Guid() {}

    /** The GUID, or null if the text is none. ({@link UUID#fromString} takes far more than GUIDs.) */
    static @Nullable UUID parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return parse(bytes, 0, bytes.length);
    }

    /** The same of a text in UTF-8. */
    static @Nullable UUID parse(byte[] utf8, int from, int to) {
        if (to - from != LENGTH
                || utf8[from + 8] != '-'
                || utf8[from + 13] != '-'
                || utf8[from + 18] != '-'
                || utf8[from + 23] != '-') {
            return null;
        }
        long a = digits(utf8, from, 8);
        long b = digits(utf8, from + 9, 4);
        long c = digits(utf8, from + 14, 4);
        long d = digits(utf8, from + 19, 4);
        long e = digits(utf8, from + 24, 12);
        return (a | b | c | d | e) < 0 ? null : new UUID(a << 32 | b << 16 | c, d << 48 | e);
    }

    /** Negative if one of them is no digit. */
    private static long digits(byte[] utf8, int from, int count) {
        long value = 0;
        long any = 0;
        for (int i = from; i < from + count; i++) {
            byte digit = DIGITS[utf8[i] & 0xff];
            any |= digit;
            value = value << 4 | digit & 0xf;
        }
        return any < 0 ? -1 : value;
    }

    /** Whether PostgreSQL gives the same text back. */
    static boolean isCanonical(byte[] utf8, int from, int to) {
        for (int i = from; i < to; i++) {
            if (utf8[i] >= 'A' && utf8[i] <= 'F') {
                return false;
            }
        }
        return true;
    }
}
