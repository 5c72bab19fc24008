package dev.reprise.input;

import dev.reprise.record.SourceRecord;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Finds the bytes of a value in the record that is being parsed. Most values stand there just as they are to be stored, and need not be
 * decoded and encoded again. One object serves many values. Not safe for use by several threads.
 */
public final class RawValue {

    private byte[] bytes = new byte[0];
    private int from;
    private int to;

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

    /**
     * Finds the content of the string at the parser, which stays there. Returns false if it has escapes: then its bytes are not its
     * content.
     */
    public boolean findString(JsonParser parser, SourceRecord record) {
        bytes = record.bytes();
        from = place(parser, record, '"') + 1;
        int at = from;
        while (bytes[at] != '"') {
            if (bytes[at++] == '\\') {
                return false;
            }
        }
        to = at;
        return true;
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
