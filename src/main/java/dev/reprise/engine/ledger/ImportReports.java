package dev.reprise.engine.ledger;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.report.Counts;
import dev.reprise.report.Finding;
import dev.reprise.report.ImportKind;
import dev.reprise.report.ImportReport;
import dev.reprise.report.ImportStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Reports of imports for every door, made from what the database remembers; nothing is recounted. */
public final class ImportReports {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern DIGITS = Pattern.compile("[0-9a-fA-F]{4,32}");
    private static final String REPORT = """
            SELECT i.*, coalesce(CASE length(c.tail) WHEN 40 THEN ('x' || encode(substr(c.tail, 33), 'hex'))::bit(64)::bigint
                                ELSE c.byte_offset END, 0) AS bytes, r.run_number, r.holder, r.read_before,
                   i.status IN ('running', 'stopping')
                       AND NOT EXISTS (SELECT FROM import_lease l WHERE l.target = i.target AND l.import_id = i.import_id
                                       AND l.expires_at > clock_timestamp()) AS dead,
                   extract(epoch FROM coalesce(i.finished_at, clock_timestamp()) - i.started_at) AS seconds
            FROM import i
            LEFT JOIN import_checkpoint c ON c.import_id = i.import_id
            LEFT JOIN LATERAL (SELECT run_number, holder, read_before FROM import_run r WHERE r.import_id = i.import_id
                               ORDER BY run_number DESC LIMIT 1) r ON true
            """;

    private final JdbcTemplate jdbc;
    private final Counters counters;
    private final Rejections rejections;
    private final BiFunction<String, UUID, Map<String, Object>> answers;
    /** All parts of a report by one connection and of one moment. */
    private final TransactionTemplate snapshot;

    /** {@code answers} gives what a job answers to a completed import. */
    public ImportReports(
            JdbcTemplate jdbc,
            Counters counters,
            Rejections rejections,
            BiFunction<String, UUID, Map<String, Object>> answers) {
        this.answers = answers;
        this.jdbc = jdbc;
        this.counters = counters;
        this.rejections = rejections;
        this.snapshot = ReadOnly.snapshot(jdbc);
    }

    /** The report of one import, with its findings in groups. */
    public ImportReport of(UUID importId) {
        return snapshot.execute(status -> find(importId, true));
    }

    /** The same without its findings, for who asks again and again: there may be millions to be sorted. */
    public ImportReport brief(UUID importId) {
        return snapshot.execute(status -> find(importId, false));
    }

    private ImportReport find(UUID importId, boolean whole) {
        return reports(List.of(importId), whole).stream().findFirst().orElseThrow(() -> unknown(importId.toString()));
    }

    private List<ImportReport> reports(List<UUID> importIds, boolean whole) {
        Map<UUID, Map<String, Counts>> counts = counters.of(importIds);
        return jdbc.query(
                REPORT + "WHERE i.import_id = ANY (?) ORDER BY i.created_at DESC, i.import_id DESC",
                (row, n) -> report(row, counts, whole),
                (Object) importIds.toArray(UUID[]::new));
    }

    /** Imports, newest first, without their findings. An empty set of statuses means all. */
    public List<ImportReport> newest(Set<ImportStatus> statuses, int limit) {
        return page(new Filter(statuses, null, new String[] {"%"}, null), limit);
    }

    /**
     * Which imports are to be shown.
     *
     * @param statuses none for all
     * @param target null for all
     * @param visible what the targets must be {@code LIKE}, one of them
     * @param after the last one that was shown before; null for the newest
     */
    public record Filter(
            Set<ImportStatus> statuses,
            @Nullable String target,
            String[] visible,
            @Nullable UUID after) {}

    /** Imports, newest first, without their findings. */
    public List<ImportReport> page(Filter filter, int limit) {
        String[] spellings = (filter.statuses().isEmpty() ? Set.of(ImportStatus.values()) : filter.statuses())
                .stream().map(ImportStatus::spelling).toArray(String[]::new);
        return snapshot.execute(status -> reports(
                jdbc.queryForList(
                        """
                        SELECT i.import_id FROM import i
                        WHERE i.status = ANY (?) AND i.target LIKE ANY (?) AND (?::text IS NULL OR i.target = ?)
                          AND (?::uuid IS NULL OR (i.created_at, i.import_id)
                                                  < (SELECT a.created_at, a.import_id FROM import a WHERE a.import_id = ?))
                        ORDER BY i.created_at DESC, i.import_id DESC LIMIT ?
                        """,
                        UUID.class,
                        spellings,
                        filter.visible(),
                        filter.target(),
                        filter.target(),
                        filter.after(),
                        filter.after(),
                        limit),
                false));
    }

    /** Hands out an import's rejections and warnings, one by one. */
    public void findings(UUID importId, Consumer<Finding> consumer) {
        rejections.each(importId, consumer);
    }

    /** The first rejections of an import in the order of its file, at most so many. */
    public List<Finding> rejections(UUID importId, int most) {
        return rejections.first(importId, most);
    }

    /**
     * The id that somebody means: {@code last}, {@code last-failed}, an id or its beginning.
     *
     * @throws RefusedException with exit 5 if there is none, with exit 2 if the beginning fits several
     */
    public UUID resolve(String text) {
        List<UUID> found = switch (text) {
            case "last" -> ids("ORDER BY created_at DESC LIMIT 1");
            case "last-failed" -> ids("WHERE status = 'failed' ORDER BY created_at DESC LIMIT 1");
            default -> beginning(text);
        };
        if (found.isEmpty()) {
            throw unknown(text);
        }
        if (found.size() > 1) {
            throw new RefusedException(
                    Exit.USAGE,
                    Problem.unchanged(
                            "import-ambiguous",
                            "several imports begin with '" + text + "'",
                            null,
                            "Give more of the id."));
        }
        return found.get(0);
    }

    private List<UUID> beginning(String text) {
        String digits = text.replace("-", "");
        if (!DIGITS.matcher(digits).matches()) {
            return List.of();
        }
        String low = "%-32s".formatted(digits).replace(' ', '0');
        String high = "%-32s".formatted(digits).replace(' ', 'f');
        return ids("WHERE import_id BETWEEN ?::uuid AND ?::uuid LIMIT 2", low, high);
    }

    private List<UUID> ids(String which, Object... parameters) {
        return jdbc.queryForList("SELECT import_id FROM import " + which, UUID.class, parameters);
    }

    private static RefusedException unknown(String text) {
        return new RefusedException(
                Exit.NOT_FOUND,
                Problem.unchanged(
                        "import-unknown",
                        "there is no import '" + text + "'",
                        null,
                        "See which there are: reprise list"));
    }

    private ImportReport report(ResultSet row, Map<UUID, Map<String, Counts>> counts, boolean whole)
            throws SQLException {
        UUID importId = row.getObject("import_id", UUID.class);
        Map<String, Counts> entities = counts.getOrDefault(importId, Map.of());
        Counts total = entities.values().stream().reduce(Counts.ZERO, Counts::plus);
        String problem = row.getString("problem");
        return new ImportReport(
                importId,
                ImportKind.of(row.getString("kind")),
                row.getString("job"),
                row.getString("target"),
                row.getString("file"),
                row.getLong("file_size"),
                ImportStatus.of(row.getString("status")),
                row.getBoolean("dead"),
                row.getObject("exit", Integer.class),
                row.getBoolean("unchanged"),
                row.getBoolean("resumable"),
                row.getObject("generation_id", Long.class),
                instant(row, "proved_at"),
                row.getInt("run_number"),
                row.getLong("bytes"),
                total.read(),
                total.written(),
                total.rejected(),
                total.skipped() == 0 ? null : (Long) total.skipped(),
                entities,
                whole ? rejections.groups(importId) : List.of(),
                problem == null ? null : JSON.readValue(problem, Problem.class),
                row.getString("remark"),
                row.getTimestamp("created_at").toInstant(),
                instant(row, "finished_at"),
                row.getDouble("seconds"),
                rate(total.read() - row.getLong("read_before"), row.getDouble("seconds")),
                row.getString("holder"),
                whole ? answer(row.getString("job"), ImportStatus.of(row.getString("status")), importId) : Map.of());
    }

    private Map<String, Object> answer(String job, ImportStatus status, UUID importId) {
        boolean completed = status == ImportStatus.COMPLETED
                || status == ImportStatus.COMPLETED_WITH_REJECTIONS
                || status == ImportStatus.PLANNED;
        return completed ? answers.apply(job, importId) : Map.of();
    }

    private static long rate(long rows, double seconds) {
        return seconds <= 0 ? 0 : Math.round(rows / seconds);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column) == null
                ? null
                : row.getTimestamp(column).toInstant();
    }
}
