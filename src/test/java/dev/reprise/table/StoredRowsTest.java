package dev.reprise.table;

import static dev.reprise.source.inskill.ProductTables.HEAD;
import static dev.reprise.source.inskill.ProductTables.STEP;
import static dev.reprise.source.inskill.ProductTables.TASK;
import static dev.reprise.table.Workbench.guid;
import static dev.reprise.table.Workbench.step;
import static dev.reprise.table.Workbench.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.record.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.ConnectionCallback;

/** What was written is read back, byte for byte, and so has the same hash. */
class StoredRowsTest {

    private static final Workbench BENCH = new Workbench();
    private static final List<EntityTable> TABLES = List.of(TASK, STEP, HEAD);

    private final Row first = task(0, guid(7));
    private final Row second = task(1, guid(3));
    private final List<Row> rows = List.of(
            first,
            step(first, 1, guid(5), Map.of("body", "größe", "feedback", "{\"a\":1e3}")),
            step(first, 0, guid(6), Map.of()),
            second,
            Workbench.head(Map.of("name", "n", "guid", guid(9))));

    private static byte[] stored(long generation) {
        ContentHash hash = new ContentHash(null);
        BENCH.jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            StoredRows stored = new StoredRows(connection);
            for (EntityTable table : TABLES) {
                stored.visit(table, generation, row -> hash.add(table, row));
            }
            return true;
        });
        return hash.bytes();
    }

    private static byte[] written(List<Row> rows) {
        ContentHash hash = new ContentHash(null);
        rows.forEach(hash::add);
        return hash.bytes();
    }

    private static List<String> inOrder(EntityTable table, long generation) {
        List<String> guids = new ArrayList<>();
        BENCH.jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            try (RowCursor rows = new StoredRows(connection).inOrder(table, generation)) {
                for (StoredRow row = rows.next(); row != null; row = rows.next()) {
                    guids.add(row.parentIndex() + " " + row.index() + " " + row.guid());
                }
            }
            return true;
        });
        return guids;
    }

    @Test
    void theHashOfStoredRowsIsThatOfTheRowsThatWereWritten() {
        long shared = BENCH.generation();
        long large = BENCH.largeGeneration("product/" + Workbench.productId());
        BENCH.write(shared, rows);
        BENCH.write(large, rows);
        assertThat(stored(shared)).isEqualTo(written(rows)).isEqualTo(stored(large));
    }

    @Test
    void anyChangeIsSeen() {
        long generation = BENCH.generation();
        BENCH.write(generation, rows);
        BENCH.jdbc.update("UPDATE step SET body = 'grosse' WHERE generation_id = ? AND body IS NOT NULL", generation);
        assertThat(stored(generation)).isNotEqualTo(written(rows));
    }

    @Test
    void whatIsTakenOutLeavesTheHashOfTheOthers() {
        long generation = BENCH.generation();
        BENCH.write(generation, rows);
        ContentHash hash = new ContentHash(written(rows));
        BENCH.jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            new StoredRows(connection).visit(STEP, generation, "t.element_index = 1", row -> hash.subtract(STEP, row));
            return true;
        });
        assertThat(hash.bytes()).isEqualTo(written(List.of(first, rows.get(2), second, rows.get(4))));
    }

    @Test
    void rowsComeInTheOrderOfTheFileIfAsked() {
        long generation = BENCH.generation();
        BENCH.write(generation, rows);
        assertThat(inOrder(TASK, generation)).containsExactly("-1 0 " + guid(7), "-1 1 " + guid(3));
        assertThat(inOrder(STEP, generation)).containsExactly("0 0 " + guid(6), "0 1 " + guid(5));
        assertThat(inOrder(HEAD, generation)).containsExactly("-1 0 null");
    }
}
