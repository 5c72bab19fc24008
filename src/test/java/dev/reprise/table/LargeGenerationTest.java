package dev.reprise.table;

import static dev.reprise.source.inskill.ProductTables.HEAD;
import static dev.reprise.source.inskill.ProductTables.STEP;
import static dev.reprise.source.inskill.ProductTables.TASK;
import static dev.reprise.table.Workbench.guid;
import static dev.reprise.table.Workbench.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reprise.source.inskill.ProductTables;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** How generations with tables of their own come to be seen, and go, while readers look. */
class LargeGenerationTest {

    private static final List<EntityTable> TABLES = new ArrayList<>(ProductTables.ALL);
    private static final Workbench BENCH = new Workbench();

    static {
        TABLES.add(HEAD);
    }

    private final long product = Workbench.productId();
    private final String target = "product/" + product;
    private final Generations generations = BENCH.generations;
    private final List<Connection> readers = new ArrayList<>();

    @AfterEach
    void leave() throws SQLException {
        for (Connection reader : readers) {
            reader.close();
        }
    }

    private long verified() {
        long generation = BENCH.largeGeneration(target);
        var task = task(0, guid(generation));
        BENCH.write(
                generation,
                List.of(task, Workbench.step(task, 0, guid(2), Map.of()), Workbench.head(Map.of("name", "n"))));
        BENCH.transaction.executeWithoutResult(status -> {
            new Verification(BENCH.jdbc, List.of(), new ContentHash(null))
                    .rejectDuplicates(UUID.randomUUID(), generation, ProductTables.ALL);
            generations.attach(generation, ProductTables.ALL);
        });
        return generation;
    }

    private long published() {
        long generation = verified();
        BENCH.transaction.executeWithoutResult(status -> BENCH.publish(product, generation));
        return generation;
    }

    private void sweep(int keep) {
        generations.sweep(target, keep, TABLES, () -> {});
    }

    private List<Long> left() {
        return BENCH.jdbc.queryForList(
                "SELECT generation_id FROM generation WHERE target = ? ORDER BY generation_id", Long.class, target);
    }

    private static boolean exists(long generation) {
        return Boolean.TRUE.equals(BENCH.jdbc.queryForObject(
                "SELECT to_regclass(?) IS NOT NULL", Boolean.class, TASK.partition(generation)));
    }

    private static boolean isAttached(long generation) {
        return Boolean.TRUE.equals(BENCH.jdbc.queryForObject(
                "SELECT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass(?) AND NOT inhdetachpending)",
                Boolean.class,
                TASK.partition(generation)));
    }

    /** A REPEATABLE READ transaction that has read something. */
    private Connection reader(String sql) throws SQLException {
        Connection reader = BENCH.source.getConnection();
        readers.add(reader);
        reader.setAutoCommit(false);
        reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        read(reader, sql);
        return reader;
    }

    private static String read(Connection reader, String sql) throws SQLException {
        try (Statement statement = reader.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getString(1) : "";
        }
    }

    private String stepsSeen() {
        return "SELECT count(*) FROM live.step WHERE product_id = " + product;
    }

    @Test
    void nobodySeesItBeforeThePublishAndEverybodyThen() throws SQLException {
        verified();
        try (Connection reader = BENCH.source.getConnection()) {
            assertThat(read(reader, stepsSeen())).isEqualTo("0");
            published();
            assertThat(read(reader, stepsSeen())).isEqualTo("1");
        }
    }

    @Test
    void attachingScansNothingAndWaitsForNoReader() throws Exception {
        long old = published();
        Connection reader = reader("SELECT count(*) FROM step, task");
        long generation = published();
        assertThat(BENCH.jdbc.queryForObject(
                        "SELECT count(*) FROM pg_locks l WHERE NOT granted AND l.relation = 'step'::regclass",
                        Long.class))
                .isZero();
        assertThat(read(reader, "SELECT live_generation FROM live.product WHERE product_id = " + product))
                .isEqualTo(Long.toString(old));
        assertThat(read(reader, stepsSeen())).isEqualTo("1");
        assertThat(isAttached(generation)).isTrue();
    }

    @Test
    void attachingCanBeDoneAgain() {
        long generation = verified();
        BENCH.transaction.executeWithoutResult(status -> generations.attach(generation, ProductTables.ALL));
        assertThat(isAttached(generation)).isTrue();
    }

    @Test
    void aSweepDropsWhatIsNotKept() {
        long oldest = published();
        long older = published();
        long live = published();
        sweep(1);
        assertThat(left()).containsExactly(older, live);
        assertThat(exists(oldest)).isFalse();
        assertThat(BENCH.guids(older, STEP)).containsExactly("2");
        assertThat(BENCH.jdbc.queryForList("SELECT name FROM product_fields WHERE generation_id = ?", oldest))
                .isEmpty();
        assertThat(isAttached(live)).isTrue();
    }

    @Test
    void aSweepDropsWhatWasNeverAttached() {
        long loading = BENCH.largeGeneration(target);
        long discarded = BENCH.largeGeneration(target);
        generations.discard(discarded);
        sweep(0);
        assertThat(left()).containsExactly(loading);
        assertThat(exists(discarded)).isFalse();
        assertThat(exists(loading)).isTrue();
    }

    /** It has read which generation is live, and looks into its tables only later. */
    @Test
    void aReaderWhoKnowsTheOldOneStillFindsItAfterASweep() throws SQLException {
        long old = published();
        Connection reader = reader("SELECT count(*) FROM live.product");
        long live = published();
        sweep(0);
        assertThat(read(reader, stepsSeen())).isEqualTo("1");
        assertThat(left()).containsExactly(old, live);
        reader.commit();
        sweep(0);
        assertThat(left()).containsExactly(live);
        assertThat(exists(old)).isFalse();
    }

    @Test
    void aReaderWhoHasBegunSinceKeepsNothing() throws SQLException {
        published();
        long live = published();
        Connection reader = reader("SELECT count(*) FROM live.product");
        sweep(0);
        assertThat(left()).containsExactly(live);
        assertThat(read(reader, stepsSeen())).isEqualTo("1");
    }

    /** Its snapshot is new, but it holds the table: the detaching waits, gives up, and is finished by the next sweep. */
    @Test
    void aDetachingThatWaitsTooLongIsFinishedByTheNextSweep() throws Exception {
        long old = published();
        long live = published();
        Connection reader = reader("SELECT count(*) FROM task");
        assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> sweep(0));
        assertThat(left()).containsExactly(old, live);
        assertThat(BENCH.jdbc.queryForObject("SELECT count(*) FROM pg_inherits WHERE inhdetachpending", Long.class))
                .isEqualTo(1);
        assertThat(read(reader, stepsSeen())).isEqualTo("1");
        CompletableFuture<Long> another = CompletableFuture.supplyAsync(this::published);
        long newest = another.get();
        reader.commit();
        sweep(0);
        assertThat(left()).containsExactly(newest);
        assertThat(exists(old)).isFalse();
        assertThat(exists(live)).isFalse();
    }

    @Test
    void aHeldOneKeepsNoOtherFromBeingSwept() throws SQLException {
        published();
        long live = published();
        long discarded = generations.create(target, UUID.randomUUID());
        generations.discard(discarded);
        Connection reader = reader("SELECT count(*) FROM task");
        assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> sweep(0));
        assertThat(left()).doesNotContain(discarded).contains(live);
        reader.commit();
        sweep(0);
        assertThat(left()).containsExactly(live);
    }

    /** As in a server to which the rows were restored from another, whose transactions had come further. */
    @Test
    void aNumberOfAnotherServersTransactionKeepsNothing() throws SQLException {
        published();
        long live = published();
        BENCH.jdbc.update("UPDATE generation SET published_xid = '9000000000' WHERE target = ?", target);
        reader("SELECT count(*) FROM live.product");
        sweep(0);
        assertThat(left()).containsExactly(live);
    }

    /** It was planned before the tables were attached: published now, it would look into none of them, whatever else goes on. */
    @Test
    void whoMayNotKnowTheTablesYetIsWaitedForBeforeThePublish() throws Exception {
        Connection reader = reader("SELECT count(*) FROM live.product");
        long generation = verified();
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(
                () -> BENCH.transaction.executeWithoutResult(status -> generations.awaitAttached(generation)));
        // in one call: the waiting has a patience, which a hundred of them could outlast on a slow machine
        BENCH.jdbc.execute("DO $$ BEGIN FOR i IN 1..100 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$");
        assertThat(waiting).failsWithin(Duration.ofMillis(300));
        reader.commit();
        assertThat(waiting).succeedsWithin(Duration.ofSeconds(1));
    }

    @Test
    void theSessionsLockTimeoutStaysAsItWas() {
        published();
        published();
        BENCH.transaction.executeWithoutResult(
                status -> assertThat(BENCH.jdbc.queryForObject("SHOW lock_timeout", String.class))
                        .isEqualTo("0"));
        sweep(0);
        assertThat(left()).hasSize(1);
    }
}
