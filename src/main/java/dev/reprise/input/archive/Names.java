package dev.reprise.input.archive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The names of all entries, as bytes and close together: 100,000 strings would be too many beside other work. */
final class Names {

    /** Longest name in bytes; PATH_MAX of Linux. */
    static final int LONGEST = 4096;

    private static final int PIECE = 1 << 16;
    private static final int LENGTH_BYTES = 2;

    private final List<byte[]> pieces = new ArrayList<>();
    private int used = PIECE;

    /** Keeps a name of at most {@value #LONGEST} bytes; returns its number. */
    int add(byte[] bytes, int from, int length) {
        if (used + LENGTH_BYTES + length > PIECE) {
            pieces.add(new byte[PIECE]);
            used = 0;
        }
        byte[] piece = pieces.get(pieces.size() - 1);
        int start = used;
        piece[used] = (byte) (length >> 8);
        piece[used + 1] = (byte) length;
        System.arraycopy(bytes, from, piece, used + LENGTH_BYTES, length);
        used += LENGTH_BYTES + length;
        return (pieces.size() - 1) * PIECE + start;
    }

    int length(int number) {
        byte[] piece = pieces.get(number / PIECE);
        int start = number % PIECE;
        return (piece[start] & 0xff) << 8 | piece[start + 1] & 0xff;
    }

    boolean isFolder(int number) {
        return pieces.get(number / PIECE)[number % PIECE + LENGTH_BYTES + length(number) - 1] == '/';
    }

    boolean equals(int number, byte[] bytes, int from, int length) {
        int start = number % PIECE + LENGTH_BYTES;
        return Arrays.equals(pieces.get(number / PIECE), start, start + length(number), bytes, from, from + length);
    }

    byte[] bytes(int number) {
        int start = number % PIECE + LENGTH_BYTES;
        return Arrays.copyOfRange(pieces.get(number / PIECE), start, start + length(number));
    }

    String text(int number) {
        return new String(
                pieces.get(number / PIECE), number % PIECE + LENGTH_BYTES, length(number), StandardCharsets.UTF_8);
    }
}
