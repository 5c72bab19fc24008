package dev.reprise.source.inskill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reprise.engine.Publishing;
import dev.reprise.engine.job.Target;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ImportKind;
import dev.reprise.report.ImportReport;
import dev.reprise.report.ImportStatus;
import dev.reprise.report.PlanReport;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Undo after: what was live before is live again, and that can be undone, too. */
class RollbackTest extends Planning {

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

    @Test
    void whatIsUnfinishedIsSupersededByWhatBecomesLive() throws IOException {
        run(SHARED, ONE);
        run(SHARED, TWO);
        ImportReport failed = run(SHARED, ONE + ",{}");
        rollback(SHARED, null);
        assertThat(SHARED.report(failed.importId()).status()).isEqualTo(ImportStatus.ABANDONED);
        ImportReport again = run(SHARED, ONE + ",{},{}");
        apply(SHARED, plan(SHARED, TWO, ",\"n\":2"));
        assertThat(SHARED.report(again.importId()).status()).isEqualTo(ImportStatus.ABANDONED);
    }

    @Test
    void whatIsNotThereCannotBeRolledBackTo() throws IOException {
        Target none = Target.parse(target);
        Publishing publishing = SHARED.bean(Publishing.class);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> publishing.rollback(none, null, null, Importer.silence()))
                .satisfies(refusal -> assertThat(refusal.exit().code()).isEqualTo(5));
        long live = generation(run(SHARED, ONE));
        for (Long to : Arrays.asList(null, live, 4711L)) {
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> publishing.rollback(none, to, null, Importer.silence()))
                    .satisfies(refusal -> {
                        assertThat(refusal.exit().code()).isEqualTo(9);
                        assertThat(refusal.problem().code()).isEqualTo("generation-missing");
                    });
        }
    }
}
