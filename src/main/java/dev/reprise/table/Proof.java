package dev.reprise.table;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells whether the database holds what was read: reads all rows of a generation again and computes the hashes that were computed from
 * the file.
 */
public final class Proof {

    private static final JsonMapper JSON = new JsonMapper();

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
