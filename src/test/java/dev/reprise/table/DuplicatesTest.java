package dev.reprise.table;

import static dev.reprise.source.inskill.ProductTables.SCRIPT;
import static dev.reprise.source.inskill.ProductTables.STEP;
import static dev.reprise.source.inskill.ProductTables.TASK;
import static dev.reprise.table.Workbench.bad;
import static dev.reprise.table.Workbench.duplicateTask;
import static dev.reprise.table.Workbench.guid;
import static dev.reprise.table.Workbench.orphan;
import static dev.reprise.table.Workbench.refused;
import static dev.reprise.table.Workbench.step;
import static dev.reprise.table.Workbench.task;
import static dev.reprise.table.Workbench.top;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.record.Reason;
import dev.reprise.record.Rejection;
import dev.reprise.record.Row;
import dev.reprise.table.RowWriter.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Of rows with the same GUID the first that can go in does. */
class DuplicatesTest {

    private static Workbench bench;

    @BeforeAll
    static void open() {
        bench = new Workbench();
        bench.refuseBadTasks();
    }

    @Test
    void theFirstOfEqualGuidsInAChunkIsKept() {
        long generation = bench.generation();
        Written written = bench.write(
                generation,
                List.of(task(0, guid(1)), task(1, guid(2)), task(2, guid(1)), task(3, guid(1)), task(4, guid(2))));
        assertThat(written.rejections())
                .containsExactly(
                        duplicateTask(2, 1, "/data/tasks/0"),
                        duplicateTask(3, 1, "/data/tasks/0"),
                        duplicateTask(4, 2, "/data/tasks/1"));
        assertThat(bench.guids(generation, TASK)).containsExactly("1", "2");
    }

    @Test
    void aGuidOfAnEarlierChunkIsNotTakenAgain() {
        long generation = bench.generation();
        bench.write(generation, List.of(task(0, guid(1)), task(1, guid(2))));
        Written written = bench.write(generation, List.of(task(2, guid(2)), task(3, guid(3)), task(4, guid(1))));
        assertThat(written.rows()).extracting(Row::guid).containsExactly(guid(3));
        assertThat(written.rejections())
                .containsExactly(duplicateTask(2, 2, "/data/tasks/1"), duplicateTask(4, 1, "/data/tasks/0"));
        assertThat(bench.guids(generation, TASK)).containsExactly("1", "2", "3");
    }

    @Test
    void aGuidMayComeAgainInAnotherTableOrGeneration() {
        long one = bench.generation();
        long other = bench.generation();
        bench.write(one, List.of(task(0, guid(1)), top(SCRIPT, 0, guid(1), Map.of())));
        assertThat(bench.write(other, List.of(task(0, guid(1)))).rejections()).isEmpty();
    }

    @Test
    void aNestedGuidIsTakenOnceInAllParents() {
        long generation = bench.generation();
        Row one = task(0, guid(1));
        bench.write(generation, List.of(one, step(one, 0, guid(10), Map.of()), step(one, 1, guid(11), Map.of())));
        Row two = task(1, guid(2));
        Written written = bench.write(
                generation, List.of(two, step(two, 0, guid(11), Map.of()), step(two, 1, guid(12), Map.of())));
        assertThat(written.rejections())
                .containsExactly(new Rejection(
                        two.origin().child("/steps", 0, 11),
                        "step",
                        guid(11).toString(),
                        new Reason(
                                "guid-duplicate",
                                "/data/tasks/1/steps/0/guid",
                                guid(11).toString(),
                                "the step at /data/tasks/0/steps/1 has this GUID already")));
        assertThat(bench.guids(generation, STEP)).containsExactly("10", "11", "12");
    }

    @Test
    void aDuplicateTaskTakesItsStepsAlong() {
        long generation = bench.generation();
        Row one = task(0, guid(1));
        Row again = task(1, guid(1));
        Row last = task(2, guid(2));
        Written written = bench.write(
                generation,
                List.of(
                        one,
                        step(one, 0, guid(10), Map.of()),
                        again,
                        step(again, 0, guid(10), Map.of()),
                        step(again, 1, guid(11), Map.of()),
                        last,
                        step(last, 0, guid(11), Map.of())));
        assertThat(written.rejections())
                .containsExactly(
                        duplicateTask(1, 1, "/data/tasks/0"), orphan(again, 0, guid(10)), orphan(again, 1, guid(11)));
        assertThat(bench.guids(generation, STEP)).containsExactly("10", "11");
        assertThat(bench.rows(generation, STEP, "parent_index", "element_index"))
                .containsExactly("0 0", "2 0");
    }

    @Test
    void duplicatesAreCalledSoBesideOtherRefusedRows() {
        long generation = bench.generation();
        List<Row> rows = new ArrayList<>();
        rows.add(bad(0));
        for (int i = 1; i < 100; i++) {
            rows.add(task(i, guid(i == 60 ? 50 : i)));
        }
        Written written = bench.write(generation, rows);
        assertThat(written.rejections()).containsExactly(refused(0), duplicateTask(60, 50, "/data/tasks/50"));
        assertThat(written.rows()).hasSize(98);
    }

    @Test
    void theNextOfEqualGuidsGoesInIfTheFirstWasRefused() {
        long generation = bench.generation();
        Written written = bench.write(
                generation, List.of(top(TASK, 0, guid(1), Map.of("name", "bad")), task(1, guid(1)), task(2, guid(1))));
        assertThat(written.rejections()).containsExactly(refused(0, 1), duplicateTask(2, 1, "/data/tasks/1"));
        assertThat(bench.rows(generation, TASK, "element_index")).containsExactly("1");
    }
}
