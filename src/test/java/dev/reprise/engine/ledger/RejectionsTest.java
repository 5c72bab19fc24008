package dev.reprise.engine.ledger;

import static dev.reprise.engine.ledger.Books.rejection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.record.Origin;
import dev.reprise.record.Reason;
import dev.reprise.record.Rejection;
import dev.reprise.record.Warning;
import dev.reprise.report.Finding;
import dev.reprise.report.FindingGroup;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Every reason of every rejected record is kept, and handed out in the order of the file. */
class RejectionsTest {

    private static Books books;

    private final UUID importId = UUID.randomUUID();

    @BeforeAll
    static void open() {
        books = new Books();
    }

    private List<Finding> each() {
        List<Finding> found = new ArrayList<>();
        books.rejections.each(importId, found::add);
        return found;
    }

    private static Finding finding(String severity, long index, @Nullable Long offset, String code) {
        String pointer = "/data/tasks/" + index + "/guid";
        return new Finding(severity, code, "task", "g" + index, pointer, offset, "v" + index, "message " + index);
    }

    private static Warning warning(long index, @Nullable Long offset, String code) {
        Reason reason = new Reason(code, "/data/tasks/" + index + "/guid", "v" + index, "message " + index);
        return new Warning(offset, "task", "g" + index, reason);
    }

    @Test
    void everyReasonIsAFindingOfItsOwn() {
        Reason one = new Reason("one", "/data/tasks/0/a", null, "first");
        Reason two = new Reason("two", "/data/tasks/0/b", "x'; DROP TABLE import; --", "second 😀");
        books.rejections.add(
                importId,
                "load",
                List.of(new Rejection(new Origin("/data/tasks", 0, 77), "task", null, List.of(one, two))),
                List.of());
        assertThat(each())
                .containsExactly(
                        new Finding("rejection", "one", "task", null, "/data/tasks/0/a", 77L, null, "first"),
                        new Finding(
                                "rejection",
                                "two",
                                "task",
                                null,
                                "/data/tasks/0/b",
                                77L,
                                "x'; DROP TABLE import; --",
                                "second 😀"));
    }

    @Test
    void rejectionsComeBeforeWarningsEachInTheOrderOfTheFile() {
        books.rejections.add(
                importId, "load", List.of(rejection(2, 20, "b"), rejection(1, 10, "a")), List.of(warning(5, 5L, "w")));
        books.rejections.add(
                importId, "verify", List.of(rejection(0, 3, "c")), List.of(warning(6, null, "v"), warning(4, 4L, "w")));
        books.rejections.add(UUID.randomUUID(), "load", List.of(rejection(9, 9, "other")), List.of());
        assertThat(each())
                .containsExactly(
                        finding("rejection", 0, 3L, "c"),
                        finding("rejection", 1, 10L, "a"),
                        finding("rejection", 2, 20L, "b"),
                        finding("warning", 4, 4L, "w"),
                        finding("warning", 5, 5L, "w"),
                        finding("warning", 6, null, "v"));
    }

    @Test
    void groupsHaveExactCountsAndTheFirstOfTheFile() {
        List<Rejection> many = new ArrayList<>();
        LongStream.range(0, 700).forEach(i -> many.add(rejection(i, 1000 - i, i % 7 == 0 ? "rare" : "common")));
        books.rejections.add(importId, "load", many, List.of(warning(1, 1L, "common")));
        assertThat(books.rejections.groups(importId))
                .containsExactly(
                        new FindingGroup("rejection", "common", 600, finding("rejection", 699, 301L, "common")),
                        new FindingGroup("rejection", "rare", 100, finding("rejection", 693, 307L, "rare")),
                        new FindingGroup("warning", "common", 1, finding("warning", 1, 1L, "common")));
    }

    @Test
    void allOfFiveThousandAreHandedOutInOrder() {
        List<Rejection> many = new ArrayList<>();
        LongStream.range(0, 5000).forEach(i -> many.add(rejection(i, i * 3, "x")));
        Collections.shuffle(many, new Random(1));
        books.rejections.add(importId, "load", many, List.of());
        assertThat(each())
                .containsExactlyElementsOf(LongStream.range(0, 5000)
                        .mapToObj(i -> finding("rejection", i, i * 3, "x"))
                        .toList());
    }

    @Test
    void theyComeInPortionsNotAllAtOnce() {
        LongStream.range(0, 3)
                .forEach(part -> books.rejections.add(
                        importId,
                        "load",
                        LongStream.range(part * 1000, part * 1000 + 1000)
                                .mapToObj(i -> rejection(i, i, "x"))
                                .toList(),
                        List.of()));
        List<Integer> cursors = new ArrayList<>();
        books.rejections.each(importId, finding -> {
            if (cursors.isEmpty()) {
                cursors.addAll(books.database.jdbc().queryForList("""
                        SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'
                          AND query LIKE '%FROM import_rejection%'
                        """, Integer.class));
            }
        });
        assertThat(cursors).hasSize(1);
    }

    @Test
    void theyAreReadWithinATransactionOfTheCallerToo() {
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(books.source));
        transaction.executeWithoutResult(status -> {
            books.rejections.add(importId, "load", List.of(rejection(1, 1, "x")), List.of());
            assertThat(each()).containsExactly(finding("rejection", 1, 1L, "x"));
            books.rejections.add(importId, "load", List.of(rejection(2, 2, "x")), List.of());
        });
        assertThat(each()).hasSize(2);
    }

    @Test
    void onlyWarningsOfTheStepAreForgotten() {
        books.rejections.add(importId, "load", List.of(rejection(1, 1, "a")), List.of(warning(2, 2L, "b")));
        books.rejections.add(importId, "verify", List.of(rejection(3, 3, "c")), List.of(warning(4, 4L, "d")));
        books.rejections.deleteWarnings(importId, "verify");
        assertThat(each()).extracting(Finding::code).containsExactly("a", "c", "b");
    }

    @Test
    void findingsOfTheHeadAreThoseOfTheProductInVerify() {
        Reason reason = new Reason("dangling-escalation-task", "/data/product/escalation_task_guid", "g", "m");
        Rejection head = new Rejection(new Origin("/data/product", 0, 0), "product", null, reason);
        books.rejections.add(importId, "verify", List.of(head, rejection(1, 1, "a")), List.of());
        books.rejections.add(importId, "load", List.of(head), List.of());
        assertThat(books.rejections.ofHead(importId))
                .containsExactly(new Finding(
                        "rejection", "dangling-escalation-task", "product", null, reason.pointer(), 0L, "g", "m"));
    }
}
