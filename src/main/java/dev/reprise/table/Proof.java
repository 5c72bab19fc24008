package dev.reprise.table;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells whether the database holds what was read: reads all rows of a generation again and computes the hashes that were computed from
 * the file.
 */
public final class Proof {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int PAGE = 100;

    private final JdbcTemplate jdbc;

    public Proof(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Computes a generation's hashes from its rows, in the caller's transaction, which keeps the generation from being removed.
     *
     * @param tables all of it, the head's among them
     */
    public ContentHash compute(long generation, List<EntityTable> tables) {
        ContentHash hash = new ContentHash(null);
        String shell = jdbc.queryForObject(
                "SELECT shell FROM generation WHERE generation_id = ? FOR KEY SHARE", String.class, generation);
        hash.add("document", String.valueOf(shell));
        jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            StoredRows rows = new StoredRows(connection);
            for (EntityTable table : tables) {
                rows.visit(table, generation, row -> hash.add(table, row));
            }
            return true;
        });
        return hash;
    }

    /** What becomes of an entry's content. */
    public interface Rewriting {
        /** The same array if it stays as it is. */
        byte[] apply(String name, byte[] content);
    }

    /**
     * Changes how a JSON column of entries holds what it holds, and the generation's hashes with it, in the caller's transaction.
     *
     * @return how many rows were changed
     */
    public long rewrite(EntityTable table, long generation, String column, Rewriting rewriting) {
        if (jdbc.queryForList("SELECT 1 FROM generation WHERE generation_id = ? FOR UPDATE", generation)
                .isEmpty()) {
            return 0; // swept meanwhile
        }
        ContentHash hash = ContentHash.of(expected(generation));
        long changed = 0;
        for (UUID last = new UUID(0, 0); last != null; ) {
            Map<UUID, byte[]> some = new LinkedHashMap<>();
            last = read(table, generation, column, last, (guid, name, before) -> {
                byte[] after = rewriting.apply(name, before);
                if (after != before) {
                    some.put(guid, after);
                }
            });
            write(table, generation, column, some, hash);
            changed += some.size();
        }
        if (changed > 0) {
            jdbc.update(
                    "UPDATE generation SET content_hash = sha256(?), entity_hashes = ?::json WHERE generation_id = ?",
                    hash.bytes(),
                    JSON.writeValueAsString(hash.byEntity()),
                    generation);
        }
        return changed;
    }

    private interface Content {
        void of(UUID guid, String name, byte[] content);
    }

    /** So many as memory has room for; gives the last of them, null if there are no more. */
    private @Nullable UUID read(EntityTable table, long generation, String column, UUID after, Content each) {
        List<UUID> seen = jdbc.query(
                "SELECT guid, name, %s::text FROM %s WHERE generation_id = ? AND guid > ? ORDER BY guid LIMIT %d"
                        .formatted(column, table.partition(generation), PAGE),
                (row, n) -> {
                    UUID guid = row.getObject(1, UUID.class);
                    each.of(guid, row.getString(2), row.getString(3).getBytes(StandardCharsets.UTF_8));
                    return guid;
                },
                generation,
                after);
        return seen.size() < PAGE ? null : seen.get(PAGE - 1);
    }

    private void write(
            EntityTable table, long generation, String column, Map<UUID, byte[]> contents, ContentHash hash) {
        if (contents.isEmpty()) {
            return;
        }
        String which = "t.guid IN ('%s')"
                .formatted(contents.keySet().stream().map(UUID::toString).collect(Collectors.joining("', '")));
        visit(table, generation, which, row -> hash.subtract(table, row));
        jdbc.batchUpdate(
                "UPDATE %s SET %s = ?::json WHERE generation_id = ? AND guid = ?"
                        .formatted(table.partition(generation), column),
                contents.entrySet().stream()
                        .map(entry -> new Object[] {
                            new String(entry.getValue(), StandardCharsets.UTF_8), generation, entry.getKey()
                        })
                        .toList());
        visit(table, generation, which, row -> hash.add(table, row));
    }

    private void visit(EntityTable table, long generation, String which, StoredRows.Visitor visitor) {
        jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            new StoredRows(connection).visit(table, generation, which, visitor);
            return true;
        });
    }

    /** Whether a generation's rows are there, or at least were at the last sweep. */
    public boolean exists(long generation) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "SELECT EXISTS (SELECT FROM generation WHERE generation_id = ? AND state <> 'discarded')",
                Boolean.class,
                generation));
    }

    /** The hashes that were computed when a generation's file was read, by entity; none of one that an older version made. */
    @SuppressWarnings("unchecked") // written by Generations.seal
    public Map<String, String> expected(long generation) {
        String json = jdbc.queryForObject(
                "SELECT coalesce(entity_hashes, '{}') FROM generation WHERE generation_id = ?",
                String.class,
                generation);
        return new TreeMap<>(JSON.readValue(json, Map.class));
    }
}
