package dev.reprise.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.report.Counts;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Counters only ever add up, by import and entity. */
class CountersTest {

    private static Books books;

    private final UUID importId = UUID.randomUUID();

    @BeforeAll
    static void open() {
        books = new Books();
    }

    @Test
    void nothingIsCountedAtFirst() {
        assertThat(books.counters.of(importId)).isEmpty();
        assertThat(books.counters.total(importId)).isEqualTo(Counts.ZERO);
        books.counters.add(importId, Map.of());
        assertThat(books.counters.of(importId)).isEmpty();
    }

    @Test
    void countsAddUpForEachEntityInTheOrderOfNames() {
        books.counters.add(importId, Map.of("task", new Counts(3, 2, 1), "step", new Counts(30, 30, 0)));
        books.counters.add(importId, Map.of("task", new Counts(5_000_000_000L, 5_000_000_000L, 0)));
        books.counters.add(importId, Map.of("step", new Counts(0, -4, 4)));
        books.counters.add(UUID.randomUUID(), Map.of("task", new Counts(1, 1, 0)));
        assertThat(books.counters.of(importId))
                .containsExactly(
                        Map.entry("step", new Counts(30, 26, 4)),
                        Map.entry("task", new Counts(5_000_000_003L, 5_000_000_002L, 1)));
        assertThat(books.counters.total(importId)).isEqualTo(new Counts(5_000_000_033L, 5_000_000_028L, 5));
    }
}
