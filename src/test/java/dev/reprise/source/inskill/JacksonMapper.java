package dev.reprise.source.inskill;

import dev.reprise.input.StrictJson;
import dev.reprise.record.Origin;
import dev.reprise.record.Reason;
import dev.reprise.table.Column;
import dev.reprise.table.EntityTable;
import dev.reprise.table.RowBuilder;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What an element becomes if it is read by Jackson's parser, each value as a text of its own: slow, and plain. */
final class JacksonMapper {

    private static final String FORM = "a GUID has 36 characters, 8-4-4-4-12 hexadecimal digits";
    private static final Set<String> TYPES = RecordProcessor.STEP_TYPES;
    private static final Set<String> ENTITIES = Set.of("product", "task", "step", "script", "resource", "variable");

    private final EntityTable table;
    private final Origin origin;
    private final long start;
    private final RowBuilder row;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Reason> reasons = new ArrayList<>();
    private final List<Reason> remarks = new ArrayList<>();
    private final List<Element> nested = new ArrayList<>();
    private @Nullable UUID guid;
    private @Nullable String guidText;

    private JacksonMapper(EntityTable table, Origin origin, long start) {
        this.table = table;
        this.origin = origin;
        this.start = start;
        this.row = new RowBuilder(table);
    }

    /** Reads the value at the parser, in a record that begins at this byte of the file. */
    static Element read(EntityTable table, JsonParser parser, Origin origin, long start) {
        JacksonMapper mapper = new JacksonMapper(table, origin, start);
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            String text = canonical(parser);
            Reason reason =
                    new Reason("not-an-object", origin.pointer(), text, "a " + table.name() + " is a JSON object");
            return new Element(origin, table.name(), null, null, new byte[0], List.of(reason), List.of(), List.of());
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            mapper.field(name, parser);
        }
        return mapper.element();
    }

    private static String canonical(JsonParser parser) {
        return new String(StrictJson.canonical(parser), StandardCharsets.UTF_8);
    }

    private void field(String name, JsonParser parser) {
        Column column = table.columns().stream()
                .filter(candidate -> candidate.name().equals(name) && !name.equals(Tables.ATTRIBUTES))
                .findFirst()
                .orElse(null);
        JsonToken token = parser.currentToken();
        if (name.equals("steps") && table == Tables.TASK && token == JsonToken.START_ARRAY) {
            steps(parser);
            return;
        }
        String text = token.isScalarValue() ? parser.getString() : null;
        String json = canonical(parser);
        if (name.equals("guid") && table.kind() != EntityTable.Kind.HEAD) {
            guid(token, text, json);
        } else if (token == JsonToken.VALUE_NULL || column == null && !name.equals("steps")) {
            attributes.put(name, json);
        } else if (column == null) {
            attributes.put(name, json);
            if (table == Tables.TASK) {
                reasons.add(reason("wrong-type", name, null, "an array was expected"));
            }
        } else {
            column(column, token, text, json);
        }
    }

    private void steps(JsonParser parser) {
        int index = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            long offset = start + parser.currentTokenLocation().getByteOffset();
            nested.add(read(Tables.STEP, parser, origin.child("/steps", index++, offset), start));
        }
        if (index == 0) {
            attributes.put("steps", "[]");
        }
    }

    private void guid(JsonToken token, @Nullable String text, String json) {
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        guid = token == JsonToken.VALUE_STRING ? Guid.parse(String.valueOf(text)) : null;
        if (guid == null) {
            guidText = token == JsonToken.VALUE_STRING ? text : json;
            reasons.add(reason("guid-malformed", "guid", guidText, FORM));
        } else if (!guid.toString().equals(text)) {
            guidText = text;
            attributes.put("guid", json);
        }
    }

    private void column(Column column, JsonToken token, @Nullable String text, String json) {
        int index = table.index(column.name());
        boolean string = token == JsonToken.VALUE_STRING;
        Long whole = token.isNumeric() ? whole(String.valueOf(text)) : null;
        UUID uuid = string ? Guid.parse(String.valueOf(text)) : null;
        boolean exact = true;
        switch (column.type()) {
            case TEXT -> exact = string ? put(column, index, String.valueOf(text)) : wrong(column, text, "a text");
            case JSON -> {
                row.bytes(index, json.getBytes(StandardCharsets.UTF_8));
                links(column, json);
            }
            case BOOLEAN -> {
                exact = token.isBoolean() || wrong(column, text, "true or false");
                if (exact) {
                    row.bool(index, token == JsonToken.VALUE_TRUE);
                }
            }
            case BIGINT -> exact = whole != null ? put(index, whole, text) : wrong(column, text, "a whole number");
            case UUID -> {
                exact = uuid != null && put(index, uuid, text);
                if (uuid == null) {
                    reasons.add(reason("guid-malformed", column.name(), text, FORM));
                }
            }
        }
        if (!exact) {
            attributes.put(column.name(), json);
        }
    }

    private boolean put(Column column, int index, String text) {
        row.bytes(index, text.getBytes(StandardCharsets.UTF_8));
        if (table == Tables.STEP && column.name().equals("type") && !TYPES.contains(text)) {
            remarks.add(reason("value-unknown", "type", text, "known are " + String.join(", ", TYPES)));
        }
        if (table == Tables.TRANSLATION && column.name().equals("entity") && !ENTITIES.contains(text)) {
            remarks.add(reason(
                    "value-unknown", "entity", text, "known are product, task, step, script, resource, variable"));
        }
        return true;
    }

    private boolean put(int index, long whole, @Nullable String text) {
        row.bigint(index, whole);
        return Long.toString(whole).equals(text);
    }

    private boolean put(int index, UUID uuid, @Nullable String text) {
        row.uuid(index, uuid);
        return uuid.toString().equals(text);
    }

    private boolean wrong(Column column, @Nullable String text, String expected) {
        String message = expected + " was expected; the value is kept in attributes";
        remarks.add(reason("wrong-type", column.name(), text, message));
        return false;
    }

    /** Of links that are no array; what is wrong inside them has a test of its own. */
    private void links(Column column, String json) {
        if (table == Tables.STEP && column.name().equals("resources") && !json.startsWith("[")) {
            reasons.add(reason("wrong-type", "resources", null, "an array was expected"));
        }
    }

    private static @Nullable Long whole(String text) {
        try {
            return text.length() > 20 || text.matches(".*[eE].*") ? null : new BigDecimal(text).longValueExact();
        } catch (ArithmeticException e) {
            return null;
        }
    }

    private Reason reason(String code, String field, @Nullable String value, String message) {
        return new Reason(code, origin.pointer() + "/" + Origin.escape(field), value, message);
    }

    private Element element() {
        if (guid == null && guidText == null && table.kind() != EntityTable.Kind.HEAD) {
            reasons.add(0, reason("guid-missing", "guid", null, "every " + table.name() + " needs its GUID"));
        }
        StringBuilder json = new StringBuilder();
        attributes.forEach((name, value) -> json.append(json.isEmpty() ? '{' : ',')
                .append(StrictJson.quote(name))
                .append(':')
                .append(value));
        if (!json.isEmpty()) {
            row.bytes(
                    table.index(Tables.ATTRIBUTES), json.append('}').toString().getBytes(StandardCharsets.UTF_8));
        }
        return new Element(origin, table.name(), guid, guidText, row.tuple(), reasons, remarks, nested);
    }
}
