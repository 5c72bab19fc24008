package dev.reprise.table;

import static dev.reprise.source.inskill.ProductTables.SCRIPT;
import static dev.reprise.source.inskill.ProductTables.TASK;
import static dev.reprise.table.Workbench.guid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.record.Origin;
import dev.reprise.record.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values come out of PostgreSQL as they went in, whatever they are; so this also covers {@link CopyStream}. */
class RowBuilderTest {

    private static Workbench bench;

    @BeforeAll
    static void open() {
        bench = new Workbench();
    }

    @Test
    void everyTypeComesBackAsItWas() {
        long generation = bench.generation();
        bench.write(
                generation,
                List.of(Workbench.head(Map.of(
                        "guid",
                        guid(7),
                        "bundle_id",
                        "com.example",
                        "name",
                        "",
                        "published",
                        Long.MIN_VALUE,
                        "visible",
                        Long.MAX_VALUE,
                        "aliases",
                        "[ 1e3, 1.0, \"x\"]",
                        "inherited",
                        true))));
        assertThat(bench.jdbc.queryForMap(
                        "SELECT guid, bundle_id, name, published, visible, aliases::text, escalation_task_guid, inherited,"
                                + " attributes FROM product_fields WHERE generation_id = ?",
                        generation))
                .containsEntry("guid", guid(7))
                .containsEntry("bundle_id", "com.example")
                .containsEntry("name", "")
                .containsEntry("published", Long.MIN_VALUE)
                .containsEntry("visible", Long.MAX_VALUE)
                .containsEntry("aliases", "[ 1e3, 1.0, \"x\"]")
                .containsEntry("escalation_task_guid", null)
                .containsEntry("inherited", true)
                .containsEntry("attributes", null);
    }

    @Test
    void falseIsNotNull() {
        long generation = bench.generation();
        bench.write(generation, List.of(Workbench.head(Map.of("inherited", false))));
        assertThat(bench.jdbc.queryForObject(
                        "SELECT inherited FROM product_fields WHERE generation_id = ?", Boolean.class, generation))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "\u007f\u0080\u07ff\u0800\uffff",
                "größe 設定",
                "😀",
                "a😀\u0001\t\n\\N\\.",
                "\uD800\uDC00\uDBFF\uDFFF"
            })
    void textComesBackAsItWas(String text) {
        long generation = bench.generation();
        bench.write(generation, List.of(Workbench.top(TASK, 0, guid(1), Map.of("name", text))));
        assertThat(bench.jdbc.queryForObject("SELECT name FROM task WHERE generation_id = ?", String.class, generation))
                .isEqualTo(text);
    }

    @Test
    void textIsEncodedLikeTheJdkDoes() {
        StringBuilder all = new StringBuilder();
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            int point = random.nextInt(1, Character.MAX_CODE_POINT + 1);
            all.appendCodePoint(point >= 0xd800 && point < 0xe000 ? 'x' : point);
        }
        byte[] utf8 = all.toString().getBytes(StandardCharsets.UTF_8);
        byte[] tuple = Workbench.tuple(SCRIPT, Map.of("code", all.toString()));
        byte[] expected = Workbench.tuple(SCRIPT, Map.of());
        assertThat(tuple).hasSize(expected.length + utf8.length);
        assertThat(HexFormat.of().formatHex(tuple)).contains(HexFormat.of().formatHex(utf8));
    }

    @Test
    void valuesLargerThanTheBufferComeBackBesideSmallOnes() {
        long generation = bench.generation();
        List<Row> rows = new ArrayList<>();
        List<Integer> sizes = List.of(1, 65_000, 65_536, 3, 70_000, 1_000_000, 0, 200_000, 65_408, 65_407, 65_400);
        for (int i = 0; i < sizes.size(); i++) {
            rows.add(Workbench.top(SCRIPT, i, guid(i), Map.of("code", "é".repeat(sizes.get(i)), "name", "n" + i)));
        }
        bench.write(generation, rows);
        assertThat(bench.rows(generation, SCRIPT, "name", "length(code)", "code = repeat('é', length(code))"))
                .containsExactlyElementsOf(range(sizes));
    }

    private static List<String> range(List<Integer> sizes) {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            expected.add("n" + i + " " + sizes.get(i) + " t");
        }
        return expected;
    }

    @Test
    void aClearedBuilderForgetsEveryField() {
        RowBuilder builder = new RowBuilder(TASK);
        builder.bigint(TASK.index("position"), 5);
        builder.bytes(TASK.index("name"), new byte[2000]);
        builder.clear();
        assertThat(builder.tuple()).isEqualTo(new RowBuilder(TASK).tuple());
    }

    @Test
    void theLastValueOfAColumnCounts() {
        RowBuilder builder = new RowBuilder(TASK);
        builder.bytes(TASK.index("name"), "first".getBytes(StandardCharsets.UTF_8));
        builder.bytes(TASK.index("name"), "last".getBytes(StandardCharsets.UTF_8));
        assertThat(builder.tuple()).isEqualTo(Workbench.tuple(TASK, Map.of("name", "last")));
    }

    @Test
    void placesAreKeptBesideTheFields() {
        long generation = bench.generation();
        Row task = new Row(
                new Origin(TASK.pointer(), 3, 5_000_000_000L), "task", guid(1), null, Workbench.tuple(TASK, Map.of()));
        bench.write(generation, List.of(task, Workbench.step(task, 2, guid(2), Map.of())));
        assertThat(bench.rows(generation, TASK, "element_index", "byte_offset")).containsExactly("3 5000000000");
        assertThat(bench.jdbc.queryForList(
                        "SELECT concat_ws(' ', parent_guid, parent_index, element_index, byte_offset) FROM step"
                                + " WHERE generation_id = ?",
                        String.class,
                        generation))
                .containsExactly(guid(1) + " 3 2 5000000003");
    }
}
