package dev.reprise.source.inskill;

import dev.reprise.input.JsonCursor;
import dev.reprise.input.JsonCursor.Kind;
import dev.reprise.input.JsonNames;
import dev.reprise.input.JsonNames.Name;
import dev.reprise.record.Origin;
import dev.reprise.record.Reason;
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
    private final JsonNames<Field> names;
    private final @Nullable ElementMapper nestedMapper;
    private final FieldValues values;
    private final Links links = new Links();
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
        this.nestedMapper = nestedMapper;
        this.values = new FieldValues(new RowBuilder(table));
        this.attributesColumn = table.index(Tables.ATTRIBUTES);
        Map<String, Field> fields = new HashMap<>();
        for (Column column : table.columns()) {
            if (!column.name().equals(Tables.ATTRIBUTES)) {
                Set<String> expected = known.getOrDefault(column.name(), Set.of());
                fields.put(column.name(), Field.of(table, column, expected));
            }
        }
        if (keyed) {
            fields.put(GUID, Field.GUID_OF_IT);
        }
        if (nestedMapper != null) {
            fields.put(nestedArray, Field.NESTED);
        }
        this.names = new JsonNames<>(name -> fields.getOrDefault(name, Field.UNKNOWN));
    }

    /**
     * Where a field's value goes.
     *
     * @param column of the table; -1 for those that have no column of their own
     * @param type what it holds
     * @param links whether it holds links
     * @param known UTF-8 of the values that it should have; none if it may have any
     */
    private record Field(int column, Column.Type type, boolean links, byte[][] known) {

        static final Field GUID_OF_IT = new Field(-1, Column.Type.UUID, false, new byte[0][]);
        static final Field NESTED = new Field(-1, Column.Type.JSON, false, new byte[0][]);
        static final Field UNKNOWN = new Field(-1, Column.Type.JSON, false, new byte[0][]);

        static Field of(EntityTable table, Column column, Set<String> known) {
            byte[][] utf8 = known.stream()
                    .map(value -> value.getBytes(StandardCharsets.UTF_8))
                    .toArray(byte[][]::new);
            boolean links = table == Tables.STEP && column.name().equals("resources");
            return new Field(table.index(column.name()), column.type(), links, utf8);
        }
    }

    /** Reads the value at the cursor and passes over it. */
    Element read(JsonCursor cursor, Origin origin) {
        values.clear();
        if (cursor.kind() != Kind.OBJECT) {
            String message = "a " + table.name() + " is a JSON object";
            Reason reason = new Reason("not-an-object", origin.pointer(), values.json(cursor), message);
            return new Element(origin, table.name(), null, null, new byte[0], List.of(reason), List.of(), List.of());
        }
        Reading reading = new Reading(cursor, origin);
        for (Name<Field> name = cursor.nextMember(names); name != null; name = cursor.nextMember(names)) {
            reading.field(name, name.meaning());
        }
        return reading.element();
    }

    /** One object on its way. */
    private final class Reading {

        private final JsonCursor cursor;
        private final Origin origin;
        private final List<Reason> reasons = new ArrayList<>(0);
        private final List<Reason> remarks = new ArrayList<>(0);
        private final List<Element> nested = new ArrayList<>(0);
        private @Nullable UUID guid;
        private @Nullable String guidText;

        Reading(JsonCursor cursor, Origin origin) {
            this.cursor = cursor;
            this.origin = origin;
        }

        void field(Name<Field> name, Field field) {
            if (field == Field.UNKNOWN) {
                values.attribute(name, cursor);
            } else if (field == Field.GUID_OF_IT) {
                guid(name);
            } else if (field == Field.NESTED && nestedMapper != null) {
                nested(name, nestedMapper);
            } else if (cursor.kind() == Kind.NULL) {
                values.attribute(name, cursor);
            } else {
                column(name, field);
            }
        }

        private void column(Name<Field> name, Field field) {
            if (field.links()) {
                links.check(cursor, () -> pointer(name), reasons::add);
            }
            switch (values.put(field.column(), field.type(), cursor)) {
                case EXACT -> look(name, field);
                case LOSSY -> values.attribute(name, cursor);
                case OTHER_TYPE -> otherType(name, field.type());
            }
        }

        private void look(Name<Field> name, Field field) {
            if (field.known().length > 0 && !values.isOneOf(field.known())) {
                String message = "known are " + words(field.known());
                remarks.add(reason("value-unknown", name, values.text(cursor), message));
            }
        }

        private void otherType(Name<Field> name, Column.Type type) {
            String value = cursor.kind().isScalar() ? values.text(cursor) : null;
            values.attribute(name, cursor);
            if (type == Column.Type.UUID) {
                reasons.add(malformed(name, value));
            } else {
                String message = words(type) + " was expected; the value is kept in attributes";
                remarks.add(reason("wrong-type", name, value, message));
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
                case UUID, JSON, BYTES -> throw new IllegalArgumentException(type.name());
            };
        }

        private void guid(Name<Field> name) {
            if (cursor.kind() == Kind.NULL) {
                return;
            }
            guid = values.guid(cursor);
            if (guid == null) {
                guidText = values.text(cursor);
                reasons.add(malformed(name, guidText));
            } else if (!values.isCanonicalGuid()) {
                guidText = values.text(cursor);
                values.attribute(name, cursor);
            }
        }

        private void nested(Name<Field> name, ElementMapper mapper) {
            if (cursor.kind() != Kind.ARRAY) {
                if (cursor.kind() != Kind.NULL) {
                    reasons.add(reason("wrong-type", name, null, "an array was expected"));
                }
                values.attribute(name, cursor);
                return;
            }
            String array = "/" + name.text();
            long index = 0;
            while (cursor.nextElement()) {
                if (index == MOST_NESTED) {
                    throw RecordProcessor.tooMany(pointer(name));
                }
                nested.add(mapper.read(cursor, origin.child(array, index++, cursor.offset())));
            }
            if (index == 0) {
                values.emptyArrayAttribute(name);
            }
        }

        Element element() {
            if (keyed && guid == null && guidText == null) {
                String place = origin.pointer() + "/" + GUID;
                reasons.add(0, new Reason("guid-missing", place, null, "every " + table.name() + " needs its GUID"));
            }
            byte[] tuple = values.tuple(attributesColumn);
            return new Element(origin, table.name(), guid, guidText, tuple, reasons, remarks, nested);
        }

        private Reason malformed(Name<Field> name, @Nullable String value) {
            return reason("guid-malformed", name, value, "a GUID has 36 characters, 8-4-4-4-12 hexadecimal digits");
        }

        private Reason reason(String code, Name<Field> name, @Nullable String value, String message) {
            return new Reason(code, pointer(name), value, message);
        }

        private String pointer(Name<Field> name) {
            return origin.pointer() + "/" + Origin.escape(name.text());
        }
    }
}
