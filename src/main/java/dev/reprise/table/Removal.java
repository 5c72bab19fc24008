package dev.reprise.table;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** Takes rows that were rejected after they were loaded out of a generation, and out of its hash. */
final class Removal {

    private final JdbcTemplate jdbc;
    private final ContentHash hash;

    Removal(JdbcTemplate jdbc, ContentHash hash) {
        this.jdbc = jdbc;
        this.hash = hash;
    }

    /**
     * In the caller's transaction.
     *
     * @param which SQL condition on the rejections
     * @param same SQL condition that a row {@code t} is the one of a rejection {@code r}
     * @return how many rows went
     */
    long remove(EntityTable table, long generation, String which, String same) {
        String condition =
                "EXISTS (SELECT FROM (SELECT * FROM import_rejection WHERE %s) r WHERE %s)".formatted(which, same);
        jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            new StoredRows(connection).visit(table, generation, condition, row -> hash.subtract(table, row));
            return true;
        });
        return jdbc.update(
                "DELETE FROM %s t WHERE t.generation_id = ? AND %s".formatted(table.partition(generation), condition),
                generation);
    }
}
