package dev.reprise.table;

import dev.reprise.table.Verification.Removal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Takes everything back that was rejected, so that it can be put in again once it is mended: each element of a top array that was
 * rejected, or inside which something was, as a whole. All in the caller's transaction.
 */
public final class Withdrawal {

    private final JdbcTemplate jdbc;
    private final UUID importId;
    private final List<EntityTable> tables;

    /** Of an import into these tables. */
    public Withdrawal(JdbcTemplate jdbc, UUID importId, List<EntityTable> tables) {
        this.jdbc = jdbc;
        this.importId = importId;
        this.tables = tables;
    }

    /** The places that the elements have in their arrays, in order, by the arrays' JSON Pointers. */
    public Map<String, List<Long>> places() {
        Map<String, List<Long>> places = new LinkedHashMap<>();
        jdbc.query(
                """
                SELECT DISTINCT %s AS array, split_part(pointer, '/', 4)::bigint AS index FROM import_rejection
                WHERE import_id = ? AND severity = 'rejection' AND split_part(pointer, '/', 4) ~ '^[0-9]+$' ORDER BY 1, 2
                """.formatted(ARRAY),
                row -> {
                    places.computeIfAbsent(row.getString(1), array -> new ArrayList<>())
                            .add(row.getLong(2));
                },
                importId);
        return places;
    }

    /** Of a pointer such as {@code /data/tasks/17/steps/3/guid} the array {@code /data/tasks}. */
    private static final String ARRAY = "'/' || split_part(pointer, '/', 2) || '/' || split_part(pointer, '/', 3)";

    /**
     * Removes the rows of elements inside which something was rejected, with all that is nested in them.
     *
     * @param hash of the generation, from which they are taken
     * @return for each entity that lost rows, how many
     */
    public Map<String, Long> removeRows(long generation, ContentHash hash) {
        Removal removal = new Removal(jdbc, hash);
        Map<String, Long> removed = new LinkedHashMap<>();
        for (EntityTable table : tables) {
            String place = switch (table.kind()) {
                case TOP -> "t.element_index";
                case NESTED -> "t.parent_index";
                case PART, ENTRY, HEAD -> "";
            };
            if (!place.isEmpty()) {
                String array = table.pointer().replaceFirst("/%s.*", "");
                String rejected =
                        "import_id = '%s' AND severity = 'rejection' AND %s = '%s'".formatted(importId, ARRAY, array);
                long rows = removal.remove(
                        table, generation, rejected, "split_part(r.pointer, '/', 4) = " + place + "::text");
                if (rows > 0) {
                    removed.put(table.name(), rows);
                }
            }
        }
        return removed;
    }

    /** Forgets the rejections of elements; those of the document itself stay. */
    public void forget() {
        String entities = tables.stream().map(EntityTable::name).collect(Collectors.joining("', '", "'", "'"));
        jdbc.update(
                "DELETE FROM import_rejection WHERE import_id = ? AND severity = 'rejection' AND entity IN (" + entities
                        + ")",
                importId);
    }

    /** How far an array reaches: the place after its last element. */
    public long end(EntityTable table, long generation) {
        Long end = jdbc.queryForObject(
                "SELECT coalesce(max(element_index) + 1, 0) FROM %s WHERE generation_id = ?"
                        .formatted(table.partition(generation)),
                Long.class,
                generation);
        return end == null ? 0 : end;
    }
}
