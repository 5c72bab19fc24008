package dev.reprise.input;

import dev.reprise.record.RefusedException;
import java.io.IOException;

/**
 * Finds where JSON values begin and end, and looks at every byte on the way: UTF-8 must be valid, escapes must not make a lone
 * surrogate or U+0000, nesting must not be too deep. Whether a value is good JSON is for {@link JsonCursor} or {@link StrictJson} to say.
 */
final class JsonScanner {

    static final int END = -1;

    private static final boolean[] PLAIN_IN_STRING = asciiBut("\"\\");
    private static final boolean[] PLAIN_IN_NESTED = asciiBut("\"{}[]");

    private final ByteWindow window;
    private final JsonRefusals refusals;
    private final int longest;
    private final int deepest;
    private long objects;

    JsonScanner(ByteWindow window, JsonRefusals refusals, InputSettings settings) {
        this.window = window;
        this.refusals = refusals;
        this.longest = (int) settings.elementSize().toBytes();
        this.deepest = settings.depth();
    }

    /** Looks at every byte of a document that is in memory as a whole. */
    static void checkDocument(byte[] bytes, int from, int to, JsonRefusals refusals, InputSettings settings)
            throws IOException {
        ByteWindow window = new ByteWindow(bytes, from, to);
        JsonScanner scanner = new JsonScanner(window, refusals, settings);
        Encoding.check(window, refusals);
        if (scanner.token() == END) {
            throw refusals.at(0, "json-empty", "there is no JSON in it", JsonRefusals.MEND);
        }
        scanner.value();
        if (scanner.token() != END) {
            throw refusals.at(
                    window.offset(), "json-trailing-data", "something follows the document", JsonRefusals.MEND);
        }
    }

    /** The next byte after white space, not consumed, or {@link #END}. What lies before it may leave the window. */
    int token() throws IOException {
        while (true) {
            if (window.position == window.limit) {
                window.mark = window.position;
                if (!window.fill()) {
                    return END;
                }
            }
            byte b = window.bytes[window.position];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b & 0xff;
            }
            window.position++;
        }
    }

    /** How many objects were passed over, at any depth: a measure of the records that will be made of them. */
    long objects() {
        return objects;
    }

    /** Consumes the byte that {@link #token()} saw. */
    void consume() {
        window.position++;
    }

    /** Passes over one value that begins at the token; afterwards it stands in the window from its mark to its position. */
    void value() throws IOException {
        window.mark = window.position;
        long start = window.offset();
        byte first = next();
        if (first == '"') {
            string(start);
        } else if (first == '{' || first == '[') {
            objects += first == '{' ? 1 : 0;
            nested(start);
        } else if (first == '-' || first >= '0' && first <= '9' || first >= 'a' && first <= 'z') {
            literal(start);
        } else {
            throw refusals.syntax(start, "a value must stand here");
        }
        if (window.offset() - start > longest) {
            throw tooLong(start);
        }
    }

    private void nested(long start) throws IOException {
        int depth = 1;
        while (depth > 0) {
            skip(PLAIN_IN_NESTED);
            byte b = next(start);
            if (b == '"') {
                string(start);
            } else if (b == '{' || b == '[') {
                objects += b == '{' ? 1 : 0;
                if (++depth > deepest) {
                    throw refusals.at(
                            window.offset() - 1,
                            "json-depth",
                            "values are nested deeper than " + deepest + " levels",
                            "Raise reprise.input.depth if the file is meant to be like this.");
                }
            } else if (b == '}' || b == ']') {
                depth--;
            } else if (b < 0) {
                multibyte(b);
            }
        }
    }

    private void string(long start) throws IOException {
        while (true) {
            skip(PLAIN_IN_STRING);
            byte b = next(start);
            if (b == '"') {
                return;
            } else if (b == '\\') {
                escape();
            } else if (b < 0) {
                multibyte(b);
            }
        }
    }

    /** A number, true, false or null, or what pretends to be one: up to whatever may follow a value. */
    private void literal(long start) throws IOException {
        while (!window.ended()) {
            byte b = window.bytes[window.position];
            if (b == ',' || b == ']' || b == '}' || b == ' ' || b == '\n' || b == '\r' || b == '\t') {
                return;
            }
            if (window.offset() - start > longest) {
                throw tooLong(start);
            }
            window.position++;
            if (b < 0) {
                multibyte(b);
            }
        }
    }

    /** Passes over bytes that mean nothing here. The loop that sees most of a file, so it works on locals. */
    private void skip(boolean[] plain) {
        byte[] bytes = window.bytes;
        int limit = window.limit;
        int at = window.position;
        while (at < limit && plain[bytes[at] & 0xff]) {
            at++;
        }
        window.position = at;
    }

    private void escape() throws IOException {
        if (next() != 'u') {
            return;
        }
        long at = window.offset() - 2;
        int unit = hex();
        if (unit == 0) {
            throw refusals.at(
                    at, "json-nul", "a string contains U+0000, which PostgreSQL cannot keep", JsonRefusals.MEND);
        }
        boolean paired = Character.isHighSurrogate((char) unit)
                && next() == '\\'
                && next() == 'u'
                && Character.isLowSurrogate((char) hex());
        if (Character.isSurrogate((char) unit) && !paired) {
            throw refusals.at(
                    at,
                    "json-surrogate",
                    "a string contains the lone surrogate \\u%04x".formatted(unit),
                    JsonRefusals.MEND);
        }
    }

    private int hex() throws IOException {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(next(), 16);
            if (digit < 0) {
                throw refusals.syntax(window.offset() - 1, "an escape \\u needs four hexadecimal digits");
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    /** The rest of a character whose first byte is above 0x7f: well-formed UTF-8 as the Unicode Standard's table 3-7 has it. */
    private void multibyte(byte first) throws IOException {
        long at = window.offset() - 1;
        int lead = first & 0xff;
        if (lead < 0xc2 || lead > 0xf4) {
            throw badUtf8(at);
        }
        int lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        int more = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
        for (int i = 0; i < more; i++) {
            int b = next() & 0xff;
            if (b < (i == 0 ? lowest : 0x80) || b > (i == 0 ? highest : 0xbf)) {
                throw badUtf8(at);
            }
        }
    }

    private byte next(long start) throws IOException {
        if (window.position == window.limit) {
            if (window.offset() - start > longest) {
                throw tooLong(start);
            }
            if (!window.fill()) {
                throw refusals.truncated(window.offset());
            }
        }
        return window.bytes[window.position++];
    }

    private byte next() throws IOException {
        if (window.ended()) {
            throw refusals.truncated(window.offset());
        }
        return window.bytes[window.position++];
    }

    private static boolean[] asciiBut(String special) {
        boolean[] plain = new boolean[256];
        for (int b = 0; b < 128; b++) {
            plain[b] = special.indexOf(b) < 0;
        }
        return plain;
    }

    private RefusedException tooLong(long start) {
        return refusals.at(
                start,
                "json-element-size",
                "a value is longer than " + longest + " bytes",
                "Raise reprise.input.element-size if the file is meant to be like this.");
    }

    private RefusedException badUtf8(long at) {
        return refusals.at(at, "json-utf8", "the bytes are not UTF-8", "Write the file anew in UTF-8.");
    }
}
