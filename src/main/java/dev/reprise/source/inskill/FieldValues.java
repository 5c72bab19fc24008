package dev.reprise.source.inskill;

import dev.reprise.input.JsonCursor;
import dev.reprise.input.JsonCursor.Kind;
import dev.reprise.input.JsonNames.Name;
import dev.reprise.input.RawValue;
import dev.reprise.table.Column;
import dev.reprise.table.RowBuilder;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The values of one element on their way into columns and attributes. */
final class FieldValues {

    private static final int LONGEST_WHOLE = 20;
    private static final int LARGEST_KEPT = 1 << 20;
    /** Digits that a whole number has at most if it surely fits. */
    private static final int SURELY_FITS = 18;

    private final RowBuilder row;
    private final RawValue raw = new RawValue();
    private ByteArrayOutputStream attributes = new ByteArrayOutputStream(256);

    /** Whether a column gives a value back. */
    enum Fit {
        /** Its very text. */
        EXACT,
        /** The value, but not its text. */
        LOSSY,
        /** Not at all; the column stays null. */
        OTHER_TYPE
    }

    FieldValues(RowBuilder row) {
        this.row = row;
    }

    void clear() {
        row.clear();
        raw.forget();
        if (attributes.size() > LARGEST_KEPT) {
            attributes = new ByteArrayOutputStream(256);
        }
        attributes.reset();
    }

    /** Puts the value at the cursor into a column if it can; a JSON value is passed over. */
    Fit put(int column, Column.Type type, JsonCursor cursor) {
        return switch (type) {
            case TEXT -> text(column, cursor);
            case UUID -> uuid(column, cursor);
            case BIGINT -> bigint(column, cursor);
            case BOOLEAN -> bool(column, cursor);
            case BYTES -> throw new IllegalArgumentException("no column of a product holds bytes");
            case JSON -> {
                raw.findJson(cursor);
                row.slice(column, raw.bytes(), raw.from(), raw.to());
                yield Fit.EXACT;
            }
        };
    }

    private Fit text(int column, JsonCursor cursor) {
        if (cursor.kind() != Kind.STRING) {
            return Fit.OTHER_TYPE;
        }
        raw.findString(cursor);
        row.slice(column, raw.bytes(), raw.from(), raw.to());
        return Fit.EXACT;
    }

    /** The value at the cursor as canonical JSON; it is passed over. */
    String json(JsonCursor cursor) {
        raw.findJson(cursor);
        return raw.text();
    }

    /** The same, but of a string what is in it. */
    String text(JsonCursor cursor) {
        if (cursor.kind() != Kind.STRING) {
            return json(cursor);
        }
        raw.findString(cursor);
        return raw.text();
    }

    /** Whether the text that was put last is one of these. */
    boolean isOneOf(byte[][] known) {
        for (byte[] one : known) {
            if (Arrays.equals(one, 0, one.length, raw.bytes(), raw.from(), raw.to())) {
                return true;
            }
        }
        return false;
    }

    /** The GUID at the cursor; null if there is none. */
    @Nullable
    UUID guid(JsonCursor cursor) {
        if (cursor.kind() != Kind.STRING) {
            return null;
        }
        raw.findString(cursor);
        return Guid.parse(raw.bytes(), raw.from(), raw.to());
    }

    /** Whether PostgreSQL gives the GUID that was found last back as it stands there. */
    boolean isCanonicalGuid() {
        return Guid.isCanonical(raw.bytes(), raw.from(), raw.to());
    }

    private Fit uuid(int column, JsonCursor cursor) {
        UUID guid = guid(cursor);
        if (guid == null) {
            return Fit.OTHER_TYPE;
        }
        row.uuid(column, guid);
        return isCanonicalGuid() ? Fit.EXACT : Fit.LOSSY;
    }

    private Fit bool(int column, JsonCursor cursor) {
        if (cursor.kind() != Kind.TRUE && cursor.kind() != Kind.FALSE) {
            return Fit.OTHER_TYPE;
        }
        row.bool(column, cursor.kind() == Kind.TRUE);
        return Fit.EXACT;
    }

    private Fit bigint(int column, JsonCursor cursor) {
        byte[] bytes = cursor.bytes();
        int from = cursor.from();
        if (cursor.kind() != Kind.WHOLE || bytes[from] == '-' || cursor.to() - from > SURELY_FITS) {
            return oddBigint(column, cursor);
        }
        long value = 0;
        for (int i = from; i < cursor.to(); i++) {
            value = 10 * value + (bytes[i] - '0');
        }
        row.bigint(column, value);
        return Fit.EXACT;
    }

    private Fit oddBigint(int column, JsonCursor cursor) {
        if (cursor.kind() != Kind.WHOLE && cursor.kind() != Kind.DECIMAL) {
            return Fit.OTHER_TYPE;
        }
        String text = json(cursor);
        Long whole = whole(text);
        if (whole == null) {
            return Fit.OTHER_TYPE;
        }
        row.bigint(column, whole);
        return text.equals(Long.toString(whole)) ? Fit.EXACT : Fit.LOSSY;
    }

    /** Whole numbers of 64 bits, also spelled 1.0; no exponents, whose expansion could take for ever. */
    private static @Nullable Long whole(String text) {
        if (text.length() > LONGEST_WHOLE || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
            return null;
        }
        try {
            return new BigDecimal(text).longValueExact();
        } catch (ArithmeticException e) {
            return null;
        }
    }

    /** Keeps the value at the cursor, which is passed over, under its name. */
    void attribute(Name<?> name, JsonCursor cursor) {
        raw.findJson(cursor);
        begin(name);
        attributes.write(raw.bytes(), raw.from(), raw.to() - raw.from());
    }

    /** Keeps an array that holds nothing, and so has no rows to be known by. */
    void emptyArrayAttribute(Name<?> name) {
        begin(name);
        attributes.write('[');
        attributes.write(']');
    }

    private void begin(Name<?> name) {
        attributes.write(attributes.size() == 0 ? '{' : ',');
        attributes.write(name.json(), 0, name.json().length);
    }

    /** The encoded row, its attributes in this column. */
    byte[] tuple(int attributesColumn) {
        if (attributes.size() > 0) {
            attributes.write('}');
            byte[] bytes = attributes.toByteArray();
            row.slice(attributesColumn, bytes, 0, bytes.length);
        }
        return row.tuple();
    }
}
