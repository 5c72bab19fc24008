package dev.reprise.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Takes rows that refer to nothing out of a generation, set-based. A reference to a row that was taken out is a reference to
 * nothing, too: it is repeated until nothing changes. All broken references are listed before the first row goes.
 */
public final class Verification {

    private final JdbcTemplate jdbc;
    private final List<Reference> references;
    private final Removal removal;

    /** With the rules that must hold, and the hash of all rows, from which those are taken that are taken out. */
    public Verification(JdbcTemplate jdbc, List<Reference> references, ContentHash hash) {
        this.jdbc = jdbc;
        this.references = references;
        this.removal = new Removal(jdbc, hash);
    }

    /**
     * Gives a large generation its keys, in the caller's transaction. Can be done again.
     *
     * @param tables parents before what is nested in them
     * @return for each entity that lost rows whose GUID was not theirs alone, how many; a shared generation loses them while it loads
     */
    public Map<String, Long> rejectDuplicates(UUID importId, long generation, List<EntityTable> tables) {
        return Generations.isLarge(generation)
                ? new Keys(jdbc, references, removal).build(importId, generation, OwnTables.of(tables))
                : Map.of();
    }

    /**
     * Checks all references in the caller's transaction, of a generation that has its keys.
     *
     * @return for each entity that lost rows, how many; the head's broken references are listed, but the head stays
     */
    public Map<String, Long> rejectDangling(UUID importId, long generation) {
        jdbc.update("""
                DELETE FROM import_rejection
                WHERE import_id = ? AND severity = 'rejection' AND step = 'verify' AND entity = 'product'
                """, importId);
        // a hash of a million GUIDs, which would else be written to disk in parts and read again
        jdbc.execute("SET LOCAL work_mem = '64MB'");
        Map<String, Long> removed = new LinkedHashMap<>();
        boolean first = true;
        while (list(importId, generation, false, !first) > 0) {
            references.stream()
                    .map(Reference::from)
                    .distinct()
                    .filter(Predicate.not(EntityTable::isHead))
                    .forEach(table -> {
                        long rows = remove(table, importId, generation);
                        if (rows > 0) {
                            removed.merge(table.name(), rows, Long::sum);
                        }
                    });
            first = false;
        }
        list(importId, generation, true, true);
        return removed;
    }

    /** Rows are counted as the database has them. */
    public long count(EntityTable table, long generation) {
        String sql = "SELECT count(*) FROM %s WHERE generation_id = ?".formatted(table.partition(generation));
        Long rows = jdbc.queryForObject(sql, Long.class, generation);
        return rows == null ? 0 : rows;
    }

    /** A nested row's parent is there when it is loaded, so parents are looked at only once rows were removed. */
    private long list(UUID importId, long generation, boolean heads, boolean parents) {
        return references.stream()
                .filter(reference -> reference.from().isHead() == heads)
                .filter(reference -> parents || reference.form() != Reference.Form.PARENT)
                .mapToLong(reference -> list(importId, generation, reference))
                .sum();
    }

    private long list(UUID importId, long generation, Reference reference) {
        String what = reference.form() == Reference.Form.PARENT
                ? "the element it is part of was rejected"
                : "there is no %s with this GUID".formatted(entity(reference.to()));
        String broken = reference.brokenSql(generation);
        // several processes of the server can look, but only one can write; mostly there is nothing to write
        Long count = jdbc.queryForObject(
                "SELECT count(*) FROM (%s) b".formatted(broken), Long.class, generation, generation);
        if (count == null || count == 0) {
            return 0;
        }
        String sql = """
                INSERT INTO import_rejection (import_id, severity, step, code, entity, guid, pointer, byte_offset, value, message)
                SELECT ?, 'rejection', 'verify', ?, ?, b.guid, b.pointer, b.byte_offset, b.value::text, ?
                FROM (%s) b ORDER BY b.byte_offset, b.pointer
                """.formatted(broken);
        return jdbc.update(sql, importId, reference.code(), entity(reference.from()), what, generation, generation);
    }

    private static String entity(EntityTable table) {
        return table.isHead() ? "product" : table.name();
    }

    private long remove(EntityTable table, UUID importId, long generation) {
        return removal.remove(table, generation, """
                import_id = '%s' AND severity = 'rejection' AND step = 'verify' AND entity = '%s'
                """.formatted(importId, table.name()), "t.guid = r.guid::uuid");
    }

    /** Takes rows that were rejected after they were loaded out of a generation, and out of its hash. */
    static final class Removal {

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
                    "DELETE FROM %s t WHERE t.generation_id = ? AND %s"
                            .formatted(table.partition(generation), condition),
                    generation);
        }
    }
}
