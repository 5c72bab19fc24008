package dev.reprise.table;

import static dev.reprise.source.inskill.ProductTables.RESOURCE;
import static dev.reprise.source.inskill.ProductTables.SCRIPT;
import static dev.reprise.source.inskill.ProductTables.STEP;
import static dev.reprise.source.inskill.ProductTables.TASK;
import static dev.reprise.source.inskill.ProductTables.TRANSLATION;
import static dev.reprise.source.inskill.ProductTables.VARIABLE;
import static dev.reprise.table.Workbench.guid;
import static dev.reprise.table.Workbench.head;
import static dev.reprise.table.Workbench.step;
import static dev.reprise.table.Workbench.task;
import static dev.reprise.table.Workbench.top;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.record.Row;
import dev.reprise.source.inskill.ProductTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that refer to nothing go, and every broken reference is told with its place; however the generation is stored. */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class VerificationTest {

    private static final Workbench BENCH = new Workbench();

    private final UUID importId = UUID.randomUUID();
    private final long generation;
    private List<Reference> references = ProductTables.references();

    VerificationTest(boolean large) {
        generation = large ? BENCH.largeGeneration("product/" + Workbench.productId()) : BENCH.generation();
    }

    private Map<String, Long> verify() {
        return BENCH.transaction.execute(status -> {
            Verification verification = new Verification(BENCH.jdbc, references, new ContentHash(null));
            assertThat(verification.rejectDuplicates(importId, generation, ProductTables.ALL))
                    .isEmpty();
            return verification.rejectDangling(importId, generation);
        });
    }

    private List<String> findings() {
        return BENCH.jdbc.queryForList("""
                SELECT concat_ws(' ', code, entity, ltrim(substr(guid, 25), '0'), pointer, byte_offset, ltrim(substr(value, 25), '0'))
                FROM import_rejection WHERE import_id = ? AND severity = 'rejection' AND step = 'verify' ORDER BY rejection_id
                """, String.class, importId);
    }

    private static Row translation(long index, long guid, String entity, long of) {
        return top(TRANSLATION, index, guid(guid), Map.of("entity", entity, "entity_guid", guid(of)));
    }

    private static String links(long... guids) {
        List<String> links = new ArrayList<>();
        for (long number : guids) {
            links.add("{\"title\":\"x\", \"guid\" : \"" + guid(number) + "\"}");
        }
        return links.toString();
    }

    @Test
    void nothingGoesIfEveryReferenceLeadsSomewhere() {
        Row task = task(0, guid(1));
        BENCH.write(
                generation,
                List.of(
                        head(Map.of("guid", guid(9), "escalation_task_guid", guid(1))),
                        task,
                        step(
                                task,
                                0,
                                guid(2),
                                Map.of("script_guid", guid(3), "task_guid", guid(1), "resources", links(4, 4))),
                        step(task, 1, guid(5), Map.of("resources", "[]")),
                        top(SCRIPT, 0, guid(3), Map.of()),
                        top(RESOURCE, 0, guid(4), Map.of()),
                        top(VARIABLE, 0, guid(6), Map.of()),
                        translation(0, 10, "task", 1),
                        translation(1, 11, "step", 2),
                        translation(2, 12, "script", 3),
                        translation(3, 13, "resource", 4),
                        translation(4, 14, "variable", 6),
                        translation(5, 15, "product", 9),
                        top(TRANSLATION, 6, guid(16), Map.of("entity", "task"))));
        assertThat(verify()).isEmpty();
        assertThat(findings()).isEmpty();
        assertThat(BENCH.guids(generation, TRANSLATION)).hasSize(7);
    }

    @Test
    void everyBrokenReferenceOfAStepIsToldBeforeItGoes() {
        Row task = task(3, guid(1));
        BENCH.write(
                generation,
                List.of(
                        task,
                        step(task, 0, guid(10), Map.of()),
                        step(
                                task,
                                1,
                                guid(11),
                                Map.of("script_guid", guid(91), "task_guid", guid(92), "resources", links(93, 4, 94))),
                        top(RESOURCE, 0, guid(4), Map.of())));
        assertThat(verify()).isEqualTo(Map.of("step", 1L));
        assertThat(findings())
                .containsExactly(
                        "dangling-script step 11 /data/tasks/3/steps/1/script_guid 32 91",
                        "dangling-subtask step 11 /data/tasks/3/steps/1/task_guid 32 92",
                        "dangling-resource step 11 /data/tasks/3/steps/1/resources/0/guid 32 93",
                        "dangling-resource step 11 /data/tasks/3/steps/1/resources/2/guid 32 94");
        assertThat(BENCH.jdbc.queryForList(
                        "SELECT DISTINCT message FROM import_rejection WHERE import_id = ? ORDER BY 1",
                        String.class,
                        importId))
                .containsExactly(
                        "there is no resource with this GUID",
                        "there is no script with this GUID",
                        "there is no task with this GUID");
        assertThat(BENCH.guids(generation, STEP)).containsExactly("10");
    }

    @Test
    void aGuidOfAnotherEntityIsNoHelp() {
        Row task = task(0, guid(1));
        BENCH.write(generation, List.of(task, step(task, 0, guid(2), Map.of("script_guid", guid(1)))));
        assertThat(verify()).isEqualTo(Map.of("step", 1L));
    }

    @Test
    void translationsOfEveryEntityAreLookedUpInItsTable() {
        BENCH.write(
                generation,
                List.of(
                        head(Map.of("guid", guid(1))),
                        translation(0, 10, "task", 90),
                        translation(1, 11, "step", 91),
                        translation(2, 12, "script", 92),
                        translation(3, 13, "resource", 93),
                        translation(4, 14, "variable", 94),
                        translation(5, 15, "product", 95),
                        translation(6, 16, "product", 1)));
        assertThat(verify()).isEqualTo(Map.of("translation", 6L));
        assertThat(findings())
                .containsExactlyInAnyOrder(
                        "dangling-translation translation 10 /data/translations/0/entity_guid 0 90",
                        "dangling-translation translation 11 /data/translations/1/entity_guid 10 91",
                        "dangling-translation translation 12 /data/translations/2/entity_guid 20 92",
                        "dangling-translation translation 13 /data/translations/3/entity_guid 30 93",
                        "dangling-translation translation 14 /data/translations/4/entity_guid 40 94",
                        "dangling-translation translation 15 /data/translations/5/entity_guid 50 95");
        assertThat(BENCH.guids(generation, TRANSLATION)).containsExactly("16");
    }

    @Test
    void whatRefersToARemovedRowGoesToo() {
        Row task = task(0, guid(1));
        BENCH.write(
                generation,
                List.of(
                        task,
                        step(task, 0, guid(10), Map.of("script_guid", guid(90))),
                        step(task, 1, guid(11), Map.of()),
                        translation(0, 20, "step", 10),
                        translation(1, 21, "step", 11)));
        assertThat(verify()).isEqualTo(Map.of("step", 1L, "translation", 1L));
        assertThat(findings())
                .containsExactly(
                        "dangling-script step 10 /data/tasks/0/steps/0/script_guid 1 90",
                        "dangling-translation translation 20 /data/translations/0/entity_guid 0 10");
        assertThat(BENCH.guids(generation, TRANSLATION)).containsExactly("21");
    }

    @Test
    void aRemovedTaskTakesItsStepsAndWhatRefersToThemUntilNothingChanges() {
        references = new ArrayList<>(references);
        references.add(new Reference(TASK, Reference.Form.LINKS, "dependencies", TASK, null, "dangling-dependency"));
        Row first = top(TASK, 0, guid(1), Map.of("dependencies", links(99)));
        Row second = top(TASK, 1, guid(2), Map.of("dependencies", links(1)));
        Row third = top(TASK, 2, guid(3), Map.of("dependencies", links(3)));
        BENCH.write(
                generation,
                List.of(
                        head(Map.of("escalation_task_guid", guid(2))),
                        first,
                        step(first, 0, guid(10), Map.of()),
                        second,
                        step(second, 0, guid(11), Map.of("task_guid", guid(1))),
                        third,
                        step(third, 0, guid(12), Map.of("task_guid", guid(2))),
                        step(third, 1, guid(13), Map.of()),
                        translation(0, 20, "step", 12)));
        assertThat(verify()).isEqualTo(Map.of("task", 2L, "step", 3L, "translation", 1L));
        assertThat(findings())
                .containsExactly(
                        "dangling-dependency task 1 /data/tasks/0/dependencies/0/guid 0 99",
                        "dangling-subtask step 11 /data/tasks/1/steps/0/task_guid 11 1",
                        "parent-rejected step 10 /data/tasks/0/steps/0 1 1",
                        "dangling-dependency task 2 /data/tasks/1/dependencies/0/guid 10 1",
                        "dangling-subtask step 12 /data/tasks/2/steps/0/task_guid 21 2",
                        "dangling-translation translation 20 /data/translations/0/entity_guid 0 12",
                        "dangling-escalation-task product /data/product/escalation_task_guid 2");
        assertThat(BENCH.guids(generation, TASK)).containsExactly("3");
        assertThat(BENCH.guids(generation, STEP)).containsExactly("13");
    }

    @Test
    void theHeadStaysThoughItsReferenceIsBroken() {
        BENCH.write(generation, List.of(head(Map.of("escalation_task_guid", guid(7), "name", "Press"))));
        assertThat(verify()).isEmpty();
        assertThat(findings()).containsExactly("dangling-escalation-task product /data/product/escalation_task_guid 7");
        assertThat(BENCH.jdbc.queryForObject(
                        "SELECT name FROM product_fields WHERE generation_id = ?", String.class, generation))
                .isEqualTo("Press");
    }

    @Test
    void aSecondRunFindsTheSameAndRemovesNothingMore() {
        Row task = task(0, guid(1));
        BENCH.write(
                generation,
                List.of(
                        head(Map.of("escalation_task_guid", guid(7))),
                        task,
                        step(task, 0, guid(10), Map.of("script_guid", guid(90))),
                        translation(0, 20, "step", 10)));
        assertThat(verify()).isEqualTo(Map.of("step", 1L, "translation", 1L));
        List<String> before = findings();
        assertThat(before).hasSize(3);
        assertThat(verify()).isEmpty();
        assertThat(findings()).isEqualTo(before);
    }

    @Test
    void whatHoldsNoLinksIsNoReference() {
        Row task = task(0, guid(1));
        BENCH.write(
                generation,
                List.of(
                        task,
                        step(task, 0, guid(2), Map.of("resources", "{}")),
                        step(task, 1, guid(3), Map.of("resources", "42")),
                        step(task, 2, guid(4), Map.of("resources", "[1, null, \"x\", []]"))));
        assertThat(verify()).isEmpty();
    }

    @Test
    void otherGenerationsAndFindingsOfTheLoadAreLeftAlone() {
        long other = BENCH.generation();
        Row task = task(0, guid(1));
        List<Row> rows = List.of(task, step(task, 0, guid(10), Map.of("script_guid", guid(90))));
        BENCH.write(other, rows);
        BENCH.write(generation, rows);
        BENCH.write(other, List.of(top(SCRIPT, 0, guid(90), Map.of())));
        BENCH.jdbc.update("""
                INSERT INTO import_rejection (import_id, severity, step, code, entity, guid, pointer, message)
                VALUES (?, 'rejection', 'load', 'guid-malformed', 'step', 'no-guid', '/x', 'm')
                """, importId);
        assertThat(verify()).isEqualTo(Map.of("step", 1L));
        assertThat(BENCH.guids(other, STEP)).containsExactly("10");
        assertThat(new Verification(BENCH.jdbc, references, new ContentHash(null)).count(STEP, other))
                .isEqualTo(1);
        assertThat(new Verification(BENCH.jdbc, references, new ContentHash(null)).count(STEP, generation))
                .isZero();
        assertThat(BENCH.jdbc.queryForObject(
                        "SELECT count(*) FROM import_rejection WHERE import_id = ? AND step = 'load'",
                        Long.class,
                        importId))
                .isEqualTo(1);
    }
}
