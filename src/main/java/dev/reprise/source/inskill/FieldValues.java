package dev.reprise.source.inskill;

import dev.reprise.input.RawValue;
import dev.reprise.input.StrictJson;
import dev.reprise.record.SourceRecord;
import dev.reprise.table.Column;
import dev.reprise.table.RowBuilder;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The values of one element on their way into columns and attributes. */
final class FieldValues {

    private static final int LONGEST_WHOLE = 20;
    private static final int LARGEST_KEPT = 1 << 20;
    /** A file may have a new name in each element, and a long one. */
    private static final int MOST_NAMES = 1000;

    private static final int LONGEST_NAME_KEPT = 100;

    private final RowBuilder row;
    private final RawValue raw = new RawValue();
    private final Map<String, byte[]> quotedNames = new HashMap<>();
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

    /** The JSON that was put last. */
    RawValue json() {
        return raw;
    }

    /** Puts the value at the parser into a column if it can. Only a JSON value moves the parser, to the value's end. */
    Fit put(int column, Column.Type type, JsonParser parser, SourceRecord record) {
        return switch (type) {
            case TEXT -> text(column, parser, record);
            case UUID -> uuid(column, parser, record);
            case BIGINT -> bigint(column, parser);
            case BOOLEAN -> bool(column, parser);
            case JSON -> {
                raw.findJson(parser, record);
                row.slice(column, raw.bytes(), raw.from(), raw.to());
                yield Fit.EXACT;
            }
        };
    }

    private Fit text(int column, JsonParser parser, SourceRecord record) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return Fit.OTHER_TYPE;
        }
        raw.findString(parser, record);
        row.slice(column, raw.bytes(), raw.from(), raw.to());
        return Fit.EXACT;
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

    /** The GUID at the parser; null if there is none. */
    @Nullable
    UUID guid(JsonParser parser, SourceRecord record) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return null;
        }
        raw.findString(parser, record);
        return Guid.parse(raw.bytes(), raw.from(), raw.to());
    }

    /** Whether PostgreSQL gives the GUID that was found last back as it stands there. */
    boolean isCanonicalGuid() {
        return Guid.isCanonical(raw.bytes(), raw.from(), raw.to());
    }

    private Fit uuid(int column, JsonParser parser, SourceRecord record) {
        UUID guid = guid(parser, record);
        if (guid == null) {
            return Fit.OTHER_TYPE;
        }
        row.uuid(column, guid);
        return isCanonicalGuid() ? Fit.EXACT : Fit.LOSSY;
    }

    private Fit bool(int column, JsonParser parser) {
        if (!parser.currentToken().isBoolean()) {
            return Fit.OTHER_TYPE;
        }
        row.bool(column, parser.currentToken() == JsonToken.VALUE_TRUE);
        return Fit.EXACT;
    }

    private Fit bigint(int column, JsonParser parser) {
        if (!parser.currentToken().isNumeric()) {
            return Fit.OTHER_TYPE;
        }
        if (isSmall(parser)) {
            row.bigint(column, parser.getIntValue());
            return Fit.EXACT;
        }
        String text = parser.getString();
        Long whole = whole(text);
        if (whole == null) {
            return Fit.OTHER_TYPE;
        }
        row.bigint(column, whole);
        return text.equals(Long.toString(whole)) ? Fit.EXACT : Fit.LOSSY;
    }

    /** Such numbers have one spelling, but for zero. */
    private static boolean isSmall(JsonParser parser) {
        return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() == JsonParser.NumberType.INT
                && parser.getIntValue() != 0;
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

    /** Keeps the value at the parser under its name; afterwards the parser stands at the value's end. */
    void attribute(String name, JsonParser parser, SourceRecord record) {
        raw.findJson(parser, record);
        name(name);
        attributes.write(raw.bytes(), raw.from(), raw.to() - raw.from());
    }

    /** Keeps an array that holds nothing, and so has no rows to be known by. */
    void emptyArrayAttribute(String name) {
        name(name);
        attributes.write('[');
        attributes.write(']');
    }

    private void name(String name) {
        attributes.write(attributes.size() == 0 ? '{' : ',');
        byte[] quoted = quotedNames.get(name);
        if (quoted == null) {
            quoted = StrictJson.quote(name).getBytes(StandardCharsets.UTF_8);
            if (quotedNames.size() < MOST_NAMES && name.length() <= LONGEST_NAME_KEPT) {
                quotedNames.put(name, quoted);
            }
        }
        attributes.write(quoted, 0, quoted.length);
        attributes.write(':');
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
