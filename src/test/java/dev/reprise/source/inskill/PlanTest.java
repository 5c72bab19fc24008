package dev.reprise.source.inskill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reprise.engine.ImportEngine;
import dev.reprise.engine.Plans;
import dev.reprise.engine.Publishing;
import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.job.Target;
import dev.reprise.record.Changes;
import dev.reprise.record.RefusedException;
import dev.reprise.report.FieldChange;
import dev.reprise.report.GenerationReport;
import dev.reprise.report.ImportKind;
import dev.reprise.report.ImportReport;
import dev.reprise.report.ImportStatus;
import dev.reprise.report.PlanReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.util.RawValue;

/** Look before, undo after: with both ways to store a generation. */
class PlanTest {

    private static final Importer SHARED = new Importer();
    private static final Importer LARGE = new Importer("reprise.large-from=0B");

    private static final String ONE = task(1, "one", step(11, "a", "\"x\":1e3") + "," + step(12, "b", "\"x\":null"));
    private static final String TWO = task(2, "two", "");

    @TempDir
    private Path folder;

    private final long product = Importer.newProduct();
    private final String target = "product/" + product;

    static List<Importer> both() {
        return List.of(SHARED, LARGE);
    }

    @AfterAll
    static void stop() {
        both().forEach(Importer::close);
    }

    private static String guid(long n) {
        return new UUID(0x4000, n).toString();
    }

    private static String task(long n, String name, String steps) {
        return "{\"guid\":\"%s\",\"name\":\"%s\",\"steps\":[%s]}".formatted(guid(n), name, steps);
    }

    private static String step(long n, String title, String more) {
        return "{\"guid\":\"%s\",\"title\":\"%s\",%s}".formatted(guid(n), title, more);
    }

    private Path file(String tasks, String more) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "export", ".json"), """
                {"data":{"product":{"id":%d,"bundle_id":"b","name":"P"%s},"tasks":[%s],"scripts":[],"translations":[],
                 "resources":[],"variables":[],"notes":[{"n":1}]}}
                """.formatted(product, more, tasks));
    }

    private ImportReport run(Importer importer, String tasks) throws IOException {
        return importer.run(product, file(tasks, ""), "0", ImportKind.IMPORT, false);
    }

    private static long generation(ImportReport report) {
        return Objects.requireNonNull(report.generation());
    }

    private PlanReport plan(Importer importer, String tasks, String more) throws IOException {
        ImportReport planned = importer.run(product, file(tasks, more), "0", ImportKind.PLAN, false);
        assertThat(planned.status()).isEqualTo(ImportStatus.PLANNED);
        return importer.bean(Plans.class).compare(planned.importId(), 100);
    }

    private List<String> states(Importer importer) {
        return importer.bean(Publishing.class).generations(Target.parse(target)).stream()
                .map(GenerationReport::state)
                .toList();
    }

    private static void apply(Importer importer, PlanReport plan) {
        importer.bean(Publishing.class).apply(plan.importId(), null, Importer.silence());
    }

    private UUID rollback(Importer importer, @Nullable Long to) {
        return importer.bean(Publishing.class).rollback(Target.parse(target), to, Importer.silence());
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("both")
    void whatWouldChangeIsSaidAndNothingIsChanged(Importer importer) throws IOException {
        run(importer, ONE + "," + TWO);
        String changed = task(1, "one", step(11, "a", "\"x\":1000") + "," + step(13, "c", "\"x\":1"));

        PlanReport plan = plan(importer, changed + "," + task(3, "three", step(12, "b", "\"x\":null")), ",\"n\":1.50");

        assertThat(plan.changes()).isTrue();
        assertThat(plan.entities())
                .containsEntry("task", new Changes(2, 2, 1, 0, 1, 1))
                .containsEntry("step", new Changes(3, 2, 1, 2, 0, 0))
                .containsEntry("script", new Changes(0, 0, 0, 0, 0, 0))
                .containsEntry("part", new Changes(1, 1, 0, 0, 0, 1));
        assertThat(plan.document()).singleElement().satisfies(field -> {
            assertThat(field.field()).isEqualTo("/data/product/n");
            assertThat(field.old()).isNull();
            assertThat(value(field.now())).isEqualTo("1.50");
        });
        assertThat(plan.diff())
                .map(element -> element.change() + " " + element.entity() + " " + element.key() + " "
                        + element.fields().stream().map(PlanTest::text).toList())
                .containsExactly(
                        "remove task " + guid(2) + " []",
                        "add task " + guid(3) + " []",
                        "change step " + guid(11) + " [x: 1e3 -> 1000]",
                        "change step " + guid(12) + " [parent_guid: \"" + guid(1) + "\" -> \"" + guid(3) + "\"]",
                        "add step " + guid(13) + " []");
        assertThat(importer.live(product, "task", "name")).containsExactly("one", "two");
    }

    private static String text(FieldChange field) {
        return "%s: %s -> %s".formatted(field.field(), value(field.old()), value(field.now()));
    }

    private static @Nullable Object value(@Nullable RawValue value) {
        return value == null ? null : value.rawValue();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("both")
    void anAppliedPlanIsLiveAndCanBeUndoneAndThatToo(Importer importer) throws IOException {
        long first = generation(run(importer, ONE));
        PlanReport plan = plan(importer, TWO, "");
        assertThat(states(importer)).containsExactlyInAnyOrder("live", "planned");

        apply(importer, plan);

        assertThat(importer.report(plan.importId()).status()).isEqualTo(ImportStatus.COMPLETED);
        assertThat(importer.live(product, "task", "name")).containsExactly("two");
        assertThat(states(importer)).containsExactly("live", "kept");

        ImportReport back = importer.report(rollback(importer, null));

        assertThat(back.kind()).isEqualTo(ImportKind.ROLLBACK);
        assertThat(back.status()).isEqualTo(ImportStatus.COMPLETED);
        assertThat(back.generation()).isEqualTo(first);
        assertThat(importer.live(product, "step", "title")).containsExactly("a", "b");

        rollback(importer, null);

        assertThat(importer.live(product, "task", "name")).containsExactly("two");
        rollback(importer, first);
        assertThat(importer.live(product, "task", "name")).containsExactly("one");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("both")
    void afterARollbackTheNextImportKeepsWhatWasLive(Importer importer) throws IOException {
        long first = generation(run(importer, ONE));
        run(importer, TWO);
        rollback(importer, null);
        run(importer, ONE + "," + TWO);

        rollback(importer, null);

        assertThat(importer.report(rollback(importer, null)).generation()).isNotEqualTo(first);
        assertThat(importer.live(product, "task", "name")).containsExactly("one", "two");
        rollback(importer, first);
        assertThat(importer.live(product, "task", "name")).containsExactly("one");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("both")
    void aStalePlanIsRefusedAndGoes(Importer importer) throws IOException {
        run(importer, ONE);
        PlanReport stale = plan(importer, TWO, "");
        importer.database()
                .jdbc()
                .update("UPDATE import SET base_generation = 77 WHERE import_id = ?", stale.importId());

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> apply(importer, stale))
                .satisfies(refusal -> {
                    assertThat(refusal.exit().code()).isEqualTo(9);
                    assertThat(refusal.problem().code()).isEqualTo("plan-stale");
                });
        assertThat(importer.live(product, "task", "name")).containsExactly("one");

        run(importer, ONE + "," + TWO);

        assertThat(importer.report(stale.importId()).status()).isEqualTo(ImportStatus.ABANDONED);
        assertThat(states(importer)).doesNotContain("planned", "discarded");
    }

    @Test
    void aPlanGoesAfterADay() throws IOException {
        run(SHARED, ONE);
        PlanReport old = plan(SHARED, TWO, "");
        PlanReport young = plan(SHARED, TWO, "");
        SHARED.database()
                .jdbc()
                .update(
                        "UPDATE import SET finished_at = finished_at - interval '25 hours' WHERE import_id = ?",
                        old.importId());
        plan(SHARED, ONE, "");
        assertThat(SHARED.report(old.importId()).status()).isEqualTo(ImportStatus.ABANDONED);
        assertThat(SHARED.report(young.importId()).status()).isEqualTo(ImportStatus.PLANNED);
    }

    @Test
    void aPlanOfTheSameChangesNothingAndAnOrderAloneIsSeen() throws IOException {
        run(SHARED, ONE + "," + TWO);
        assertThat(plan(SHARED, ONE + "," + TWO, "").changes()).isFalse();
        PlanReport other = plan(SHARED, TWO + "," + ONE, "");
        assertThat(other.changes()).isTrue();
        assertThat(other.reordered()).containsExactly("task");
        assertThat(other.diff()).isEmpty();
    }

    @Test
    void aPlanOfANewProductAddsAll() throws IOException {
        PlanReport plan = plan(SHARED, ONE, "");
        assertThat(plan.base()).isZero();
        assertThat(plan.entities()).containsEntry("step", new Changes(2, 0, 2, 0, 0, 0));
        assertThat(SHARED.live(product, "product", "name")).isEmpty();
        apply(SHARED, plan);
        assertThat(SHARED.live(product, "product", "name")).containsExactly("P");
    }

    @Test
    void moreRejectionsThanAllowedAreNotAppliedUnlessAskedFor() throws IOException {
        String bad = "{\"name\":\"no guid\"}";
        ImportReport planned = SHARED.run(product, file(ONE + "," + bad, ""), "0", ImportKind.PLAN, false);
        assertThat(planned.exit()).isEqualTo(3);
        Publishing publishing = SHARED.bean(Publishing.class);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> publishing.apply(planned.importId(), null, Importer.silence()))
                .satisfies(refusal -> {
                    assertThat(refusal.problem().code()).isEqualTo("too-many-rejections");
                    assertThat(refusal.problem().next()).contains("reprise apply " + planned.importId());
                });
        assertThat(SHARED.report(planned.importId()).status()).isEqualTo(ImportStatus.PLANNED);

        publishing.apply(planned.importId(), new RejectionLimit("1"), Importer.silence());

        assertThat(SHARED.report(planned.importId()).status()).isEqualTo(ImportStatus.COMPLETED_WITH_REJECTIONS);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> publishing.apply(planned.importId(), null, Importer.silence()))
                .satisfies(refusal -> assertThat(refusal.problem().code()).isEqualTo("wrong-state"));
    }

    @Test
    void aPlanCanBeAbandoned() throws IOException {
        run(SHARED, ONE);
        PlanReport plan = plan(SHARED, TWO, "");
        SHARED.bean(ImportEngine.class).abandon(plan.importId(), Importer.silence());
        assertThat(states(SHARED)).containsExactly("live");
    }

    @Test
    void aPlanLeavesAnUnfinishedImportAlone() throws IOException {
        ImportReport failed = run(SHARED, ONE + ",{}");
        assertThat(failed.status()).isEqualTo(ImportStatus.FAILED);
        plan(SHARED, TWO, "");
        assertThat(SHARED.report(failed.importId()).resumable()).isTrue();
    }

    @Test
    void whatIsNotThereCannotBeRolledBackTo() throws IOException {
        Target none = Target.parse(target);
        Publishing publishing = SHARED.bean(Publishing.class);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> publishing.rollback(none, null, Importer.silence()))
                .satisfies(refusal -> assertThat(refusal.exit().code()).isEqualTo(5));
        long live = generation(run(SHARED, ONE));
        for (Long to : Arrays.asList(null, live, 4711L)) {
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> publishing.rollback(none, to, Importer.silence()))
                    .satisfies(refusal -> {
                        assertThat(refusal.exit().code()).isEqualTo(9);
                        assertThat(refusal.problem().code()).isEqualTo("generation-missing");
                    });
        }
    }
}
