package dev.reprise.table;

import static dev.reprise.source.inskill.ProductTables.SCRIPT;
import static dev.reprise.source.inskill.ProductTables.STEP;
import static dev.reprise.source.inskill.ProductTables.TASK;
import static dev.reprise.table.Workbench.guid;
import static dev.reprise.table.Workbench.step;
import static dev.reprise.table.Workbench.task;
import static dev.reprise.table.Workbench.top;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.record.Row;
import dev.reprise.source.inskill.ProductTables;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the keys of a large generation find when they are built: the same as those of a shared one find while it is loaded. */
class KeysTest {

    private static final Workbench BENCH = new Workbench();

    private final UUID importId = UUID.randomUUID();
    private final long generation = BENCH.largeGeneration("product/" + Workbench.productId());

    private Map<String, Long> build() {
        return BENCH.transaction.execute(
                status -> new Verification(BENCH.jdbc, ProductTables.references(), new ContentHash(null))
                        .rejectDuplicates(importId, generation, ProductTables.ALL));
    }

    private List<String> findings() {
        return BENCH.jdbc.queryForList("""
                SELECT concat_ws(' ', step, code, entity, ltrim(substr(guid, 25), '0'), pointer, byte_offset,
                                 ltrim(substr(value, 25), '0'), message)
                FROM import_rejection WHERE import_id = ? AND severity = 'rejection' ORDER BY byte_offset
                """, String.class, importId);
    }

    @Test
    void whatIsUniqueStays() {
        BENCH.write(generation, List.of(task(0, guid(1)), task(1, guid(2)), top(SCRIPT, 0, guid(1), Map.of())));
        assertThat(build()).isEmpty();
        assertThat(findings()).isEmpty();
        assertThat(BENCH.guids(generation, TASK)).containsExactly("1", "2");
    }

    @Test
    void theFirstInTheFileIsKeptWhicheverChunkItCameIn() {
        BENCH.write(generation, List.of(task(0, guid(1)), task(1, guid(2)), task(2, guid(1))));
        BENCH.write(generation, List.of(task(3, guid(2)), task(4, guid(3)), task(5, guid(1))));
        assertThat(build()).isEqualTo(Map.of("task", 3L, "step", 0L));
        assertThat(BENCH.rows(generation, TASK, "element_index")).containsExactly("0", "1", "4");
        assertThat(findings())
                .containsExactly(
                        "load guid-duplicate task 1 /data/tasks/2/guid 20 1 the task at /data/tasks/0 has this GUID already",
                        "load guid-duplicate task 2 /data/tasks/3/guid 30 2 the task at /data/tasks/1 has this GUID already",
                        "load guid-duplicate task 1 /data/tasks/5/guid 50 1 the task at /data/tasks/0 has this GUID already");
    }

    /** So a later step with the GUID of one that went with its task is the first. */
    @Test
    void aTaskTakesItsStepsAlongBeforeTheirGuidsAreCompared() {
        Row first = task(0, guid(1));
        Row again = task(1, guid(1));
        Row last = task(2, guid(2));
        BENCH.write(
                generation,
                List.of(
                        first,
                        step(first, 0, guid(10), Map.of()),
                        again,
                        step(again, 0, guid(11), Map.of()),
                        step(again, 1, guid(10), Map.of()),
                        last,
                        step(last, 0, guid(11), Map.of()),
                        step(last, 1, guid(10), Map.of())));
        assertThat(build()).isEqualTo(Map.of("task", 1L, "step", 3L));
        assertThat(BENCH.rows(generation, STEP, "parent_index", "element_index"))
                .containsExactly("0 0", "2 0");
        String orphan = "the element it is part of was rejected";
        assertThat(findings())
                .containsExactly(
                        "load guid-duplicate task 1 /data/tasks/1/guid 10 1 the task at /data/tasks/0 has this GUID already",
                        "load parent-rejected step 11 /data/tasks/1/steps/0 11 " + orphan,
                        "load parent-rejected step 10 /data/tasks/1/steps/1 12 " + orphan,
                        "load guid-duplicate step 10 /data/tasks/2/steps/1/guid 22 10 the step at /data/tasks/0/steps/0"
                                + " has this GUID already");
    }

    @Test
    void aSecondTimeNothingIsLeftToBeDone() {
        BENCH.write(generation, List.of(task(0, guid(1)), task(1, guid(1))));
        assertThat(build()).isEqualTo(Map.of("task", 1L, "step", 0L));
        List<String> before = findings();
        assertThat(build()).isEmpty();
        assertThat(findings()).isEqualTo(before);
    }
}
