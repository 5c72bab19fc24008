package dev.reprise.input;

import java.io.IOException;

/** Looks at a file's first bytes: one UTF-8 byte order mark is passed over, UTF-16 and UTF-32 are refused by name. */
final class Encoding {

    private Encoding() {}

    static void check(ByteWindow window, JsonRefusals refusals) throws IOException {
        if (window.ended()) {
            throw refusals.at(0, "json-empty", "the file is empty", "Export it again.");
        }
        if (starts(window, 0xef, 0xbb, 0xbf)) {
            window.position += 3;
        } else if (starts(window, 0xfe, 0xff) || starts(window, 0xff, 0xfe) || hasZero(window)) {
            throw refusals.at(0, "json-encoding", "the file is UTF-16 or UTF-32, not UTF-8", "Write it anew in UTF-8.");
        }
    }

    /** Where a text begins that may have a byte order mark before it. */
    static int afterMark(byte[] bytes, int from, int to) {
        boolean marked = to - from >= 3
                && bytes[from] == (byte) 0xef
                && bytes[from + 1] == (byte) 0xbb
                && bytes[from + 2] == (byte) 0xbf;
        return marked ? from + 3 : from;
    }

    private static boolean starts(ByteWindow window, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (window.position + i >= window.limit || (window.bytes[window.position + i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** Every UTF-16 or UTF-32 document has a zero among its first four bytes, as it begins with an ASCII character. */
    private static boolean hasZero(ByteWindow window) {
        for (int i = window.position; i < Math.min(window.limit, window.position + 4); i++) {
            if (window.bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }
}
