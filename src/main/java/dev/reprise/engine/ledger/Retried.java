package dev.reprise.engine.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
     * @param length bytes of its document, as far as it was read
     * @param sha256 of the file; null for the import's own, of which the checkpoint has a fingerprint
     */
    public record Part(long base, String file, long length, byte @Nullable [] sha256) {

        /** The offset after its last element. */
        public long end() {
            return base + length;
        }
    }

    /** All files of an import, its own first. */
    public List<Part> parts(UUID importId) {
        return jdbc.query(
                """
                SELECT 0 AS base, i.file, c.byte_offset AS length, NULL::bytea AS sha256
                FROM import i JOIN import_checkpoint c USING (import_id) WHERE i.import_id = ?
                UNION ALL SELECT base_offset, file, length, sha256 FROM import_retry WHERE import_id = ? ORDER BY base
                """,
                (row, n) -> new Part(row.getLong(1), row.getString(2), row.getLong(3), row.getBytes(4)),
                importId,
                importId);
    }

    /** The file that was read last. */
    public Part last(UUID importId) {
        List<Part> parts = parts(importId);
        return parts.get(parts.size() - 1);
    }

    /** Whether a file's elements were put in already, and no other's since. */
    public boolean isLast(UUID importId, byte[] sha256) {
        return Arrays.equals(sha256, last(importId).sha256());
    }

    /** Adds one, in the transaction that writes its elements. */
    public void add(UUID importId, Part part) {
        jdbc.update(
                "INSERT INTO import_retry (import_id, base_offset, file, length, sha256) VALUES (?, ?, ?, ?, ?)",
                importId,
                part.base(),
                part.file(),
                part.length(),
                part.sha256());
    }
}
