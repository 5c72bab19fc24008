package dev.reprise.source.inskill;

import dev.reprise.input.RawValue;
import dev.reprise.input.StrictJson;
import dev.reprise.record.Origin;
import dev.reprise.record.Reason;
import dev.reprise.record.SourceRecord;
import dev.reprise.table.Column;
import dev.reprise.table.EntityTable;
import dev.reprise.table.RowBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Turns one JSON object into the columns of one row. GUIDs are kept as exported, never made anew. What no column gives back exactly
 * stands in {@code attributes}. Not safe for use by several threads.
 */
final class ElementMapper {

    private static final String GUID = "guid";
    /** Elements of one array inside an element, which is held in memory as a whole. */
    static final int MOST_NESTED = 50_000;

    private final EntityTable table;
    private final boolean keyed;
    private final Map<String, Field> fields = new HashMap<>();
    private final String nestedArray;
    private final @Nullable ElementMapper nestedMapper;
    private final FieldValues values;
    private final int attributesColumn;

    /** For elements without others inside them; {@code known} are the values that some fields should have. */
    ElementMapper(EntityTable table, Map<String, Set<String>> known) {
        this(table, known, "", null);
    }

    /** For elements that hold others in an array. */
    ElementMapper(
            EntityTable table,
            Map<String, Set<String>> known,
            String nestedArray,
            @Nullable ElementMapper nestedMapper) {
        this.table = table;
        this.keyed = table.kind() != EntityTable.Kind.HEAD;
        this.nestedArray = nestedArray;
        this.nestedMapper = nestedMapper;
        this.values = new FieldValues(new RowBuilder(table));
        this.attributesColumn = table.index(Tables.ATTRIBUTES);
        for (Column column : table.columns()) {
            if (!column.name().equals(Tables.ATTRIBUTES)) {
                Set<String> expected = known.getOrDefault(column.name(), Set.of());
                fields.put(column.name(), Field.of(column, table.index(column.name()), expected));
            }
        }
        if (keyed) {
            fields.put(GUID, Field.GUID_OF_IT);
        }
        if (nestedMapper != null) {
            fields.put(nestedArray, Field.NESTED);
        }
    }

    /**
     * Where a field's value goes.
     *
     * @param column of the table; -1 for those two that have no column of their own kind
     * @param type what it holds
     * @param known UTF-8 of the values that it should have; none if it may have any
     */
    private record Field(int column, Column.Type type, byte[][] known) {

        static final Field GUID_OF_IT = new Field(-1, Column.Type.UUID, new byte[0][]);
        static final Field NESTED = new Field(-1, Column.Type.JSON, new byte[0][]);

        static Field of(Column column, int index, Set<String> known) {
            byte[][] utf8 = known.stream()
                    .map(value -> value.getBytes(StandardCharsets.UTF_8))
                    .toArray(byte[][]::new);
            return new Field(index, column.type(), utf8);
        }
    }

    /** Reads the value at the parser, which walks over the record and then stands at the value's end. */
    Element read(JsonParser parser, SourceRecord record, Origin origin) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            String text = new String(StrictJson.canonical(parser), StandardCharsets.UTF_8);
            Reason reason =
                    new Reason("not-an-object", origin.pointer(), text, "a " + table.name() + " is a JSON object");
            return new Element(origin, table.name(), null, null, new byte[0], List.of(reason), List.of(), List.of());
        }
        Reading reading = new Reading(record, origin);
        values.clear();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            reading.field(name, parser);
        }
        return reading.element();
    }

    /** One object on its way. */
    private final class Reading {

        private final SourceRecord record;
        private final Origin origin;
        private final List<Reason> reasons = new ArrayList<>(0);
        private final List<Reason> remarks = new ArrayList<>(0);
        private final List<Element> nested = new ArrayList<>(0);
        private @Nullable UUID guid;
        private @Nullable String guidText;

        Reading(SourceRecord record, Origin origin) {
            this.record = record;
            this.origin = origin;
        }

        void field(String name, JsonParser parser) {
            Field field = fields.get(name);
            if (field == Field.GUID_OF_IT) {
                guid(parser);
            } else if (field == Field.NESTED && nestedMapper != null) {
                nested(nestedMapper, parser);
            } else if (field == null || parser.currentToken() == JsonToken.VALUE_NULL) {
                values.attribute(name, parser, record);
            } else {
                column(name, field, parser);
            }
        }

        private void column(String name, Field field, JsonParser parser) {
            switch (values.put(field.column(), field.type(), parser, record)) {
                case EXACT -> look(name, field, parser);
                case LOSSY -> values.attribute(name, parser, record);
                case OTHER_TYPE -> otherType(name, field.type(), parser);
            }
        }

        private void look(String name, Field field, JsonParser parser) {
            if (field.known().length > 0 && !values.isOneOf(field.known())) {
                remarks.add(reason("value-unknown", name, parser.getString(), "known are " + words(field.known())));
            }
            if (field.type() == Column.Type.JSON && table == Tables.STEP && name.equals("resources")) {
                RawValue json = values.json();
                reasons.addAll(Links.check(json.bytes(), json.from(), json.to(), pointer(name)));
            }
        }

        private void otherType(String name, Column.Type type, JsonParser parser) {
            String value = parser.currentToken().isScalarValue() ? parser.getString() : null;
            values.attribute(name, parser, record);
            if (type == Column.Type.UUID) {
                reasons.add(reason(
                        "guid-malformed", name, value, "a GUID has 36 characters, 8-4-4-4-12 hexadecimal digits"));
            } else {
                remarks.add(reason(
                        "wrong-type", name, value, words(type) + " was expected; the value is kept in attributes"));
            }
        }

        private static String words(byte[][] known) {
            return Arrays.stream(known)
                    .map(value -> new String(value, StandardCharsets.UTF_8))
                    .collect(Collectors.joining(", "));
        }

        private static String words(Column.Type type) {
            return switch (type) {
                case TEXT -> "a text";
                case BIGINT -> "a whole number";
                case BOOLEAN -> "true or false";
                case UUID, JSON -> throw new IllegalArgumentException(type.name());
            };
        }

        private void guid(JsonParser parser) {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return;
            }
            guid = values.guid(parser, record);
            if (guid == null) {
                boolean string = parser.currentToken() == JsonToken.VALUE_STRING;
                guidText =
                        string ? parser.getString() : new String(StrictJson.canonical(parser), StandardCharsets.UTF_8);
                reasons.add(reason(
                        "guid-malformed", GUID, guidText, "a GUID has 36 characters, 8-4-4-4-12 hexadecimal digits"));
            } else if (!values.isCanonicalGuid()) {
                guidText = parser.getString();
                values.attribute(GUID, parser, record);
            }
        }

        private void nested(ElementMapper mapper, JsonParser parser) {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                boolean absent = parser.currentToken() == JsonToken.VALUE_NULL;
                values.attribute(nestedArray, parser, record);
                if (!absent) {
                    reasons.add(reason("wrong-type", nestedArray, null, "an array was expected"));
                }
                return;
            }
            long index = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (index == MOST_NESTED) {
                    throw RecordProcessor.tooMany(pointer(nestedArray));
                }
                long offset = origin.offset() + parser.currentTokenLocation().getByteOffset();
                nested.add(mapper.read(parser, record, origin.child("/" + nestedArray, index++, offset)));
            }
            if (index == 0) {
                values.emptyArrayAttribute(nestedArray);
            }
        }

        Element element() {
            if (keyed && guid == null && guidText == null) {
                reasons.add(0, reason("guid-missing", GUID, null, "every " + table.name() + " needs its GUID"));
            }
            byte[] tuple = values.tuple(attributesColumn);
            return new Element(origin, table.name(), guid, guidText, tuple, reasons, remarks, nested);
        }

        private Reason reason(String code, String field, @Nullable String value, String message) {
            return new Reason(code, pointer(field), value, message);
        }

        private String pointer(String field) {
            return origin.pointer() + "/" + Origin.escape(field);
        }
    }
}
