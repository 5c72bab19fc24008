package dev.reprise.source.inskill;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** GUIDs as exports spell them: 36 characters, hexadecimal digits in groups of 8-4-4-4-12, in either case. */
final class Guid {

    private static final int LENGTH = 36;

    private Guid() {}

    /** The GUID, or null if the text is none. ({@link UUID#fromString} takes far more than GUIDs.) */
    static @Nullable UUID parse(String text) {
        if (text.length() != LENGTH) {
            return null;
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                if (c != '-') {
                    return null;
                }
                continue;
            }
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return null;
            }
            if (i < 18) {
                high = high << 4 | digit;
            } else {
                low = low << 4 | digit;
            }
        }
        return new UUID(high, low);
    }

    /** Whether PostgreSQL gives the same text back. */
    static boolean isCanonical(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 'A' && text.charAt(i) <= 'F') {
                return false;
            }
        }
        return true;
    }
}
