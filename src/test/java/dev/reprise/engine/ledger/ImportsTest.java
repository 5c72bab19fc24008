package dev.reprise.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.engine.job.ImportRequest;
import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.job.Target;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.report.ImportKind;
import dev.reprise.report.ImportStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is remembered of an import from its beginning to its end. */
class ImportsTest {

    private static final Problem PROBLEM = new Problem("code", "what 'x' é", null, "State.", "Next.");

    private static Books books;

    @BeforeAll
    static void open() {
        books = new Books();
    }

    private Map<String, Object> row(Import of) {
        return books.jdbc.queryForMap(
                "SELECT *, problem::text AS problem_text FROM import WHERE import_id = ?", of.importId());
    }

    private List<String> runs(Import of) {
        return books.jdbc.queryForList("""
                SELECT concat_ws(' ', run_number, epoch, holder, resumed_at_offset, ended_at IS NOT NULL) FROM import_run
                WHERE import_id = ? ORDER BY run_number
                """, String.class, of.importId());
    }

    @Test
    void aNewOneIsFoundAsItWasAskedFor() {
        ImportRequest request = new ImportRequest(
                "product-import",
                Target.parse("product/410"),
                Path.of("/unused"),
                Map.of("a", "ü\"", "b", ""),
                new RejectionLimit("10"),
                true,
                ImportKind.PLAN,
                true);
        Import created = books.imports.create(request, "/a 'b'.json", 5_000_000_000L);
        assertThat(books.imports.find(created.importId())).contains(created);
        assertThat(created)
                .isEqualTo(new Import(
                        created.importId(),
                        ImportKind.PLAN,
                        "product-import",
                        "product/410",
                        "/a 'b'.json",
                        5_000_000_000L,
                        Map.of("a", "ü\"", "b", ""),
                        "10",
                        ImportStatus.QUEUED,
                        true,
                        null,
                        null,
                        true));
        assertThat(created.status()).isEqualTo(ImportStatus.QUEUED);
        assertThat(created.resumable()).isTrue();
        assertThat(created.generation()).isNull();
        assertThat(created.importId().version()).isEqualTo(7);
        assertThat(books.imports.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void everyRunIsKept() {
        Import created = books.queued();
        books.imports.started(created.importId(), 3, "pid 1 on a", "7", null);
        assertThat(books.imports.find(created.importId()))
                .hasValueSatisfying(found -> assertThat(found.maxRejections()).isEqualTo("7"));
        assertThat(row(created)).containsEntry("status", "running");
        books.imports.ended(created.importId(), ImportStatus.FAILED, Exit.FAILED, PROBLEM, true);
        books.imports.started(created.importId(), 4, "pid 2 on b", "8", 99L);
        assertThat(runs(created)).containsExactly("1 3 pid 1 on a t", "2 4 pid 2 on b 99 f");
        assertThat(row(created))
                .containsEntry("status", "running")
                .containsEntry("problem", null)
                .containsEntry("exit", null)
                .containsEntry("finished_at", null);
    }

    @Test
    void aFailedOneSaysWhyAndCanBeTakenUp() {
        Import created = books.queued();
        books.imports.started(created.importId(), 1, "h", "0", null);
        books.imports.loadsInto(created.importId(), -12);
        books.imports.ended(created.importId(), ImportStatus.FAILED, Exit.UNAVAILABLE, PROBLEM, true);
        assertThat(row(created))
                .containsEntry("status", "failed")
                .containsEntry("exit", 75)
                .containsEntry("resumable", true)
                .containsEntry("generation_id", -12L);
        assertThat(String.valueOf(row(created).get("problem_text"))).contains("what 'x' é");
        assertThat(row(created).get("finished_at")).isNotNull();
        assertThat(books.imports.unfinished(created.target()))
                .singleElement()
                .satisfies(found -> assertThat(found.generation()).isEqualTo(-12));
    }

    @Test
    void aCompletedOneIsNeitherTakenUpNorEndedAgain() {
        Import created = books.queued();
        books.imports.started(created.importId(), 1, "h", "0", null);
        books.imports.completed(created.importId(), ImportStatus.COMPLETED_WITH_REJECTIONS, Exit.REJECTED, true, 0);
        books.imports.ended(created.importId(), ImportStatus.FAILED, Exit.FAILED, PROBLEM, true);
        assertThat(row(created))
                .containsEntry("status", "completed_with_rejections")
                .containsEntry("exit", 3)
                .containsEntry("unchanged", true)
                .containsEntry("resumable", false)
                .containsEntry("problem", null);
        assertThat(runs(created)).containsExactly("1 1 h t");
        assertThat(books.imports.unfinished(created.target())).isEmpty();
        assertThat(books.imports.requestStop(created.importId())).isFalse();
    }

    @Test
    void anAbandonedOneKeepsItsRemark() {
        Import created = books.queued();
        books.imports.abandoned(created.importId(), "superseded");
        assertThat(row(created))
                .containsEntry("status", "abandoned")
                .containsEntry("remark", "superseded")
                .containsEntry("resumable", false);
        assertThat(books.imports.unfinished(created.target())).isEmpty();
    }

    @Test
    void onlyARunningOneIsAskedToStopAndOneThatWaitsIsStopped() {
        Import created = books.queued();
        assertThat(books.imports.requestStop(created.importId())).isTrue();
        assertThat(row(created)).containsEntry("status", "stopped").containsEntry("stop_requested", false);
        assertThat(books.imports.requestStop(created.importId())).isFalse();
        books.imports.started(created.importId(), 1, "h", "0", null);
        assertThat(books.imports.requestStop(created.importId())).isTrue();
        assertThat(books.imports.requestStop(created.importId())).isTrue();
        assertThat(row(created)).containsEntry("status", "stopping").containsEntry("stop_requested", true);
        books.imports.started(created.importId(), 2, "h", "0", null);
        assertThat(row(created)).containsEntry("status", "running").containsEntry("stop_requested", false);
    }

    @Test
    void aRequestToStopThatCameTooLateIsOverWithTheImport() {
        Import created = books.queued();
        books.imports.started(created.importId(), 1, "h", "0", null);
        books.imports.requestStop(created.importId());
        books.imports.completed(created.importId(), ImportStatus.COMPLETED, Exit.OK, false, 0);
        assertThat(row(created)).containsEntry("status", "completed").containsEntry("stop_requested", false);
    }

    @Test
    void theNewestUnfinishedOneOfTheTargetIsTakenUp() {
        Import older = books.queued();
        Import newer = books.queued(older.target());
        Import waiting = books.queued(older.target());
        books.queued();
        books.imports.started(older.importId(), 1, "h", "0", null);
        books.imports.started(newer.importId(), 2, "h", "0", null);
        assertThat(books.imports.unfinished(older.target()))
                .extracting(Import::importId)
                .containsExactly(newer.importId(), older.importId())
                .doesNotContain(waiting.importId());
        books.imports.ended(newer.importId(), ImportStatus.FAILED, Exit.REFUSED, PROBLEM, false);
        assertThat(books.imports.unfinished(older.target()))
                .extracting(Import::importId)
                .containsExactly(older.importId());
    }
}
