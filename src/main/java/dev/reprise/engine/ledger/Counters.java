package dev.reprise.engine.ledger;

import dev.reprise.report.Counts;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** What became of each entity's records, counted in the transactions that wrote them. */
public final class Counters {

    private final JdbcTemplate jdbc;

    public Counters(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds to an import's counters. */
    public void add(UUID importId, Map<String, Counts> counts) {
        List<Object[]> rows = counts.entrySet().stream()
                .map(entry -> new Object[] {
                    importId,
                    entry.getKey(),
                    entry.getValue().read(),
                    entry.getValue().written(),
                    entry.getValue().rejected(),
                    entry.getValue().skipped()
                })
                .toList();
        jdbc.batchUpdate("""
                INSERT INTO import_counter AS c (import_id, entity, read, written, rejected, skipped) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (import_id, entity) DO UPDATE SET
                    read = c.read + excluded.read, written = c.written + excluded.written, rejected = c.rejected + excluded.rejected,
                    skipped = c.skipped + excluded.skipped
                """, rows);
    }

    /** How many rows an import took over from what was live, by entity. */
    public void kept(UUID importId, Map<String, Long> kept) {
        kept.entrySet().stream()
                .filter(entity -> entity.getValue() > 0)
                .forEach(entity -> jdbc.update("""
                INSERT INTO import_counter (import_id, entity, read, written, rejected, kept) VALUES (?, ?, 0, 0, 0, ?)
                ON CONFLICT (import_id, entity) DO UPDATE SET kept = excluded.kept
                """, importId, entity.getKey(), entity.getValue()));
    }

    /** The same as it was written down; entities of which nothing was taken over are left out. */
    public Map<String, Long> kept(UUID importId) {
        Map<String, Long> kept = new LinkedHashMap<>();
        jdbc.query(
                "SELECT entity, kept FROM import_counter WHERE import_id = ? AND kept > 0",
                row -> {
                    kept.put(row.getString(1), row.getLong(2));
                },
                importId);
        return kept;
    }

    /** An import's counters; an entity of which nothing was found has none. */
    public Map<String, Counts> of(UUID importId) {
        return of(List.of(importId)).getOrDefault(importId, Map.of());
    }

    /** The same of several imports, by one query. */
    Map<UUID, Map<String, Counts>> of(List<UUID> importIds) {
        Map<UUID, Map<String, Counts>> counts = new HashMap<>();
        jdbc.query(
                """
                SELECT import_id, entity, read, written, rejected, skipped FROM import_counter
                WHERE import_id = ANY (?) AND (read <> 0 OR kept = 0) ORDER BY entity
                """,
                row -> {
                    counts.computeIfAbsent(row.getObject(1, UUID.class), none -> new LinkedHashMap<>())
                            .put(
                                    row.getString(2),
                                    new Counts(row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6)));
                },
                (Object) importIds.toArray(UUID[]::new));
        return counts;
    }

    /** All entities of an import together. */
    public Counts total(UUID importId) {
        return of(importId).values().stream().reduce(Counts.ZERO, Counts::plus);
    }
}
