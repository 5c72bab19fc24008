package dev.reprise.table;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Completes a generation of archive entries with what is live: what the archive does not hold stays, and what it holds a second time
 * replaces what is there, or is skipped. Set-based, in the caller's transaction, which holds the lease of the target: nothing of what is
 * live can change meanwhile. Nothing that readers see is touched.
 */
public final class Overlay {

    private static final int WENT_IN = 200;
    private static final int EXISTS = 409;
    private static final String LINKS = "links";
    private static final int PAGE = 100;

    private final JdbcTemplate jdbc;
    private final ContentHash hash;
    private final UUID importId;
    private final long generation;
    private final long base;

    /**
     * Of an import's generation over another.
     *
     * @param hash of the rows that were loaded; afterwards of those that are there
     * @param base what is live; 0 for nothing
     */
    public Overlay(JdbcTemplate jdbc, ContentHash hash, UUID importId, long generation, long base) {
        this.jdbc = jdbc;
        this.hash = hash;
        this.importId = importId;
        this.generation = generation;
        this.base = base;
    }

    /**
     * What may be replaced.
     *
     * @param replaced names of the entities whose rows are; all others are skipped where there is one of the same name
     * @param always what the names of entries begin with that replace in any case
     * @param id the column that keeps an asset's id, which stays when the asset is replaced
     * @param same for entities of which two contents may say the same
     */
    public record Policy(Set<String> replaced, String always, String id, Map<String, Same> same) {}

    /** Knows when two contents say the same. */
    public interface Same {
        /** What is live of an entry of this name, as far as the loaded content says the same; the loaded array if it says another thing. */
        byte[] chosen(String name, byte[] loaded, byte[] live);
    }

    /**
     * What became of an entity.
     *
     * @param skipped how many rows were loaded and had to go again
     * @param kept how many were taken over
     */
    public record Outcome(long skipped, long kept) {}

    /**
     * Does it, once.
     *
     * @param tables of entries; each with columns {@code name}, {@code version}, {@code metadata} and {@code content};
     *     where there is one, {@code links} holds an array of {@code {"guid":..., "to": entity, "name":..., "at": place in the content}}
     */
    public Map<String, Outcome> apply(List<EntityTable> tables, Policy policy) {
        // what is live is not sealed anew with another key between its being hashed and its being taken over
        jdbc.queryForList("SELECT 1 FROM generation WHERE generation_id = ? FOR KEY SHARE", base);
        Map<String, Long> skipped = new LinkedHashMap<>();
        for (EntityTable table : tables) {
            boolean skips = base != 0 && !policy.replaced().contains(table.name());
            skipped.put(table.name(), skips ? skip(table, policy) : 0);
            if (base != 0) {
                replace(table, policy);
            }
            record(table, policy.id());
        }
        // before anything is taken over, of which nobody asks what it refers to
        tables.stream()
                .filter(table -> table.index(LINKS) >= 0)
                .forEach(table -> warnOfDangling(table, tables, policy.id()));
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (EntityTable table : tables) {
            outcomes.put(
                    table.name(), new Outcome(skipped.getOrDefault(table.name(), 0L), base == 0 ? 0 : keep(table)));
        }
        return outcomes;
    }

    /** Takes over what the archive does not hold. */
    private long keep(EntityTable table) {
        String missing = "NOT EXISTS (SELECT FROM %s n WHERE n.generation_id = %d AND n.guid = t.guid)"
                .formatted(table.partition(generation), generation);
        visit(table, base, missing, 1);
        String columns = String.join(", ", table.copyColumns());
        return jdbc.update(
                "INSERT INTO %1$s (%2$s) SELECT %3$s FROM %4$s t WHERE t.generation_id = ? AND %5$s"
                        .formatted(
                                table.partition(generation),
                                columns,
                                columns.replaceFirst("generation_id", Long.toString(generation)),
                                table.partition(base),
                                missing),
                base);
    }

    private long skip(EntityTable table, Policy policy) {
        String which = there(table) + " AND NOT starts_with(t.entry, '" + policy.always() + "')";
        visit(table, generation, which, -1);
        jdbc.update(
                """
                INSERT INTO import_asset (import_id, entity, byte_offset, name, asset_id, status_code)
                SELECT ?, ?, t.byte_offset, t.name, b.%s, ?
                FROM %s t JOIN %s b ON b.guid = t.guid
                WHERE t.generation_id = ? AND b.generation_id = ? AND %s
                """.formatted(policy.id(), table.partition(generation), table.partition(base), which),
                importId,
                table.name(),
                EXISTS,
                generation,
                base);
        return jdbc.update(
                "DELETE FROM %s t WHERE t.generation_id = ? AND %s".formatted(table.partition(generation), which),
                generation);
    }

    /** What replaces another takes its id, and the next version if it is not the same. */
    private void replace(EntityTable table, Policy policy) {
        String id = policy.id();
        String which = there(table);
        visit(table, generation, which, -1);
        Same same = policy.same().get(table.name());
        if (same != null) {
            choose(table, same);
        }
        boolean json = table.columns().get(table.index("content")).type() == Column.Type.JSON;
        String content = json ? "%s.content::text" : "%s.content";
        jdbc.update(
                """
                UPDATE %1$s t SET %5$s = b.%5$s,
                       version = b.version + CASE WHEN %2$s = %3$s AND t.metadata::text IS NOT DISTINCT FROM b.metadata::text THEN 0 ELSE 1 END
                FROM %4$s b WHERE b.generation_id = ? AND b.guid = t.guid AND t.generation_id = ?
                """.formatted(
                                table.partition(generation),
                                content.formatted("t"),
                                content.formatted("b"),
                                table.partition(base),
                                id),
                base,
                generation);
        visit(table, generation, which, 1);
    }

    private void choose(EntityTable table, Same same) {
        for (UUID last = new UUID(0, 0); last != null; ) {
            last = chooseSome(table, same, last);
        }
    }

    /** Of so many as memory has room for; the last of them, null if there are no more. */
    private @Nullable UUID chooseSome(EntityTable table, Same same, UUID after) {
        List<Object[]> chosen = new ArrayList<>();
        List<UUID> seen = jdbc.query(
                """
                SELECT t.guid, t.name, t.content::text, b.content::text FROM %s t JOIN %s b ON b.guid = t.guid
                WHERE t.generation_id = ? AND b.generation_id = ? AND t.content::text <> b.content::text AND t.guid > ?
                ORDER BY t.guid LIMIT %d
                """.formatted(table.partition(generation), table.partition(base), PAGE),
                (row, n) -> {
                    UUID guid = row.getObject(1, UUID.class);
                    byte[] loaded = row.getString(3).getBytes(StandardCharsets.UTF_8);
                    byte[] now = same.chosen(
                            row.getString(2), loaded, row.getString(4).getBytes(StandardCharsets.UTF_8));
                    if (now != loaded) {
                        chosen.add(new Object[] {new String(now, StandardCharsets.UTF_8), generation, guid});
                    }
                    return guid;
                },
                generation,
                base,
                after);
        jdbc.batchUpdate(
                "UPDATE %s SET content = ?::json WHERE generation_id = ? AND guid = ?"
                        .formatted(table.partition(generation)),
                chosen);
        return seen.size() < PAGE ? null : seen.get(PAGE - 1);
    }

    private void record(EntityTable table, String id) {
        jdbc.update("""
                INSERT INTO import_asset (import_id, entity, byte_offset, name, asset_id, status_code)
                SELECT ?, ?, byte_offset, name, %s, ? FROM %s WHERE generation_id = ?
                """.formatted(id, table.partition(generation)), importId, table.name(), WENT_IN, generation);
    }

    private String there(EntityTable table) {
        return "EXISTS (SELECT FROM %s o WHERE o.generation_id = %d AND o.guid = t.guid)"
                .formatted(table.partition(base), base);
    }

    private void visit(EntityTable table, long where, String condition, int sign) {
        jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            new StoredRows(connection).visit(table, where, condition, row -> {
                if (sign > 0) {
                    hash.add(table, row);
                } else {
                    hash.subtract(table, row);
                }
            });
            return true;
        });
    }

    private void warnOfDangling(EntityTable from, List<EntityTable> tables, String id) {
        List<String> named = jdbc.queryForList(
                "SELECT DISTINCT l.link ->> 'to' FROM %s s CROSS JOIN LATERAL json_array_elements(s.links) l(link) WHERE s.generation_id = ?"
                        .formatted(from.partition(generation)),
                String.class,
                generation);
        tables.stream().filter(to -> named.contains(to.name())).forEach(to -> warnOfDangling(from, to, id));
    }

    /** Of what a loaded row names and is neither loaded nor live. */
    private void warnOfDangling(EntityTable from, EntityTable to, String id) {
        String live = base == 0
                ? "true"
                : "NOT EXISTS (SELECT FROM %s o WHERE o.generation_id = %d AND o.guid = (l.link ->> 'guid')::uuid)"
                        .formatted(to.partition(base), base);
        jdbc.update(
                """
                INSERT INTO import_rejection (import_id, severity, step, code, entity, guid, pointer, byte_offset, value, message)
                SELECT ?, 'warning', 'verify', ?, ?, s.%4$s, s.entry || '#' || (l.link ->> 'at'), s.byte_offset, l.link ->> 'name', ?
                FROM %1$s s CROSS JOIN LATERAL json_array_elements(s.links) l(link)
                WHERE s.generation_id = ? AND l.link ->> 'to' = ? AND %3$s
                  AND NOT EXISTS (SELECT FROM %2$s n WHERE n.generation_id = ? AND n.guid = (l.link ->> 'guid')::uuid)
                ORDER BY s.byte_offset
                """.formatted(from.partition(generation), to.partition(generation), live, id),
                importId,
                "dangling-" + to.name(),
                from.name(),
                to.name() + " reference not found",
                generation,
                to.name(),
                generation);
    }
}
