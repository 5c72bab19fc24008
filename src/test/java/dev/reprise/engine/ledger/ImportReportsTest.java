package dev.reprise.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reprise.engine.ledger.Checkpoints.Checkpoint;
import dev.reprise.input.Position;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.report.Counts;
import dev.reprise.report.FindingGroup;
import dev.reprise.report.ImportReport;
import dev.reprise.report.ImportStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Reports say what is remembered, and ids are understood as people write them. */
class ImportReportsTest {

    private static final Problem PROBLEM = new Problem("code", "what", "where", "State.", "Next.");
    private static final UUID FIRST = UUID.fromString("0190a000-0000-7000-8000-000000000001");
    private static final UUID SECOND = UUID.fromString("0190a000-0000-7000-8000-0000000000ff");
    private static final UUID THIRD = UUID.fromString("0190bfff-ffff-7fff-bfff-ffffffffffff");

    private Books books;

    @BeforeEach
    void open() {
        books = new Books();
    }

    private void assertRefused(String text, Exit exit, String message) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> books.reports.resolve(text))
                .withMessage(message)
                .satisfies(e -> assertThat(e.exit()).isEqualTo(exit));
    }

    private void assertUnknown(String text) {
        assertRefused(
                text,
                Exit.NOT_FOUND,
                "import-unknown: there is no import '" + text
                        + "'.\nNothing was changed. See which there are: reprise list");
    }

    @Test
    void anIdIsFoundByItselfAndByItsBeginning() {
        books.known(FIRST, "failed");
        books.known(SECOND, "completed");
        books.known(THIRD, "failed");
        assertThat(books.reports.resolve(FIRST.toString())).isEqualTo(FIRST);
        assertThat(books.reports.resolve(FIRST.toString().replace("-", "").toUpperCase()))
                .isEqualTo(FIRST);
        assertThat(books.reports.resolve("0190b")).isEqualTo(THIRD);
        assertThat(books.reports.resolve("0190BFFF-FFFF")).isEqualTo(THIRD);
        assertThat(books.reports.resolve("0190a000-0000-7000-8000-0000000000f")).isEqualTo(SECOND);
        assertThat(books.reports.resolve("last")).isEqualTo(THIRD);
        books.known(UUID.randomUUID(), "completed");
        assertThat(books.reports.resolve("last-failed")).isEqualTo(THIRD);
    }

    @Test
    void aBeginningThatFitsSeveralIsRefused() {
        books.known(FIRST, "failed");
        books.known(SECOND, "failed");
        assertRefused(
                "0190a",
                Exit.USAGE,
                "import-ambiguous: several imports begin with '0190a'.\nNothing was changed. Give more of the id.");
    }

    @Test
    void withoutImportsThereIsNoLast() {
        assertUnknown("last");
        assertUnknown("last-failed");
        books.known(FIRST, "completed");
        assertUnknown("last-failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "019",
                "----",
                "019-",
                "0190c",
                "last ",
                "LAST",
                "%",
                "0190_",
                "' OR true --",
                "é",
                "0190a000-0000-7000-8000-00000000000100",
                "0190a000-0000-7000-8000-000000000002"
            })
    void anythingElseIsUnknown(String text) {
        books.known(FIRST, "failed");
        assertUnknown(text);
    }

    /** An import that failed in its second run. */
    private Import failed() {
        Import created = books.queued();
        UUID id = created.importId();
        books.imports.started(id, 1, "one", "0", null);
        books.imports.started(id, 2, "two", "0", 10L);
        books.imports.loadsInto(id, -3);
        Position position = new Position(77, "/data/tasks", 3, "{}", new byte[0], new byte[0]);
        books.checkpoints.save(id, new Checkpoint(position, new byte[32]));
        books.counters.add(id, Map.of("task", new Counts(3, 2, 1), "step", new Counts(9, 9, 0)));
        books.rejections.add(id, "load", List.of(Books.rejection(1, 5, "x")), List.of());
        books.imports.ended(id, ImportStatus.FAILED, Exit.FAILED, PROBLEM, true);
        return created;
    }

    @Test
    void aReportSaysWhatHappened() {
        Import failed = failed();
        ImportReport report = books.reports.of(failed.importId());
        assertThat(report)
                .returns(failed.importId(), ImportReport::importId)
                .returns("product-import", ImportReport::job)
                .returns(failed.target(), ImportReport::target)
                .returns("/exports/é.json", ImportReport::file)
                .returns(1234L, ImportReport::fileSize)
                .returns(ImportStatus.FAILED, ImportReport::status)
                .returns(false, ImportReport::dead)
                .returns(1, ImportReport::exit)
                .returns(true, ImportReport::resumable)
                .returns(-3L, ImportReport::generation)
                .returns(2, ImportReport::runs)
                .returns(77L, ImportReport::bytes)
                .returns(12L, ImportReport::read)
                .returns(11L, ImportReport::written)
                .returns(1L, ImportReport::rejected)
                .returns(PROBLEM, ImportReport::error)
                .returns("two", ImportReport::holder);
        assertThat(report.entities()).isEqualTo(Map.of("task", new Counts(3, 2, 1), "step", new Counts(9, 9, 0)));
        assertThat(report.findings())
                .singleElement()
                .returns("x", FindingGroup::code)
                .returns(1L, FindingGroup::count);
    }

    @Test
    void timesAreTheServers() {
        Import failed = failed();
        ImportReport report = books.reports.of(failed.importId());
        Timestamp created = books.jdbc.queryForObject(
                "SELECT created_at FROM import WHERE import_id = ?", Timestamp.class, failed.importId());
        assertThat(report.createdAt()).isEqualTo(created == null ? null : created.toInstant());
        assertThat(report.finishedAt()).isAfterOrEqualTo(report.createdAt());
        assertThat(report.seconds()).isBetween(0.0, 60.0);
    }

    @Test
    void aReportNeedsNoSecondConnection() {
        Import failed = failed();
        var single = new SingleConnectionDataSource(
                books.database.url(), books.database.user(), books.database.password(), true);
        AtomicInteger open = new AtomicInteger();
        var one = new DelegatingDataSource(single) {
            @Override
            public Connection getConnection() throws SQLException {
                open.incrementAndGet();
                return super.getConnection();
            }
        };
        JdbcTemplate jdbc = new JdbcTemplate(one);
        ImportReports reports =
                new ImportReports(jdbc, new Counters(jdbc), new Rejections(jdbc), (job, id) -> Map.of());
        assertThat(reports.of(failed.importId()).entities()).hasSize(2);
        assertThat(open).hasValue(1);
        assertThat(reports.newest(Set.of(), 5)).hasSize(1);
        assertThat(open).hasValue(2);
    }

    @Test
    void aReportOfNoImportIsRefused() {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> books.reports.of(FIRST))
                .satisfies(e -> assertThat(e.exit()).isEqualTo(Exit.NOT_FOUND));
    }

    @Test
    void newestComeFirstAndOnlyThoseAskedFor() {
        books.known(SECOND, "completed");
        books.known(FIRST, "failed");
        books.known(THIRD, "running");
        assertThat(books.reports.newest(Set.of(), 10))
                .extracting(ImportReport::importId)
                .containsExactly(THIRD, FIRST, SECOND);
        assertThat(books.reports.newest(Set.of(), 2))
                .extracting(ImportReport::importId)
                .containsExactly(THIRD, FIRST);
        assertThat(books.reports.newest(EnumSet.of(ImportStatus.COMPLETED, ImportStatus.FAILED), 10))
                .extracting(ImportReport::importId)
                .containsExactly(FIRST, SECOND);
    }

    @Test
    void itIsDeadOnlyIfItsLeaseIsOverOrOfAnotherImport() {
        UUID id = books.known(FIRST, "running");
        assertThat(books.reports.of(id).dead()).isTrue();
        books.jdbc.update(
                "INSERT INTO import_lease VALUES ('product/1', 1, ?, 'h', now(), now() + interval '1 hour')", id);
        assertThat(books.reports.of(id).dead()).isFalse();
        books.jdbc.update("UPDATE import_lease SET import_id = ?", SECOND);
        assertThat(books.reports.of(id).dead()).isTrue();
        books.jdbc.update("UPDATE import_lease SET import_id = ?, expires_at = now()", id);
        assertThat(books.reports.of(id).dead()).isTrue();
        books.jdbc.update("UPDATE import SET status = 'stopping'");
        assertThat(books.reports.of(id).dead()).isTrue();
        books.jdbc.update("UPDATE import SET status = 'failed'");
        assertThat(books.reports.of(id).dead()).isFalse();
    }
}
