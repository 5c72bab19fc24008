package dev.reprise.input;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Passes over bytes that mean nothing inside a string, eight at a time: the loop that sees most of an element. In a word of eight bytes,
 * {@code (x - 01...) & ~x} has the high bit of the lowest zero byte of {@code x} set, and none below it.
 */
final class PlainBytes {

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = 0x2222222222222222L;
    private static final long SLASHES = 0x5c5c5c5c5c5c5c5cL;
    private static final long SPACES = 0x2020202020202020L;

    private PlainBytes() {}

    /** The first place from {@code at} on where a quote, a backslash or a control character stands; {@code end} if there is none. */
    static int untilControl(byte[] bytes, int at, int end) {
        int place = at;
        for (; place <= end - Long.BYTES; place += Long.BYTES) {
            long word = (long) WORD.get(bytes, place);
            long quote = word ^ QUOTES;
            long slash = word ^ SLASHES;
            long found = ((quote - ONES & ~quote) | (slash - ONES & ~slash) | (word - SPACES & ~word)) & HIGHS;
            if (found != 0) {
                return place + (Long.numberOfTrailingZeros(found) >> 3);
            }
        }
        while (place < end && (bytes[place] & 0xff) >= ' ' && bytes[place] != '"' && bytes[place] != '\\') {
            place++;
        }
        return place;
    }
}
