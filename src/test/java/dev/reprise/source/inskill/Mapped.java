package dev.reprise.source.inskill;

import dev.reprise.engine.job.Judged;
import dev.reprise.input.Block;
import dev.reprise.input.InputSettings;
import dev.reprise.input.Position;
import dev.reprise.input.StrictJson;
import dev.reprise.record.Origin;
import dev.reprise.record.Outcome;
import dev.reprise.record.Row;
import dev.reprise.record.SourceRecord;
import dev.reprise.table.Column;
import dev.reprise.table.EntityTable;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Elements put through the processor as the reader hands them out: their bytes between those of their neighbours. */
final class Mapped {

    private Mapped() {}

    /** Judges the elements of an array; element {@code n} begins at byte {@code 1000 * (n + 1)} of the file. */
    static Judged judge(String array, String... elements) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("\"before\"".getBytes(StandardCharsets.UTF_8));
        List<Integer> ends = new ArrayList<>(List.of(bytes.size()));
        for (String element : elements) {
            bytes.writeBytes(element.getBytes(StandardCharsets.UTF_8));
            ends.add(bytes.size());
        }
        bytes.writeBytes("\"after\"".getBytes(StandardCharsets.UTF_8));
        List<SourceRecord> records = new ArrayList<>();
        for (int i = 0; i < elements.length; i++) {
            Origin origin = new Origin(array, i, 1000L * (i + 1));
            records.add(new SourceRecord(origin, bytes.toByteArray(), ends.get(i), ends.get(i + 1)));
        }
        Position position = new Position(0, array, elements.length, "{}", new byte[32], new byte[32]);
        Block block = new Block(records, position);
        return new RecordProcessor(new StrictJson("export.json", InputSettings.defaults())).process(block);
    }

    /** The only row, as the columns of its table that are not null, each as text. */
    static Map<String, String> row(String array, String element) {
        List<Outcome> outcomes = judge(array, element).outcomes();
        if (outcomes.size() != 1 || !(outcomes.get(0) instanceof Row row)) {
            throw new AssertionError("not one row: " + outcomes);
        }
        return columns(row);
    }

    /** The columns of a row that are not null, each as text. */
    static Map<String, String> columns(Row row) {
        EntityTable table = Tables.ALL.stream()
                .filter(candidate -> candidate.name().equals(row.entity()))
                .findFirst()
                .orElse(Tables.PRODUCT_FIELDS);
        return columns(table, row.tuple());
    }

    static Map<String, String> columns(EntityTable table, byte[] tuple) {
        Map<String, String> columns = new LinkedHashMap<>();
        ByteBuffer buffer = ByteBuffer.wrap(tuple);
        for (Column column : table.columns()) {
            int length = buffer.getInt();
            if (length >= 0) {
                byte[] value = new byte[length];
                buffer.get(value);
                columns.put(column.name(), text(column.type(), value));
            }
        }
        if (buffer.hasRemaining()) {
            throw new AssertionError("bytes are left: " + buffer);
        }
        return columns;
    }

    private static String text(Column.Type type, byte[] value) {
        ByteBuffer buffer = ByteBuffer.wrap(value);
        return switch (type) {
            case UUID -> new UUID(buffer.getLong(), buffer.getLong()).toString();
            case BIGINT -> Long.toString(buffer.getLong());
            case BOOLEAN -> value[0] == 1 ? "true" : "false";
            case BYTES -> throw new AssertionError("a product has no bytes");
            case TEXT, JSON -> new String(value, StandardCharsets.UTF_8);
        };
    }
}
