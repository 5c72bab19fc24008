package dev.reprise.table;

import static dev.reprise.source.inskill.ProductTables.HEAD;
import static dev.reprise.source.inskill.ProductTables.STEP;
import static dev.reprise.source.inskill.ProductTables.TASK;

import dev.reprise.record.Origin;
import dev.reprise.record.Reason;
import dev.reprise.record.Rejection;
import dev.reprise.record.Row;
import dev.reprise.source.inskill.ProductTables;
import dev.reprise.table.RowWriter.Written;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A database with the product's tables, and rows to put into them. */
final class Workbench {

    private static final AtomicLong PRODUCTS = new AtomicLong(400);

    final TestDatabase database = TestPostgres.createDatabase().migrate();
    final DataSource source = database.dataSource();
    final JdbcTemplate jdbc = new JdbcTemplate(source);
    final JdbcTransactionManager transactions = new JdbcTransactionManager(source);
    final TransactionTemplate transaction = new TransactionTemplate(transactions);
    final Generations generations = new Generations(jdbc, transactions);

    /** Makes a generation a product's live one, as its source does. */
    void publish(long product, long generation) {
        jdbc.update("""
                INSERT INTO product (product_id, bundle_id, live_generation) VALUES (?, 'com.example', ?)
                ON CONFLICT (product_id) DO UPDATE SET live_generation = excluded.live_generation
                """, product, generation);
        generations.published(generation);
    }

    /** An id that no other test has. */
    static long productId() {
        return PRODUCTS.incrementAndGet();
    }

    /** A GUID that ends in a number, to be known again. */
    static UUID guid(long number) {
        return UUID.fromString("00000000-0000-4000-8000-%012d".formatted(number));
    }

    /** From now on the database refuses tasks with the name {@code bad}. */
    void refuseBadTasks() {
        jdbc.execute("ALTER TABLE task_shared ADD CONSTRAINT no_bad_task CHECK (name <> 'bad')");
    }

    /** An empty generation of a target that no other test has. */
    long generation() {
        return generations.create("product/" + productId(), UUID.randomUUID());
    }

    /** One with tables of its own. */
    long largeGeneration(String target) {
        return transaction.execute(status -> generations.createLarge(target, UUID.randomUUID(), ProductTables.ALL));
    }

    /** Writes a chunk in a transaction of its own. */
    Written write(long generation, List<Row> rows) {
        List<EntityTable> tables = new ArrayList<>(ProductTables.ALL);
        tables.add(HEAD);
        return transaction.execute(status -> new RowWriter(jdbc, tables).write(generation, rows));
    }

    /** What a generation has in a table, ordered by place: the named columns, joined. */
    List<String> rows(long generation, EntityTable table, String... columns) {
        String order = table.kind() == EntityTable.Kind.NESTED ? "parent_index, element_index" : "element_index";
        String sql = "SELECT concat_ws(' ', %s) FROM %s WHERE generation_id = ? ORDER BY %s"
                .formatted(String.join(", ", columns), table.partition(generation), order);
        return jdbc.queryForList(sql, String.class, generation);
    }

    /** What a generation has in a table, as the ends of the GUIDs. */
    List<String> guids(long generation, EntityTable table) {
        return rows(generation, table, "ltrim(substr(guid::text, 25), '0')");
    }

    /** An element of a top array; a byte offset is ten times its index. */
    static Row top(EntityTable table, long index, UUID guid, Map<String, ?> fields) {
        return new Row(new Origin(table.pointer(), index, index * 10), table.name(), guid, null, tuple(table, fields));
    }

    /** A task of this place and GUID. */
    static Row task(long index, UUID guid) {
        return top(TASK, index, guid, Map.of("name", "task " + index));
    }

    /** A step of a task; a byte offset is one more than the task's and the step's index. */
    static Row step(Row task, long index, UUID guid, Map<String, ?> fields) {
        Origin origin = task.origin().child("/steps", index, task.origin().offset() + 1 + index);
        return new Row(origin, STEP.name(), guid, task.guid(), tuple(STEP, fields));
    }

    /** The head of a document. */
    static Row head(Map<String, ?> fields) {
        return new Row(new Origin("/data/product", 0, 0), HEAD.name(), null, null, tuple(HEAD, fields));
    }

    /** What becomes of {@link #bad}. */
    static Rejection refused(long index) {
        return refused(index, index + 1);
    }

    /** What becomes of a bad task with this GUID. */
    static Rejection refused(long index, long guid) {
        return new Rejection(
                new Origin("/data/tasks", index, index * 10),
                "task",
                guid(guid).toString(),
                new Reason(
                        "database-refused",
                        "/data/tasks/" + index,
                        "23514",
                        "ERROR: new row for relation \"task_shared\" violates check constraint \"no_bad_task\""));
    }

    /** A task that {@link #refuseBadTasks} is about. */
    static Row bad(long index) {
        return top(TASK, index, guid(index + 1), Map.of("name", "bad"));
    }

    /** What becomes of a task whose GUID the one at {@code first} has. */
    static Rejection duplicateTask(long index, long guid, String first) {
        return new Rejection(
                new Origin("/data/tasks", index, index * 10),
                "task",
                guid(guid).toString(),
                new Reason(
                        "guid-duplicate",
                        "/data/tasks/" + index + "/guid",
                        guid(guid).toString(),
                        "the task at " + first + " has this GUID already"));
    }

    /** What becomes of a step whose task is not in. */
    static Rejection orphan(Row task, long index, UUID guid) {
        Origin origin = task.origin().child("/steps", index, task.origin().offset() + 1 + index);
        return new Rejection(
                origin,
                "step",
                guid.toString(),
                new Reason("parent-rejected", origin.pointer(), null, "the element it is part of was rejected"));
    }

    /** Columns of these names and values; a text for JSON. */
    static byte[] tuple(EntityTable table, Map<String, ?> fields) {
        RowBuilder builder = new RowBuilder(table);
        fields.forEach((name, value) -> set(builder, table, name, value));
        return builder.tuple();
    }

    private static void set(RowBuilder builder, EntityTable table, String name, Object value) {
        int column = table.index(name);
        switch (table.columns().get(column).type()) {
            case UUID -> builder.uuid(column, (UUID) value);
            case BIGINT -> builder.bigint(column, ((Number) value).longValue());
            case BOOLEAN -> builder.bool(column, (Boolean) value);
            case TEXT, JSON -> builder.bytes(column, value.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
