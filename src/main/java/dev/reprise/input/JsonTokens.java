package dev.reprise.input;

import dev.reprise.input.JsonCursor.Kind;
import dev.reprise.record.SourceRecord;

/**
 * Finds the tokens of a record, each in one pass, and checks each by itself. Whether one may stand where it stands is for {@link
 * JsonCursor} to say.
 */
abstract class JsonTokens {

    /** Of numbers longer than this, the parser is asked whether they are too long. */
    private static final int LONG_NUMBER = StrictJson.LONGEST_NUMBER / 2;

    byte[] bytes = new byte[0];
    int at;
    int end;
    int from;
    int to;
    Kind kind = Kind.NULL;
    /** Something came that only the parser can judge. */
    boolean doubtful;

    private long offset;
    /** The last place where something stood that canonical JSON would not have: white space or an escape. */
    private int untidy;

    /** Something is wrong at the cursor. */
    static final class Malformed extends RuntimeException {

        private static final long serialVersionUID = 1;
        static final Malformed HERE = new Malformed();

        private Malformed() {
            super("not JSON", null, false, false);
        }
    }

    final void begin(SourceRecord record) {
        bytes = record.bytes();
        at = record.from();
        end = record.to();
        offset = record.origin().offset() - at;
        untidy = -1;
        doubtful = false;
    }

    /** What the value at the cursor is. */
    public final Kind kind() {
        return kind;
    }

    /** Holds the record; good as long as that. */
    public final byte[] bytes() {
        return bytes;
    }

    /** Index of the value's first byte, which is a quote if it is a string. */
    public final int from() {
        return from;
    }

    /** Index after the value's last byte, of an object or array once it was passed over. */
    public final int to() {
        return to;
    }

    /** Where in the file the value begins. */
    public final long offset() {
        return offset + from;
    }

    /** Whether the value stands there as canonical JSON has it, of an object or array once it was passed over. */
    public final boolean isCanonical() {
        return untidy < from;
    }

    /** The next byte after white space, not consumed; 0 at the end. */
    final int peek() {
        return at < end && bytes[at] > ' ' ? bytes[at] : peekFurther();
    }

    private int peekFurther() {
        for (; at < end; at++) {
            byte b = bytes[at];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b;
            }
            untidy = at;
        }
        return 0;
    }

    /** Passes over the scalar that begins with this byte, and stands at the cursor from now on. */
    final void scalar(int b) {
        from = at;
        if (b == '"') {
            string();
        } else if (b == '-' || b >= '0' && b <= '9') {
            number();
        } else {
            literal(b);
        }
    }

    private void string() {
        kind = Kind.STRING;
        int place = PlainBytes.untilControl(bytes, at + 1, end);
        while (place < end && bytes[place] == '\\') {
            untidy = place;
            place = PlainBytes.untilControl(bytes, escape(place + 1), end);
        }
        if (place >= end || bytes[place] != '"') {
            throw Malformed.HERE;
        }
        to = place + 1;
        at = to;
    }

    /** After the backslash. Returns what follows. */
    private int escape(int place) {
        if (place < end && "\"\\/bfnrt".indexOf(bytes[place]) >= 0) {
            return place + 1;
        }
        if (place + 5 > end || bytes[place] != 'u') {
            throw Malformed.HERE;
        }
        for (int i = place + 1; i < place + 5; i++) {
            if (Character.digit(bytes[i], 16) < 0) {
                throw Malformed.HERE;
            }
        }
        return place + 5;
    }

    private void number() {
        int whole = bytes[at] == '-' ? at + 1 : at;
        int place = digits(whole);
        if (bytes[whole] == '0' && place > whole + 1) {
            throw Malformed.HERE;
        }
        kind = Kind.WHOLE;
        if (place < end && (bytes[place] == '.' || (bytes[place] | 0x20) == 'e')) {
            kind = Kind.DECIMAL;
            place = rest(place);
        }
        doubtful |= place - at > LONG_NUMBER;
        to = place;
        at = place;
    }

    /** Fraction and exponent. */
    private int rest(int start) {
        int place = bytes[start] == '.' ? digits(start + 1) : start;
        if (place < end && (bytes[place] | 0x20) == 'e') {
            boolean signed = place + 1 < end && (bytes[place + 1] == '+' || bytes[place + 1] == '-');
            place = digits(place + (signed ? 2 : 1));
        }
        return place;
    }

    /** At least one. */
    private int digits(int start) {
        int place = start;
        while (place < end && bytes[place] >= '0' && bytes[place] <= '9') {
            place++;
        }
        if (place == start) {
            throw Malformed.HERE;
        }
        return place;
    }

    private void literal(int b) {
        if (b == 'n') {
            literal(Kind.NULL, "null");
        } else if (b == 't') {
            literal(Kind.TRUE, "true");
        } else if (b == 'f') {
            literal(Kind.FALSE, "false");
        } else {
            throw Malformed.HERE;
        }
    }

    private void literal(Kind what, String word) {
        to = at + word.length();
        if (to > end) {
            throw Malformed.HERE;
        }
        for (int i = 1; i < word.length(); i++) {
            if (bytes[at + i] != word.charAt(i)) {
                throw Malformed.HERE;
            }
        }
        kind = what;
        at = to;
    }
}
