package dev.reprise.table;

import static dev.reprise.source.inskill.ProductTables.PART;
import static dev.reprise.source.inskill.ProductTables.RESOURCE;
import static dev.reprise.source.inskill.ProductTables.SCRIPT;
import static dev.reprise.source.inskill.ProductTables.STEP;
import static dev.reprise.source.inskill.ProductTables.TASK;
import static dev.reprise.table.Workbench.bad;
import static dev.reprise.table.Workbench.guid;
import static dev.reprise.table.Workbench.orphan;
import static dev.reprise.table.Workbench.refused;
import static dev.reprise.table.Workbench.step;
import static dev.reprise.table.Workbench.task;
import static dev.reprise.table.Workbench.top;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reprise.record.Origin;
import dev.reprise.record.Reason;
import dev.reprise.record.Rejection;
import dev.reprise.record.Row;
import dev.reprise.source.inskill.ProductTables;
import dev.reprise.table.RowWriter.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** What becomes of a chunk: every row is in, or rejected with its reason. */
class RowWriterTest {

    private static Workbench bench;

    @BeforeAll
    static void open() {
        bench = new Workbench();
        bench.refuseBadTasks();
    }

    @Test
    void rowsOfSeveralTablesGoInWithOneChunk() {
        long generation = bench.generation();
        Row task = task(0, guid(1));
        List<Row> rows = List.of(
                task,
                step(task, 0, guid(2), Map.of("title", "first")),
                step(task, 1, guid(3), Map.of("title", "second")),
                top(SCRIPT, 0, guid(1), Map.of("code", "x = 1")),
                part(0, "{\"a\":1}"),
                part(1, "2"));
        Written written = bench.write(generation, rows);
        assertThat(written.rows()).isEqualTo(rows);
        assertThat(written.rejections()).isEmpty();
        assertThat(bench.rows(generation, TASK, "name")).containsExactly("task 0");
        assertThat(bench.rows(generation, STEP, "title")).containsExactly("first", "second");
        assertThat(bench.rows(generation, SCRIPT, "code")).containsExactly("x = 1");
        assertThat(bench.rows(generation, PART, "array_name", "content")).containsExactly("extra {\"a\":1}", "extra 2");
    }

    @Test
    void anEmptyChunkIsNothing() {
        assertThat(bench.write(bench.generation(), List.of())).isEqualTo(new Written(List.of(), List.of()));
    }

    @Test
    void rowsThatTheDatabaseRefusesAreFoundAmongMany() {
        long generation = bench.generation();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            rows.add(i == 123 || i == 124 || i == 499 ? bad(i) : task(i, guid(i + 1)));
        }
        Written written = bench.write(generation, rows);
        assertThat(written.rejections()).containsExactly(refused(123), refused(124), refused(499));
        assertThat(written.rows()).hasSize(497).doesNotContain(rows.get(123), rows.get(124), rows.get(499));
        assertThat(bench.rows(generation, TASK, "element_index"))
                .containsExactlyElementsOf(LongStream.range(0, 499)
                        .filter(i -> i != 123 && i != 124)
                        .mapToObj(Long::toString)
                        .toList());
    }

    @Test
    void aChunkOfWhichEveryRowIsRefusedIsEmpty() {
        long generation = bench.generation();
        List<Row> rows = LongStream.range(0, 300).mapToObj(Workbench::bad).toList();
        Written written = bench.write(generation, rows);
        assertThat(written.rows()).isEmpty();
        assertThat(written.rejections()).hasSize(300).startsWith(refused(0)).endsWith(refused(299));
        assertThat(bench.guids(generation, TASK)).isEmpty();
    }

    @Test
    void aRefusedTaskTakesItsStepsAlong() {
        long generation = bench.generation();
        Row bad = bad(0);
        Row good = task(1, guid(2));
        Written written = bench.write(
                generation, List.of(bad, step(bad, 0, guid(10), Map.of()), good, step(good, 0, guid(11), Map.of())));
        assertThat(written.rejections()).containsExactly(refused(0), orphan(bad, 0, guid(10)));
        assertThat(bench.guids(generation, STEP)).containsExactly("11");
    }

    @Test
    void malformedJsonIsRefusedWithTheServersWords() {
        long generation = bench.generation();
        Written written = bench.write(
                generation,
                List.of(
                        top(RESOURCE, 0, guid(1), Map.of("dependencies", "[1]")),
                        top(RESOURCE, 1, guid(2), Map.of("dependencies", "[1"))));
        assertThat(written.rejections())
                .containsExactly(new Rejection(
                        new Origin("/data/resources", 1, 10),
                        "resource",
                        guid(2).toString(),
                        new Reason(
                                "database-refused",
                                "/data/resources/1",
                                "22P02",
                                "ERROR: invalid input syntax for type json")));
        assertThat(bench.guids(generation, RESOURCE)).containsExactly("1");
    }

    @Test
    void aRefusedPartHasNoGuidToTell() {
        Written written = bench.write(bench.generation(), List.of(part(0, "{")));
        assertThat(written.rejections())
                .singleElement()
                .extracting(Rejection::guid)
                .isNull();
    }

    @Test
    void nothingIsKeptIfTheSessionIsEnded() {
        long generation = bench.generation();
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> bench.transaction.executeWithoutResult(status -> {
                    RowWriter writer = new RowWriter(bench.jdbc, ProductTables.ALL);
                    writer.write(generation, List.of(task(0, guid(1))));
                    endSession(String.valueOf(bench.jdbc.queryForObject("SELECT pg_backend_pid()", String.class)));
                    writer.write(generation, List.of(task(1, guid(2))));
                }));
        assertThat(bench.guids(generation, TASK)).isEmpty();
    }

    private static void endSession(String pid) {
        Boolean ended =
                bench.database.jdbc().queryForObject("SELECT pg_terminate_backend(?::int, 10000)", Boolean.class, pid);
        assertThat(ended).isTrue();
    }

    @Test
    void anErrorThatIsNotAboutARowIsThrown() {
        long generation = bench.generation();
        EntityTable missing = new EntityTable("missing", EntityTable.Kind.TOP, "/data/missing", List.of());
        Row row = new Row(new Origin("/data/missing", 0, 0), "missing", guid(1), null, new byte[0]);
        RowWriter writer = new RowWriter(bench.jdbc, List.of(missing));
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> bench.transaction.execute(status -> writer.write(generation, List.of(row))))
                .withStackTraceContaining("relation \"missing_shared\" does not exist");
    }

    private static Row part(long index, String json) {
        byte[] tuple = Workbench.tuple(PART, Map.of("array_name", "extra", "content", json));
        return new Row(new Origin("/data/extra", index, index), "part", null, null, tuple);
    }
}
