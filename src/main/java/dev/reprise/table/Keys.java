package dev.reprise.table;

import dev.reprise.table.Verification.Removal;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Builds the keys of a generation that was loaded without them, all rows at once. What the key of a shared generation refuses while
 * it is loaded, a row whose GUID an earlier one in the file has, is found and taken out here: with the same rejection.
 */
final class Keys {

    private static final String UNIQUE_VIOLATION = "23505";

    private final JdbcTemplate jdbc;
    private final List<Reference> references;
    private final Removal removal;

    Keys(JdbcTemplate jdbc, List<Reference> references, Removal removal) {
        this.jdbc = jdbc;
        this.references = references;
        this.removal = removal;
    }

    /**
     * Builds what is not built yet, in the caller's transaction.
     *
     * @param tables parents before what is nested in them: a row that is taken out takes those nested in it along
     * @return for each entity that lost rows, how many
     */
    Map<String, Long> build(UUID importId, long generation, List<EntityTable> tables) {
        Map<String, Long> removed = new LinkedHashMap<>();
        // for what is asked next and by the first readers, a small sample does; autovacuum takes a larger one in its
        // time
        jdbc.execute("SET LOCAL default_statistics_target = 10");
        jdbc.execute("SET LOCAL maintenance_work_mem = '128MB'");
        for (EntityTable table : tables) {
            String own = table.partition(generation);
            if (!isBuilt(own)) {
                String build = "ALTER TABLE %1$s ADD CONSTRAINT %1$s_key PRIMARY KEY (generation_id, %2$s)"
                        .formatted(own, table.key());
                if (!isUnique(build)) {
                    rejectDuplicates(importId, generation, table, removed);
                    jdbc.execute(build);
                }
                jdbc.execute("ANALYZE " + own);
            }
        }
        return removed;
    }

    private boolean isBuilt(String own) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "SELECT EXISTS (SELECT FROM pg_constraint WHERE conrelid = ?::regclass AND contype = 'p')",
                Boolean.class,
                own));
    }

    /** Builds a key; only if it cannot be, the rows are looked at one by one. */
    private boolean isUnique(String build) {
        return Boolean.TRUE.equals(jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            Savepoint savepoint = connection.setSavepoint();
            try (Statement statement = connection.createStatement()) {
                statement.execute(build);
                connection.releaseSavepoint(savepoint);
                return true;
            } catch (SQLException e) {
                if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
                    throw e;
                }
                connection.rollback(savepoint);
                return false;
            }
        }));
    }

    private void rejectDuplicates(UUID importId, long generation, EntityTable table, Map<String, Long> removed) {
        EntityTable.Identity identity = table.identity();
        jdbc.update(
                """
                INSERT INTO import_rejection (import_id, severity, step, code, entity, guid, pointer, byte_offset, value, message)
                SELECT ?, 'rejection', 'load', ?, ?, %4$s, d.pointer || ?, d.byte_offset, d.shown,
                       'the ' || ? || ' at ' || d.first || ' has this ' || ? || ' already'
                FROM (SELECT t.%3$s AS shown, t.byte_offset, %1$s AS pointer, row_number() OVER w AS place, first_value(%1$s) OVER w AS first
                      FROM %2$s t WINDOW w AS (PARTITION BY t.guid ORDER BY t.byte_offset)) d
                WHERE d.place > 1 ORDER BY d.byte_offset
                """.formatted(table.pointerSql("t"), table.partition(generation), identity.column(), identity.guid()),
                importId,
                table.duplicateCode(),
                table.name(),
                identity.place(),
                table.name(),
                identity.word());
        references.stream()
                .filter(reference -> reference.form() == Reference.Form.PARENT && reference.to() == table)
                .map(Reference::from)
                .forEach(nested -> {
                    rejectNested(importId, generation, nested, table);
                    remove(importId, generation, nested, "parent-rejected", removed);
                });
        remove(importId, generation, table, table.duplicateCode(), removed);
    }

    private void rejectNested(UUID importId, long generation, EntityTable nested, EntityTable parent) {
        jdbc.update(
                """
                INSERT INTO import_rejection (import_id, severity, step, code, entity, guid, pointer, byte_offset, message)
                SELECT ?, 'rejection', 'load', 'parent-rejected', ?, n.guid::text, %s, n.byte_offset,
                       'the element it is part of was rejected'
                FROM %s n JOIN %s p ON p.element_index = n.parent_index
                     JOIN import_rejection r ON r.byte_offset = p.byte_offset
                WHERE r.import_id = ? AND r.severity = 'rejection' AND r.code = 'guid-duplicate' AND r.entity = ?
                ORDER BY n.byte_offset
                """.formatted(nested.pointerSql("n"), nested.partition(generation), parent.partition(generation)),
                importId,
                nested.name(),
                importId,
                parent.name());
    }

    private void remove(UUID importId, long generation, EntityTable table, String code, Map<String, Long> removed) {
        long rows = removal.remove(
                table, generation, """
                import_id = '%s' AND severity = 'rejection' AND code = '%s' AND entity = '%s'
                """.formatted(importId, code, table.name()), "t.byte_offset = r.byte_offset");
        removed.merge(table.name(), rows, Long::sum);
    }
}
