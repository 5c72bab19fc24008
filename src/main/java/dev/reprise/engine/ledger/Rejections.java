package dev.reprise.engine.ledger;

import dev.reprise.record.Reason;
import dev.reprise.record.Rejection;
import dev.reprise.record.Warning;
import dev.reprise.report.Finding;
import dev.reprise.report.FindingGroup;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Why records stayed out, and what is remarkable about those that went in. All of them, not only the first. */
public final class Rejections {

    private static final int FETCH = 1000;

    private static final String INSERT = """
            INSERT INTO import_rejection (import_id, severity, step, entity, guid, byte_offset, code, pointer, value, message)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final JdbcTemplate jdbc;
    private final JdbcTemplate streaming;
    private final TransactionTemplate snapshot;

    public Rejections(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.streaming = new JdbcTemplate(Objects.requireNonNull(jdbc.getDataSource()));
        this.streaming.setFetchSize(FETCH);
        this.snapshot = ReadOnly.snapshot(jdbc);
    }

    /** Keeps rejections and warnings, in the transaction of their chunk. */
    public void add(UUID importId, String step, List<Rejection> rejections, List<Warning> warnings) {
        List<Object[]> rows = new ArrayList<>();
        for (Rejection rejection : rejections) {
            for (Reason reason : rejection.reasons()) {
                long offset = rejection.origin().offset();
                Warning about = new Warning(offset, rejection.entity(), rejection.guid(), reason);
                rows.add(row(importId, "rejection", step, about));
            }
        }
        for (Warning warning : warnings) {
            rows.add(row(importId, "warning", step, warning));
        }
        // in parts, because the driver holds a batch in memory until it is sent
        for (int from = 0; from < rows.size(); from += FETCH) {
            jdbc.batchUpdate(INSERT, rows.subList(from, Math.min(rows.size(), from + FETCH)));
        }
    }

    private static Object[] row(UUID importId, String severity, String step, Warning about) {
        Reason reason = about.reason();
        return new Object[] {
            importId,
            severity,
            step,
            about.entity(),
            about.guid(),
            about.offset(),
            reason.code(),
            reason.pointer(),
            reason.value(),
            reason.message()
        };
    }

    /** Forgets the warnings of a step that is done again. */
    public void deleteWarnings(UUID importId, String step) {
        jdbc.update(
                "DELETE FROM import_rejection WHERE import_id = ? AND severity = 'warning' AND step = ?",
                importId,
                step);
    }

    /** Whether the document's head itself has something that forbids publishing. */
    public List<Finding> ofHead(UUID importId) {
        return jdbc.query("""
                SELECT * FROM import_rejection
                WHERE import_id = ? AND severity = 'rejection' AND step = 'verify' AND entity = 'product'
                """, Rejections::read, importId);
    }

    /**
     * Hands out an import's rejections, then its warnings, each in the order of the file; in constant memory, which the driver grants
     * only within a transaction.
     */
    public void each(UUID importId, Consumer<Finding> consumer) {
        snapshot.executeWithoutResult(status -> streaming.query(
                """
                SELECT * FROM import_rejection WHERE import_id = ?
                ORDER BY severity, byte_offset NULLS LAST, rejection_id
                """,
                row -> {
                    consumer.accept(read(row, 0));
                },
                importId));
    }

    /** The first rejections in the order of the file, at most so many. */
    public List<Finding> first(UUID importId, int most) {
        return jdbc.query("""
                SELECT * FROM import_rejection WHERE import_id = ? AND severity = 'rejection'
                ORDER BY byte_offset, rejection_id LIMIT ?
                """, Rejections::read, importId, most);
    }

    /**
     * Where something was rejected.
     *
     * @param offset of the element
     * @param index place in its top array of the element, or of the one that it is nested in
     */
    public record Place(long offset, long index) {}

    /** Whether something was rejected between two offsets. */
    public boolean anyBetween(UUID importId, long from, long to) {
        return Boolean.TRUE.equals(jdbc.queryForObject("""
                SELECT EXISTS (SELECT FROM import_rejection
                               WHERE import_id = ? AND severity = 'rejection' AND byte_offset >= ? AND byte_offset < ?)
                """, Boolean.class, importId, from, to));
    }

    /** Hands out the places with offsets in a range, in order, in constant memory. */
    public void places(UUID importId, long from, long to, Consumer<Place> consumer) {
        snapshot.executeWithoutResult(status -> streaming.query(
                """
                SELECT byte_offset, split_part(pointer, '/', 4) FROM import_rejection
                WHERE import_id = ? AND severity = 'rejection' AND byte_offset >= ? AND byte_offset < ?
                ORDER BY byte_offset
                """,
                row -> {
                    consumer.accept(new Place(row.getLong(1), row.getLong(2)));
                },
                importId,
                from,
                to));
    }

    /** The same in groups: of each kind how many, and the first. */
    public List<FindingGroup> groups(UUID importId) {
        return jdbc.query(
                """
                SELECT DISTINCT ON (severity, code) *, count(*) OVER (PARTITION BY severity, code) AS findings
                FROM import_rejection WHERE import_id = ?
                ORDER BY severity, code, byte_offset NULLS LAST, rejection_id
                """,
                (row, n) -> {
                    Finding first = read(row, n);
                    return new FindingGroup(first.severity(), first.code(), row.getLong("findings"), first);
                },
                importId);
    }

    private static Finding read(ResultSet row, int n) throws SQLException {
        long offset = row.getLong("byte_offset");
        Long nullable = row.wasNull() ? null : offset;
        return new Finding(
                row.getString("severity"),
                row.getString("code"),
                row.getString("entity"),
                row.getString("guid"),
                row.getString("pointer"),
                nullable,
                row.getString("value"),
                row.getString("message"));
    }
}
