package dev.reprise.table;

import static dev.reprise.source.inskill.ProductTables.HEAD;
import static dev.reprise.source.inskill.ProductTables.STEP;
import static dev.reprise.source.inskill.ProductTables.TASK;
import static dev.reprise.table.Workbench.guid;
import static dev.reprise.table.Workbench.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.source.inskill.ProductTables;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How generations come, are kept, and go. */
class GenerationsTest {

    private static final List<EntityTable> TABLES = new ArrayList<>(ProductTables.ALL);
    private static Workbench bench;

    private final long product = Workbench.productId();
    private final String target = "product/" + product;
    private Generations generations;

    @BeforeAll
    static void open() {
        bench = new Workbench();
        TABLES.add(HEAD);
    }

    @BeforeEach
    void prepare() {
        generations = bench.generations;
    }

    private long filled() {
        long generation = generations.create(target, UUID.randomUUID());
        var task = task(0, guid(1));
        bench.write(
                generation,
                List.of(task, Workbench.step(task, 0, guid(2), Map.of()), Workbench.head(Map.of("name", "n"))));
        return generation;
    }

    private long published() {
        long generation = filled();
        bench.publish(product, generation);
        return generation;
    }

    private List<Long> left() {
        return bench.jdbc.queryForList(
                "SELECT generation_id FROM generation WHERE target = ? ORDER BY generation_id DESC",
                Long.class,
                target);
    }

    private void assertRows(long generation, int rows) {
        assertThat(bench.guids(generation, TASK)).hasSize(rows);
        assertThat(bench.guids(generation, STEP)).hasSize(rows);
        assertThat(bench.jdbc.queryForList("SELECT name FROM product_fields WHERE generation_id = ?", generation))
                .hasSize(rows);
    }

    @Test
    void newOnesAreNegativeAndSinkingAndSeenByNobody() {
        UUID importId = UUID.randomUUID();
        long first = generations.create(target, importId);
        long second = filled();
        assertThat(first).isNegative();
        assertThat(second).isLessThan(first);
        assertThat(bench.jdbc.queryForMap("SELECT * FROM generation WHERE generation_id = ?", first))
                .containsEntry("target", target)
                .containsEntry("import_id", importId)
                .containsEntry("state", "loading")
                .containsEntry("shell", null)
                .containsEntry("content_hash", null)
                .containsEntry("published_at", null);
        assertThat(bench.jdbc.queryForList("SELECT * FROM live.task WHERE generation_id = ?", second))
                .isEmpty();
    }

    private static ContentHash hash(String document) {
        ContentHash hash = new ContentHash(null);
        hash.add("document", document);
        return hash;
    }

    @Test
    void equalHashesAreTheSameAndUnknownOnesAreNot() {
        long one = generations.create(target, UUID.randomUUID());
        long other = generations.create(target, UUID.randomUUID());
        assertThat(generations.same(one, other)).isFalse();
        generations.seal(one, "{}", hash("a"));
        assertThat(generations.same(one, other)).isFalse();
        generations.seal(other, "{ }", hash("a"));
        assertThat(generations.same(one, other)).isTrue();
        generations.seal(other, "{ }", hash("b"));
        assertThat(generations.same(one, other)).isFalse();
        assertThat(generations.same(one, 0)).isFalse();
    }

    @Test
    void aLiveOneIsNeitherSealedNorDiscarded() {
        long live = published();
        generations.seal(live, "{}", hash("a"));
        generations.discard(live);
        assertThat(bench.jdbc.queryForMap("SELECT state, shell FROM generation WHERE generation_id = ?", live))
                .containsEntry("state", "published")
                .containsEntry("shell", null);
    }

    @Test
    void aSweepKeepsTheLiveOneAndTheNewestBefore() {
        long oldest = published();
        long older = published();
        long live = published();
        generations.sweep(target, 1, TABLES, () -> {});
        assertThat(left()).containsExactly(older, live);
        assertRows(oldest, 0);
        assertRows(older, 1);
        assertRows(live, 1);
        generations.sweep(target, 0, TABLES, () -> {});
        assertThat(left()).containsExactly(live);
        assertRows(live, 1);
    }

    @Test
    void aSweepKeepsWhatWasLiveLastHoweverOldItIs() {
        long old = published();
        long newer = published();
        bench.publish(product, old);
        generations.sweep(target, 1, TABLES, () -> {});
        assertThat(left()).containsExactly(old, newer);
        long newest = published();
        generations.sweep(target, 1, TABLES, () -> {});
        assertThat(left()).containsExactly(old, newest);
        bench.publish(product, old);
        generations.sweep(target, 0, TABLES, () -> {});
        assertThat(left()).containsExactly(old);
    }

    @Test
    void aSweepTakesWhatWasDiscardedButNotWhatIsLoading() {
        long loading = filled();
        long discarded = filled();
        generations.discard(discarded);
        generations.sweep(target, 5, TABLES, () -> {});
        assertThat(left()).containsExactly(loading);
        assertRows(loading, 1);
        assertRows(discarded, 0);
    }

    @Test
    void aSweepLeavesOtherTargetsAlone() {
        long other = bench.generation();
        generations.discard(other);
        generations.sweep(target, 0, TABLES, () -> {});
        assertThat(bench.jdbc.queryForObject(
                        "SELECT state FROM generation WHERE generation_id = ?", String.class, other))
                .isEqualTo("discarded");
    }

    @Test
    void aSweepSkipsWhatSomebodyHasLockedAndTakesTheRest() throws Exception {
        long locked = filled();
        long other = filled();
        generations.discard(locked);
        generations.discard(other);
        try (Connection connection = bench.source.getConnection()) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute("SELECT FROM generation WHERE generation_id = " + locked + " FOR SHARE");
            }
            generations.sweep(target, 0, TABLES, () -> {});
            assertThat(left()).containsExactly(locked);
            assertRows(locked, 1);
        }
        generations.sweep(target, 0, TABLES, () -> {});
        assertThat(left()).isEmpty();
    }
}
