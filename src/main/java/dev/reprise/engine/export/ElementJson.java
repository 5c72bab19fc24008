package dev.reprise.engine.export;

import dev.reprise.table.Column;
import dev.reprise.table.EntityTable;
import dev.reprise.table.StoredRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Spells a row as the JSON object that it was read from: its GUID, the columns that hold something, and its attributes, of which one
 * with the name of a column stands for it.
 */
final class ElementJson {

    private static final int MOST_COLUMNS = 63;
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

    private final Column[] columns;
    /** The same as they stand before a value, and the GUID's after them. */
    private final byte[][] names;

    private final int attributes;

    ElementJson(EntityTable table) {
        this.columns = table.columns().toArray(Column[]::new);
        this.attributes = table.index(EntityTable.ATTRIBUTES);
        if (columns.length > MOST_COLUMNS) {
            throw new IllegalArgumentException(table.name() + " cannot be written");
        }
        this.names = new byte[columns.length + 1][];
        for (int i = 0; i < columns.length; i++) {
            names[i] = name(columns[i].name());
        }
        names[columns.length] = name("guid");
    }

    /** A field's name as JSON, ready to be followed by its value. */
    static byte[] name(String field) {
        return ("\"" + field + "\":").getBytes(StandardCharsets.UTF_8);
    }

    /** Writes a row without the brace that closes it: other fields may follow. */
    void begin(StoredRow row, JsonBuffer out) throws IOException {
        boolean more = attributes >= 0 && !row.isNull(attributes);
        long overridden = more ? overridden(row.bytes(), row.from(attributes), row.to(attributes)) : 0;
        int separator = '{';
        if ((overridden & 1L << columns.length) == 0) {
            out.write(separator);
            out.write(names[columns.length]);
            out.guid(Objects.requireNonNull(row.guid()));
            separator = ',';
        }
        for (int i = 0; i < columns.length; i++) {
            if (i != attributes && !row.isNull(i) && (overridden & 1L << i) == 0) {
                out.write(separator);
                out.write(names[i]);
                value(row, i, out);
                separator = ',';
            }
        }
        if (more) {
            out.write(separator);
            out.write(row.bytes(), row.from(attributes) + 1, row.to(attributes) - 1);
        }
    }

    private void value(StoredRow row, int column, JsonBuffer out) throws IOException {
        switch (columns[column].type()) {
            case TEXT -> out.string(row.bytes(), row.from(column), row.to(column));
            case UUID -> out.guid(row.uuid(column));
            case BIGINT -> out.number(row.bigint(column));
            case BOOLEAN -> out.write(row.bytes()[row.from(column)] == 0 ? FALSE : TRUE);
            case JSON -> out.write(row.bytes(), row.from(column), row.to(column));
            case BYTES -> throw new IllegalStateException("JSON has no bytes");
        }
    }

    /** Which columns have an attribute of their name: a bit each, the GUID's after them. The attributes are canonical JSON. */
    private long overridden(byte[] json, int from, int to) {
        long found = 0;
        int depth = 0;
        for (int i = from; i < to; i++) {
            switch (json[i]) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '"' -> {
                    int start = i;
                    for (i++; json[i] != '"'; i++) {
                        i += json[i] == '\\' ? 1 : 0;
                    }
                    if (depth == 1 && json[i + 1] == ':') {
                        found |= named(json, start, i + 2);
                    }
                }
                default -> {
                    // part of a number or a word, or between values
                }
            }
        }
        return found;
    }

    private long named(byte[] json, int from, int to) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].length == to - from && Arrays.equals(names[i], 0, names[i].length, json, from, to)) {
                return 1L << i;
            }
        }
        return 0;
    }
}
