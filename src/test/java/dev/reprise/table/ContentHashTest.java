package dev.reprise.table;

import static dev.reprise.source.inskill.ProductTables.SCRIPT;
import static dev.reprise.source.inskill.ProductTables.TASK;
import static dev.reprise.table.Workbench.guid;
import static dev.reprise.table.Workbench.step;
import static dev.reprise.table.Workbench.task;
import static dev.reprise.table.Workbench.top;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.record.Origin;
import dev.reprise.record.Row;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Equal content has equal hashes, other content has others. */
class ContentHashTest {

    private static final Row ONE = task(0, guid(1));
    private static final Row TWO = task(1, guid(2));
    private static final Row STEP = step(ONE, 0, guid(3), Map.of());

    private static byte[] hash(Row... rows) {
        ContentHash hash = new ContentHash(null);
        List.of(rows).forEach(hash::add);
        return hash.bytes();
    }

    @Test
    void nothingHasNoHash() {
        assertThat(hash()).isEmpty();
    }

    @Test
    void theOrderOfAddingIsIrrelevant() {
        assertThat(hash(ONE, TWO, STEP)).isEqualTo(hash(STEP, TWO, ONE));
    }

    @Test
    void theOrderOfElementsIsRelevant() {
        assertThat(hash(task(0, guid(1)), task(1, guid(2)))).isNotEqualTo(hash(task(1, guid(1)), task(0, guid(2))));
    }

    @Test
    void theOrderOfEqualElementsDoesNotCancelOut() {
        Row first = top(TASK, 0, guid(1), Map.of());
        Row second = top(TASK, 1, guid(2), Map.of());
        assertThat(hash(first, second))
                .isNotEqualTo(hash(top(TASK, 1, guid(1), Map.of()), top(TASK, 0, guid(2), Map.of())));
    }

    @Test
    void whereBytesStoodIsIrrelevant() {
        Row moved = new Row(new Origin(TASK.pointer(), 0, 999), ONE.entity(), ONE.guid(), ONE.parent(), ONE.tuple());
        assertThat(hash(moved)).isEqualTo(hash(ONE));
    }

    @Test
    void everythingElseIsRelevant() {
        Row renamed = top(TASK, 0, guid(1), Map.of("name", "task 0 "));
        Row nameless = top(TASK, 0, guid(1), Map.of());
        Row empty = top(TASK, 0, guid(1), Map.of("name", ""));
        Row script = top(SCRIPT, 0, guid(1), Map.of("name", "task 0"));
        Row elsewhere = step(task(0, guid(9)), 0, guid(3), Map.of());
        assertThat(List.of(
                        hash(ONE),
                        hash(renamed),
                        hash(nameless),
                        hash(empty),
                        hash(script),
                        hash(STEP),
                        hash(elsewhere),
                        hash(ONE, ONE),
                        hash(task(0, guid(2)))))
                .doesNotHaveDuplicates();
    }

    @Test
    void aSumIsTakenUpAgain() {
        ContentHash resumed = new ContentHash(hash(ONE, STEP));
        resumed.add(TWO);
        assertThat(resumed.bytes()).isEqualTo(hash(ONE, TWO, STEP));
    }

    @Test
    void readingTheSumDoesNotChangeIt() {
        ContentHash hash = new ContentHash(null);
        hash.add(ONE);
        byte[] before = hash.bytes();
        hash.add(TWO);
        assertThat(before).isEqualTo(hash(ONE));
        assertThat(hash.bytes()).isEqualTo(hash(ONE, TWO)).isEqualTo(hash.bytes());
    }

    @Test
    void theDocumentBesideTheRowsCounts() {
        ContentHash hash = new ContentHash(hash(ONE));
        hash.add("document", "{\"data\":{}}");
        assertThat(hash.bytes()).isNotEqualTo(hash(ONE));
    }
}
