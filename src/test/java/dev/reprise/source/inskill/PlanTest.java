package dev.reprise.source.inskill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reprise.engine.ImportEngine;
import dev.reprise.engine.Plans;
import dev.reprise.engine.Publishing;
import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.record.Changes;
import dev.reprise.record.RefusedException;
import dev.reprise.report.FieldChange;
import dev.reprise.report.ImportKind;
import dev.reprise.report.ImportReport;
import dev.reprise.report.ImportStatus;
import dev.reprise.report.PlanReport;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.util.RawValue;

/** Look before: what would change is said, and nothing is changed until it is applied. */
class PlanTest extends Planning {

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
    void theOrderOfMembersIsNoChangeButANumberIs() throws IOException {
        run(SHARED, task(1, "t", step(11, "a", "\"p\":1,\"q\":{\"r\":[1,2],\"s\":1e9999}")));
        assertThat(plan(SHARED, task(1, "t", step(11, "a", "\"q\":{\"r\":[1,2],\"s\":1e9999},\"p\":2")), "")
                        .entities())
                .containsEntry("step", new Changes(1, 1, 0, 1, 0, 0));
        run(SHARED, task(1, "t", step(11, "a", "\"p\":1,\"q\":{\"r\":[1,2],\"s\":17}")));
        PlanReport other = plan(SHARED, task(1, "t", step(11, "a", "\"q\":{\"s\":17,\"r\":[1,2]},\"p\":1")), "");
        assertThat(other.entities()).containsEntry("step", new Changes(1, 1, 0, 0, 0, 1));
        assertThat(other.reordered()).containsExactly("step");
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
    void aPlanWhoseBaseIsGoneIsStale() throws IOException {
        run(SHARED, ONE);
        PlanReport plan = plan(SHARED, TWO, "");
        SHARED.database()
                .jdbc()
                .update("UPDATE generation SET state = 'discarded' WHERE generation_id = ?", plan.base());
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> SHARED.bean(Plans.class).compare(plan.importId(), 0))
                .satisfies(refusal -> assertThat(refusal.problem().code()).isEqualTo("plan-stale"));
    }
}
