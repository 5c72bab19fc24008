package dev.reprise.engine.ledger;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** The files whose elements took the place of an import's rejected ones. */
public final class Retried {

    private final JdbcTemplate jdbc;

    public Retried(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A file that was read for an import.
     *
     * @param base what is added to the offsets of its elements, so that they are the import's alone; 0 for the import's own file
     * @param file absolute path
     * @param size in bytes
     */
    public record Part(long base, String file, long size) {}

    /** All files of an import, its own first. */
    public List<Part> parts(UUID importId) {
        return jdbc.query(
                """
                SELECT 0 AS base, file, file_size FROM import WHERE import_id = ?
                UNION ALL SELECT base_offset, file, file_size FROM import_retry WHERE import_id = ? ORDER BY base
                """, (row, n) -> new Part(row.getLong(1), row.getString(2), row.getLong(3)), importId, importId);
    }

    /** Adds one, in the transaction that writes its elements. */
    public Part add(UUID importId, String file, long size) {
        List<Part> parts = parts(importId);
        Part last = parts.get(parts.size() - 1);
        Part added = new Part(last.base() + last.size(), file, size);
        jdbc.update(
                "INSERT INTO import_retry (import_id, base_offset, file, file_size) VALUES (?, ?, ?, ?)",
                importId,
                added.base(),
                file,
                size);
        return added;
    }
}
