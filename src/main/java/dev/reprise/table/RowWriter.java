package dev.reprise.table;

import dev.reprise.record.Origin;
import dev.reprise.record.Reason;
import dev.reprise.record.Rejection;
import dev.reprise.record.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Writes a chunk's rows into a generation, one COPY a table, in the caller's transaction: a chunk that fails leaves no row behind.
 *
 * <p>A row that the database refuses becomes a rejection and the others go in: duplicates are looked up, any other bad row is found
 * by savepoint and halving. A rejected row takes the rows nested in it along.
 */
public final class RowWriter {

    private static final String UNIQUE_VIOLATION = "23505";

    private final JdbcTemplate jdbc;
    private final Map<String, EntityTable> tables;

    /** For rows of these tables. */
    public RowWriter(JdbcTemplate jdbc, List<EntityTable> tables) {
        this.jdbc = jdbc;
        this.tables = new LinkedHashMap<>();
        tables.forEach(table -> this.tables.put(table.name(), table));
    }

    /**
     * What became of a chunk's rows.
     *
     * @param rows those that are in
     * @param rejections one for each of the others
     */
    public record Written(List<Row> rows, List<Rejection> rejections) {}

    /**
     * Writes rows in the order of the file.
     *
     * @throws org.springframework.dao.DataAccessException if the database fails otherwise than by refusing a row; the transaction
     *     must then be rolled back
     */
    public Written write(long generation, List<Row> rows) {
        Attempt attempt = new Attempt(generation);
        jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            attempt.copy(connection, rows, true);
            return true;
        });
        return new Written(attempt.accepted, attempt.rejections);
    }

    private final class Attempt {

        private final long generation;
        private final List<Row> accepted = new ArrayList<>();
        private final List<Rejection> rejections = new ArrayList<>();
        private final Set<Origin> refused = new HashSet<>();

        Attempt(long generation) {
            this.generation = generation;
        }

        void copy(Connection connection, List<Row> candidates, boolean duplicatesUnknown) throws SQLException {
            List<Row> rows = candidates.stream().filter(row -> !orphaned(row)).toList();
            if (rows.isEmpty()) {
                return;
            }
            Savepoint savepoint = connection.setSavepoint();
            try {
                copyAll(connection, rows);
                connection.releaseSavepoint(savepoint);
                accepted.addAll(rows);
            } catch (SQLException e) {
                if (!refusesRow(e)) {
                    throw e;
                }
                connection.rollback(savepoint);
                connection.releaseSavepoint(savepoint);
                isolate(connection, rows, e, duplicatesUnknown);
            }
        }

        private void isolate(Connection connection, List<Row> rows, SQLException e, boolean duplicatesUnknown)
                throws SQLException {
            if (duplicatesUnknown && UNIQUE_VIOLATION.equals(e.getSQLState())) {
                copy(connection, withoutDuplicates(connection, rows), false);
            } else if (rows.size() == 1) {
                String message =
                        String.valueOf(e.getMessage()).lines().findFirst().orElse("");
                Row row = rows.get(0);
                reject(row, new Reason("database-refused", row.origin().pointer(), e.getSQLState(), message));
            } else {
                copy(connection, rows.subList(0, rows.size() / 2), duplicatesUnknown);
                copy(connection, rows.subList(rows.size() / 2, rows.size()), duplicatesUnknown);
            }
        }

        private List<Row> withoutDuplicates(Connection connection, List<Row> rows) throws SQLException {
            Duplicates duplicates = Duplicates.lookUp(connection, generation, tables.values(), rows);
            List<Row> others = new ArrayList<>();
            for (Row row : rows) {
                if (!orphaned(row)) {
                    Optional<Reason> duplicate = duplicates.check(row);
                    duplicate.ifPresentOrElse(reason -> reject(row, reason), () -> others.add(row));
                }
            }
            return others;
        }

        private void reject(Row row, Reason reason) {
            refused.add(row.origin());
            // that of an archive's entry stands for its name, which the pointer tells
            UUID key = row.guid();
            String guid = key == null || row.origin().entry() != null ? null : key.toString();
            rejections.add(new Rejection(row.origin(), row.entity(), guid, reason));
        }

        private boolean orphaned(Row row) {
            Origin parent = row.origin().parent();
            if (parent == null || !refused.contains(parent)) {
                return false;
            }
            reject(
                    row,
                    new Reason(
                            "parent-rejected", row.origin().pointer(), null, "the element it is part of was rejected"));
            return true;
        }

        private void copyAll(Connection connection, List<Row> rows) throws SQLException {
            Map<String, List<Row>> parts = rows.stream().collect(Collectors.groupingBy(Row::entity));
            for (EntityTable table : tables.values()) {
                List<Row> part = parts.get(table.name());
                if (part != null) {
                    new CopyStream(table, generation).send(connection, part);
                }
            }
        }

        /** Data exceptions and broken constraints are about a row; all else is about the database. */
        private static boolean refusesRow(SQLException e) {
            String state = String.valueOf(e.getSQLState());
            return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
        }
    }
}
