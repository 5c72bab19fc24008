package dev.reprise.input.archive;

import dev.reprise.record.RefusedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Makes the refusals of one archive. It says which entry is meant, by number and name, whatever that name may do to a terminal. */
final class Refusals {

    static final String AGAIN = "Copy or export it again.";
    static final String PACK = "Export it again, or pack the files anew with a common program.";

    private static final int LONGEST = 100;

    private final String file;

    Refusals(String file) {
        this.file = file;
    }

    /** About the file as a whole. */
    RefusedException file(String code, String what, String next) {
        return RefusedException.file(code, what, file, next);
    }

    /** About something at a byte of the file. */
    RefusedException at(long offset, String code, String what, String next) {
        return RefusedException.file(code, what, file + ", byte " + offset, next);
    }

    /** About an entry. */
    RefusedException entry(Entries entries, int entry, Fault fault) {
        return entry(entry, shown(entries, entry), fault);
    }

    /** About an entry whose name is not kept. */
    RefusedException entry(int entry, String shown, Fault fault) {
        return RefusedException.file(
                fault.code(), fault.what(), file + ", entry " + (entry + 1L) + " " + shown, fault.next());
    }

    static String shown(Entries entries, int entry) {
        return shown(entries.names.bytes(entries.nameNumbers[entry]));
    }

    /** A name in quotes: shortened in its middle, with nothing in it that is not seen. */
    static String shown(byte[] name) {
        StringBuilder text = new StringBuilder();
        try {
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name))
                    .toString();
            decoded.codePoints().forEach(point -> escape(text, point));
        } catch (CharacterCodingException e) {
            for (byte octet : name) {
                if (octet < 0) {
                    text.append(String.format(Locale.ROOT, "\\x%02x", octet & 0xff));
                } else {
                    escape(text, octet);
                }
            }
        }
        if (text.length() > LONGEST) {
            text.replace(before(text, LONGEST / 2), before(text, text.length() - LONGEST / 2 + 1), "…");
        }
        return "\"" + text + "\"";
    }

    private static int before(StringBuilder text, int index) {
        return Character.isLowSurrogate(text.charAt(index)) ? index - 1 : index;
    }

    private static void escape(StringBuilder text, int point) {
        if (point == '"' || point == '\\') {
            text.append('\\');
        }
        if (isSeen(point)) {
            text.appendCodePoint(point);
        } else {
            text.append(String.format(Locale.ROOT, point > 0xffff ? "\\u{%x}" : "\\u%04x", point));
        }
    }

    private static boolean isSeen(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
