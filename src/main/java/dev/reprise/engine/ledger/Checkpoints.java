package dev.reprise.engine.ledger;

import dev.reprise.input.Position;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** How far imports have come. Saved by the writer, in the transaction of the chunk. */
public final class Checkpoints {

    /** Raised when this version could no longer read what an earlier one wrote. */
    private static final int FORMAT = 2;

    private final JdbcTemplate jdbc;

    public Checkpoints(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Where an import goes on.
     *
     * @param position in the file
     * @param contentHash of the rows so far
     */
    public record Checkpoint(Position position, byte[] contentHash) {}

    /** Saves it, over the one before. */
    public void save(UUID importId, Checkpoint checkpoint) {
        Position at = checkpoint.position();
        jdbc.update(
                """
                INSERT INTO import_checkpoint (import_id, format, byte_offset, array_name, next_index, finished, shell, chain, tail,
                                               content_hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (import_id) DO UPDATE SET format = excluded.format,
                    byte_offset = excluded.byte_offset, array_name = excluded.array_name, next_index = excluded.next_index,
                    finished = excluded.finished, shell = excluded.shell, chain = excluded.chain, tail = excluded.tail,
                    content_hash = excluded.content_hash, committed_at = clock_timestamp()
                """,
                importId,
                FORMAT,
                at.offset(),
                at.array(),
                at.nextIndex(),
                at.finished(),
                at.shell(),
                at.chain(),
                at.tail(),
                checkpoint.contentHash());
    }

    /**
     * The import's checkpoint; empty before its first chunk.
     *
     * @throws RefusedException if it was written in a format that this version cannot read
     */
    public Optional<Checkpoint> find(UUID importId) {
        return jdbc.query("""
                        SELECT format, byte_offset, array_name, next_index, shell, chain, tail, content_hash FROM import_checkpoint
                        WHERE import_id = ?
                        """, Checkpoints::read, importId).stream().findFirst();
    }

    private static Checkpoint read(ResultSet row, int n) throws SQLException {
        if (row.getInt("format") != FORMAT) {
            throw new RefusedException(
                    Exit.WRONG_STATE,
                    Problem.unchanged(
                            "checkpoint-format",
                            "the import was begun by another version of Reprise, whose checkpoint this one cannot read",
                            null,
                            "Go on with that version, or begin anew with --fresh."));
        }
        Position position = new Position(
                row.getLong("byte_offset"),
                row.getString("array_name"),
                row.getLong("next_index"),
                row.getString("shell"),
                row.getBytes("chain"),
                row.getBytes("tail"));
        return new Checkpoint(position, row.getBytes("content_hash"));
    }

    /** Forgets it: the import cannot be taken up any more. */
    public void delete(UUID importId) {
        jdbc.update("DELETE FROM import_checkpoint WHERE import_id = ?", importId);
    }
}
