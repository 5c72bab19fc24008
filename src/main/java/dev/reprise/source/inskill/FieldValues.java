package dev.reprise.source.inskill;

import dev.reprise.input.StrictJson;
import dev.reprise.table.Column;
import dev.reprise.table.RowBuilder;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The values of one element on their way into columns and attributes. */
final class FieldValues {

    private static final int LONGEST_WHOLE = 20;
    private static final int LARGEST_KEPT = 1 << 20;
    private static final byte[] NOTHING = new byte[0];

    private final RowBuilder row;
    private ByteArrayOutputStream attributes = new ByteArrayOutputStream(256);
    private @Nullable JsonGenerator generator;
    private byte[] json = NOTHING;

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
        if (attributes.size() > LARGEST_KEPT) {
            attributes = new ByteArrayOutputStream(256);
        }
        attributes.reset();
        json = NOTHING;
        generator = null;
    }

    /** The JSON that was put last. */
    byte[] json() {
        return json;
    }

    /** Puts the value at the parser into a column if it can. Only a JSON value moves the parser, to the value's end. */
    Fit put(int column, Column.Type type, JsonParser parser) {
        return switch (type) {
            case TEXT -> text(column, parser);
            case UUID -> uuid(column, parser);
            case BIGINT -> bigint(column, parser);
            case BOOLEAN -> bool(column, parser);
            case JSON -> {
                json = StrictJson.canonical(parser);
                row.bytes(column, json);
                yield Fit.EXACT;
            }
        };
    }

    private Fit text(int column, JsonParser parser) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return Fit.OTHER_TYPE;
        }
        row.text(column, parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
        return Fit.EXACT;
    }

    private Fit uuid(int column, JsonParser parser) {
        UUID guid = parser.currentToken() == JsonToken.VALUE_STRING ? Guid.parse(parser.getString()) : null;
        if (guid == null) {
            return Fit.OTHER_TYPE;
        }
        row.uuid(column, guid);
        return Guid.isCanonical(parser.getString()) ? Fit.EXACT : Fit.LOSSY;
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
        String text = parser.getString();
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

    /** Keeps the value at the parser under its name; afterwards the parser stands at the value's end. */
    void attribute(String name, JsonParser parser) {
        JsonGenerator open = attributes();
        open.writeName(name);
        StrictJson.copy(parser, open);
    }

    /** Keeps an array that holds nothing, and so has no rows to be known by. */
    void emptyArrayAttribute(String name) {
        attributes().writeName(name).writeStartArray().writeEndArray();
    }

    private JsonGenerator attributes() {
        JsonGenerator open = generator;
        if (open == null) {
            open = StrictJson.generator(attributes).writeStartObject();
            generator = open;
        }
        return open;
    }

    /** The encoded row, its attributes in this column. */
    byte[] tuple(int attributesColumn) {
        if (generator != null) {
            generator.writeEndObject().close();
            row.bytes(attributesColumn, attributes.toByteArray());
        }
        return row.tuple();
    }
}
