package dev.reprise.engine.export;

import dev.reprise.engine.export.Snapshot.Rows;
import dev.reprise.engine.job.ExportJob;
import dev.reprise.input.Shell;
import dev.reprise.record.Origin;
import dev.reprise.table.EntityTable;
import dev.reprise.table.EntityTable.Kind;
import dev.reprise.table.StoredRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.UncategorizedSQLException;

/**
 * Writes a document: its shell, and in each array the rows that belong there, an element a line. What does not fit together ends it,
 * as a wrong file is worse than none.
 */
final class DocumentWriter implements Shell.Scribe<IOException>, AutoCloseable {

    private final String inner;
    private final Snapshot snapshot;
    private final long generation;
    private final JsonBuffer out;
    private final Runnable eachElement;
    private final Map<String, Entity> entities = new LinkedHashMap<>();
    private @Nullable Rows parts;

    /** {@code eachElement} is called between the elements of the document's arrays. */
    DocumentWriter(ExportJob job, Snapshot snapshot, long generation, JsonBuffer out, Runnable eachElement) {
        this.inner = job.inner();
        this.snapshot = snapshot;
        this.generation = generation;
        this.out = out;
        this.eachElement = eachElement;
        job.tables().forEach(table -> entities.put(table.pointer(), new Entity(table)));
    }

    /** How many rows of each entity were written. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        entities.values().stream()
                .filter(entity -> entity.count > 0)
                .forEach(entity -> counts.put(entity.table.name(), entity.count));
        return counts;
    }

    /** Writes all of it. */
    void write(Shell shell) throws IOException {
        shell.dictate(this);
        out.write('\n');
        out.flush();
        if (parts != null && parts.peek() != null) {
            throw new IllegalStateException("parts are left whose array is not in the document");
        }
    }

    @Override
    public void text(String json) throws IOException {
        out.write(json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void elements(String array) throws IOException {
        Entity entity = entities.get("/" + inner + "/" + Origin.escape(array));
        try {
            if (entity == null) {
                parts(entities.get("/" + inner), array.getBytes(StandardCharsets.UTF_8));
            } else {
                top(entity, inside(entity));
            }
        } catch (SQLException e) {
            throw new UncategorizedSQLException("export of " + array, null, e);
        }
    }

    private @Nullable Entity inside(Entity entity) {
        String prefix = entity.table.pointer() + "/%s/";
        return entities.values().stream()
                .filter(other -> other.table.kind() == Kind.NESTED)
                .filter(other -> other.table.pointer().startsWith(prefix))
                .findFirst()
                .orElse(null);
    }

    private void top(Entity entity, @Nullable Entity inside) throws IOException, SQLException {
        try (Rows rows = snapshot.rows(entity.table, generation);
                Rows nested = inside == null ? null : snapshot.rows(inside.table, generation)) {
            for (StoredRow row = rows.peek(); row != null; row = rows.peek()) {
                separate(entity, row);
                entity.json.begin(row, out);
                if (inside != null && nested != null) {
                    nested(inside, nested, row.index());
                }
                out.write('}');
                rows.advance();
            }
            if (nested != null && nested.peek() != null) {
                throw new IllegalStateException("elements are left that stand in no " + entity.table.name());
            }
        }
    }

    private void nested(Entity entity, Rows rows, long parent) throws IOException, SQLException {
        entity.last = -1;
        for (StoredRow row = rows.peek(); row != null && row.parentIndex() <= parent; row = rows.peek()) {
            if (row.parentIndex() < parent) {
                throw new IllegalStateException("an element stands in no " + entity.table.name());
            }
            if (entity.last < 0) {
                String pointer = entity.table.pointer();
                out.write(',');
                out.write(ElementJson.name(pointer.substring(pointer.lastIndexOf('/') + 1)));
                out.write('[');
            }
            separate(entity, row);
            entity.json.begin(row, out);
            out.write('}');
            rows.advance();
        }
        if (entity.last >= 0) {
            out.write(']');
        }
    }

    /** Parts have the name of their array in their first column, and themselves in their second. */
    private void parts(@Nullable Entity entity, byte[] array) throws IOException, SQLException {
        if (entity == null) {
            return;
        }
        if (parts == null) {
            parts = snapshot.rows(entity.table, generation);
        }
        entity.last = -1;
        for (StoredRow row = parts.peek(); row != null && isIn(array, row); row = parts.peek()) {
            separate(entity, row);
            out.write(row.bytes(), row.from(1), row.to(1));
            parts.advance();
        }
    }

    private static boolean isIn(byte[] array, StoredRow part) {
        return Arrays.equals(array, 0, array.length, part.bytes(), part.from(0), part.to(0));
    }

    private void separate(Entity entity, StoredRow row) throws IOException {
        if (row.index() <= entity.last) {
            throw new IllegalStateException(
                    "%s %d comes after %d".formatted(entity.table.name(), row.index(), entity.last));
        }
        if (entity.last >= 0) {
            out.write(',');
        }
        if (entity.table.kind() != Kind.NESTED) {
            out.write('\n');
            eachElement.run();
        }
        entity.last = row.index();
        entity.count++;
    }

    @Override
    public void close() throws SQLException {
        if (parts != null) {
            parts.close();
        }
    }

    /** How far a table's rows have come. */
    private static final class Entity {

        private final EntityTable table;
        private final ElementJson json;
        private long last = -1;
        private long count;

        Entity(EntityTable table) {
            this.table = table;
            this.json = new ElementJson(table);
        }
    }
}
