package dev.reprise.schedule;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.report.Documents;
import dev.reprise.request.JobFile;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The schedules that there are. All times are the database's: the clocks of the machines may differ. */
public final class Schedules {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final String COLUMNS = """
            SELECT name, cron, zone, job_file, parameters, next_at,
                   next_at < clock_timestamp() - interval '1 minute' AS overdue FROM schedule
            """;

    private final JdbcTemplate jdbc;
    private final ScheduleRuns runs;
    private final TransactionTemplate transaction;

    Schedules(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.runs = new ScheduleRuns(jdbc);
    }

    /**
     * Makes a schedule, or has one of this name do other work at other times; a paused one stays so.
     *
     * @throws RefusedException with exit 2 for a bad name, expression or zone; as {@link JobFile} for what is to be done. The files to be
     *     imported need not be there yet
     */
    public Schedule set(String name, Schedule.Wish wish) {
        if (!NAME.matcher(name).matches()) {
            throw new RefusedException(
                    Exit.USAGE,
                    Problem.unchanged(
                            "schedule-malformed",
                            "'%s' is no name of a schedule".formatted(name),
                            null,
                            "One has letters, digits, dots, dashes and underscores, at most 100, and begins with a letter or digit."));
        }
        String zone = Objects.requireNonNullElseGet(
                wish.zone(), () -> ZoneId.systemDefault().getId());
        Cron cron = Cron.of(wish.cron(), zone);
        Path file = absolute(wish.jobFile());
        JobFile job = JobFile.of(file, wish.parameters());
        jdbc.update(
                """
                INSERT INTO schedule (name, cron, zone, job_file, parameters, next_at) VALUES (?, ?, ?, ?, ?::json, ?)
                ON CONFLICT (name) DO UPDATE SET cron = excluded.cron, zone = excluded.zone, job_file = excluded.job_file,
                  parameters = excluded.parameters,
                  next_at = CASE WHEN schedule.next_at IS NULL OR (schedule.cron, schedule.zone) = (excluded.cron, excluded.zone)
                                 THEN schedule.next_at ELSE excluded.next_at END
                """,
                name,
                wish.cron(),
                zone,
                file == null ? null : file.toString(),
                Documents.plain(job.overrides()),
                Timestamp.from(cron.next(now())));
        return named(name);
    }

    private static @Nullable Path absolute(@Nullable String file) {
        try {
            return file == null ? null : Path.of(file).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new RefusedException(
                    Exit.USAGE,
                    Problem.unchanged("file-malformed", "'" + file + "' is no path", null, "Name a job file."));
        }
    }

    /**
     * Changes one, which nobody else changes meanwhile.
     *
     * @param check is told what it is before. It may refuse
     */
    public <T> T changing(String name, Consumer<Optional<Schedule>> check, Supplier<T> change) {
        return Objects.requireNonNull(transaction.execute(status -> {
            check.accept(jdbc.query(COLUMNS + "WHERE name = ? FOR UPDATE", this::read, name).stream()
                    .findFirst());
            return change.get();
        }));
    }

    /** All, in the order of their names. */
    public List<Schedule> list() {
        return byOneConnection(() -> jdbc.query(COLUMNS + "ORDER BY name", this::read));
    }

    /** @throws RefusedException with exit 5 if there is none of this name */
    public Schedule named(String name) {
        return byOneConnection(() -> jdbc.query(COLUMNS + "WHERE name = ?", this::read, name)).stream()
                .findFirst()
                .orElseThrow(unknown(name));
    }

    /** What is read of each row takes another question. */
    private List<Schedule> byOneConnection(Supplier<List<Schedule>> question) {
        return Objects.requireNonNull(transaction.execute(status -> question.get()));
    }

    /** What became of the newest times that it was due. Fails as {@link #named}. */
    public List<ScheduleRun> runs(String name, int limit) {
        return runs.newest(named(name).schedule(), limit);
    }

    /** It is not done from now on. What is under way goes on. Fails as {@link #named}. */
    public Schedule pause(String name) {
        jdbc.update("UPDATE schedule SET next_at = NULL WHERE name = ?", name);
        return named(name);
    }

    /** It is done again, the next time from now on. Fails as {@link #named}. */
    public Schedule resume(String name) {
        Schedule schedule = named(name);
        jdbc.update(
                "UPDATE schedule SET next_at = ? WHERE name = ? AND next_at IS NULL",
                Timestamp.from(next(schedule, now())),
                name);
        return named(name);
    }

    /** Forgets it and what became of it. Imports that it began go on. Fails as {@link #named}. */
    public void remove(String name) {
        if (jdbc.update("DELETE FROM schedule WHERE name = ?", name) == 0) {
            throw unknown(name).get();
        }
    }

    /** What became of them. */
    ScheduleRuns runs() {
        return runs;
    }

    /** Those whose time has come. */
    List<String> due() {
        return jdbc.queryForList(
                "SELECT name FROM schedule WHERE next_at <= clock_timestamp() ORDER BY next_at", String.class);
    }

    /** Takes one whose time has come, until the caller's transaction ends; empty if another process has, or its time was changed. */
    Optional<Schedule> take(String name) {
        return jdbc
                .query(
                        COLUMNS + "WHERE name = ? AND next_at <= clock_timestamp() FOR UPDATE SKIP LOCKED",
                        this::read,
                        name)
                .stream()
                .findFirst();
    }

    /** This due time is dealt with. */
    void dealtWith(Schedule schedule, Instant now) {
        jdbc.update(
                "UPDATE schedule SET next_at = ? WHERE name = ?",
                Timestamp.from(next(schedule, now)),
                schedule.schedule());
    }

    Instant now() {
        return Objects.requireNonNull(jdbc.queryForObject("SELECT clock_timestamp()", Timestamp.class))
                .toInstant();
    }

    static Instant next(Schedule schedule, Instant after) {
        return Cron.of(schedule.cron(), schedule.zone()).next(after);
    }

    private static Supplier<RefusedException> unknown(String name) {
        return () -> new RefusedException(
                Exit.NOT_FOUND,
                Problem.unchanged(
                        "schedule-unknown",
                        "there is no schedule '" + name + "'",
                        null,
                        "See: reprise schedule list, or GET /schedules"));
    }

    private Schedule read(ResultSet row, int n) throws SQLException {
        Timestamp next = row.getTimestamp("next_at");
        String name = row.getString("name");
        Map<String, String> parameters = JSON.readValue(row.getString("parameters"), new TypeReference<>() {});
        return new Schedule(
                name,
                row.getString("cron"),
                row.getString("zone"),
                row.getString("job_file"),
                parameters,
                next == null,
                next == null ? null : next.toInstant(),
                row.getBoolean("overdue"),
                runs.newest(name, 1).stream().findFirst().orElse(null));
    }
}
