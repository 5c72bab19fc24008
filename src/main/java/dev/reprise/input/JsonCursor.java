package dev.reprise.input;

import dev.reprise.input.JsonNames.Name;
import dev.reprise.record.RefusedException;
import dev.reprise.record.SourceRecord;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Walks over one record after another and makes no object of what is there. Of a record that {@link JsonScanner} has seen, it checks
 * all that is left to be checked: RFC 8259 to the letter, no name twice in an object, nothing after the value. What is wrong it does not
 * say; that is for {@link StrictJson}, which then parses the record. Not safe for use by several threads.
 */
public final class JsonCursor extends JsonTokens {

    /** Depths at which a name itself knows which object had it. */
    static final int COUNTED = 16;
    /** Of names longer than this, the parser is asked whether they are too long. */
    private static final int LONG_NAME = StrictJson.LONGEST_NAME / 10;

    private final StrictJson strict;
    private final int deepest;
    private final RawValue name = new RawValue();
    private final JsonNames<String> inPassing = new JsonNames<>(text -> text);

    private int depth;
    /** Whether the value at the cursor is an object or array that was not entered. */
    private boolean opened;
    /** By depth: the number of the object there; 0 for an array. */
    private long[] objects = new long[COUNTED];

    private long lastObject;
    /** By depth: names of that object that do not know themselves. */
    private @Nullable Set<String>[] strangers = newSets(COUNTED);

    /** What a value is. */
    public enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        /** A number without fraction and exponent. */
        WHOLE,
        /** Any other number. */
        DECIMAL,
        TRUE,
        FALSE,
        NULL;

        /** Whether no other values are in it. */
        public boolean isScalar() {
            return compareTo(ARRAY) > 0;
        }
    }

    JsonCursor(StrictJson strict, int deepest) {
        this.strict = strict;
        this.deepest = deepest;
    }

    /**
     * Walks over a record, whose value is at the cursor when the walk begins. The walk must pass all of it.
     *
     * @throws RefusedException if it is not good JSON, wherever in it
     */
    public <T> T read(SourceRecord record, Function<JsonCursor, T> walk) {
        try {
            begin(record);
            depth = 0;
            opened = false;
            value();
            T result = walk.apply(this);
            finish();
            if (doubtful) {
                strict.check(record);
            }
            return result;
        } catch (Malformed e) {
            strict.check(record);
            throw new IllegalStateException(
                    "the parser finds nothing wrong with " + record.origin().pointer(), e);
        }
    }

    private void finish() {
        if (depth > 0) {
            throw new IllegalStateException("a part of the value was not read");
        }
        if (peek() != 0 || at < end) {
            throw Malformed.HERE;
        }
    }

    /**
     * Goes to the value of the next member of the object, of which all values before must have been passed over.
     *
     * @param names of objects that are not inside one another; always of this cursor
     * @return its name; null if there is no other, and the object is passed over
     */
    public <M> @Nullable Name<M> nextMember(JsonNames<M> names) {
        boolean first = opened;
        if (!hasMore('}')) {
            return null;
        }
        Name<M> next = names.guess(first);
        if (next != null && next.standsAt(bytes, at, end)) {
            names.right(next);
            at += next.json().length;
        } else {
            next = spelled(names);
        }
        if (next.isCounted(depth) ? next.again(depth, objects[depth]) : isStrangerAgain(next.text())) {
            throw Malformed.HERE;
        }
        value();
        return next;
    }

    /** Goes to the next element of the array in the same way; false if there is no other, and the array is passed over. */
    public boolean nextElement() {
        if (!hasMore(']')) {
            return false;
        }
        value();
        return true;
    }

    /** Passes over the value at the cursor, which stays the value at the cursor. */
    public void skip() {
        if (opened) {
            int start = from;
            int outside = depth - 1;
            while (depth > outside) {
                if (objects[depth] > 0) {
                    nextMember(inPassing);
                } else {
                    nextElement();
                }
            }
            passed(start);
        }
    }

    /** Makes the object or array that began there, and has just been passed over, the value at the cursor. */
    public void passed(int start) {
        kind = bytes[start] == '{' ? Kind.OBJECT : Kind.ARRAY;
        from = start;
        to = at;
    }

    private boolean hasMore(char close) {
        int b = peek();
        if (b == close) {
            at++;
            depth--;
            opened = false;
            return false;
        }
        if (!opened) {
            if (b != ',') {
                throw Malformed.HERE;
            }
            at++;
            peek();
        }
        opened = false;
        return true;
    }

    private <M> Name<M> spelled(JsonNames<M> names) {
        if (peek() != '"') {
            throw Malformed.HERE;
        }
        scalar('"');
        doubtful |= to - from > LONG_NAME;
        name.forget();
        name.findString(this);
        if (peek() != ':') {
            throw Malformed.HERE;
        }
        at++;
        return names.find(name.bytes(), name.from(), name.to());
    }

    private boolean isStrangerAgain(String text) {
        Set<String> set = strangers[depth];
        if (set == null) {
            set = new HashSet<>();
            strangers[depth] = set;
        }
        return !set.add(text);
    }

    private void value() {
        int b = peek();
        if (b == '{') {
            open(Kind.OBJECT, ++lastObject);
        } else if (b == '[') {
            open(Kind.ARRAY, 0);
        } else {
            scalar(b);
        }
    }

    private void open(Kind what, long object) {
        kind = what;
        from = at;
        at++;
        opened = true;
        if (++depth > deepest) {
            throw Malformed.HERE;
        }
        if (depth == objects.length) {
            objects = Arrays.copyOf(objects, 2 * depth);
            strangers = Arrays.copyOf(strangers, 2 * depth);
        }
        objects[depth] = object;
        strangers[depth] = null;
    }

    /** Arrays of generic types cannot be made otherwise. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable Set<String>[] newSets(int count) {
        return new Set[count];
    }
}
