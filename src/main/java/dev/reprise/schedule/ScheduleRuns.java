package dev.reprise.schedule;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.reprise.schedule.ScheduleRun.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** What became of the times that schedules were due; of each schedule the newest hundred are kept. */
final class ScheduleRuns {

    private static final int KEPT = 100;
    private static final String COLUMNS = """
            SELECT run_id, schedule, due_at, times, outcome, work, import_ids, begun_at, finished_at, problem FROM schedule_run
            """;

    private final JdbcTemplate jdbc;

    ScheduleRuns(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Something is done. */
    UUID begun(String schedule, Instant dueAt, String work, List<UUID> imports, @Nullable String problem) {
        return add(schedule, dueAt, new Entry(Outcome.RUNNING, 1, work, imports, problem));
    }

    /** Nothing was done at all these times, the last of which is given. */
    void missed(String schedule, Instant dueAt, int times, String why) {
        add(schedule, dueAt, new Entry(Outcome.MISSED, times, null, List.of(), why));
    }

    /** Nothing could be done. */
    void failed(String schedule, Instant dueAt, String problem) {
        add(schedule, dueAt, new Entry(Outcome.FAILED, 1, null, List.of(), problem));
    }

    private record Entry(
            Outcome outcome,
            int times,
            @Nullable String work,
            List<UUID> imports,
            @Nullable String problem) {}

    private UUID add(String schedule, Instant dueAt, Entry entry) {
        UUID run = UuidCreator.getTimeOrderedEpoch();
        jdbc.update(
                """
                INSERT INTO schedule_run (run_id, schedule, due_at, times, outcome, work, import_ids, problem, finished_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, CASE WHEN ? THEN clock_timestamp() END)
                """,
                run,
                schedule,
                Timestamp.from(dueAt),
                entry.times(),
                entry.outcome().spelling(),
                entry.work(),
                entry.imports().toArray(UUID[]::new),
                entry.problem(),
                entry.outcome() != Outcome.RUNNING);
        jdbc.update("""
                DELETE FROM schedule_run WHERE schedule = ? AND outcome <> 'running' AND run_id NOT IN
                  (SELECT run_id FROM schedule_run WHERE schedule = ? ORDER BY due_at DESC, run_id DESC LIMIT ?)
                """, schedule, schedule, KEPT);
        return run;
    }

    /** What is being done, of all schedules. */
    List<ScheduleRun> running() {
        return jdbc.query(COLUMNS + "WHERE outcome = 'running' ORDER BY begun_at", ScheduleRuns::read);
    }

    Optional<ScheduleRun> find(UUID run) {
        return jdbc.query(COLUMNS + "WHERE run_id = ?", ScheduleRuns::read, run).stream()
                .findFirst();
    }

    /** The newest of a schedule. */
    List<ScheduleRun> newest(String schedule, int limit) {
        return jdbc.query(
                COLUMNS + "WHERE schedule = ? ORDER BY due_at DESC, run_id DESC LIMIT ?",
                ScheduleRuns::read,
                schedule,
                limit);
    }

    /** It is over. Returns false if another process has said so already. */
    boolean finished(UUID run, Outcome outcome, @Nullable String problem) {
        return jdbc.update("""
                        UPDATE schedule_run SET outcome = ?, problem = coalesce(?, problem), finished_at = clock_timestamp()
                        WHERE run_id = ? AND outcome = 'running'
                        """, outcome.spelling(), problem, run) > 0;
    }

    private static ScheduleRun read(ResultSet row, int n) throws SQLException {
        Timestamp finished = row.getTimestamp("finished_at");
        return new ScheduleRun(
                row.getObject("run_id", UUID.class),
                row.getString("schedule"),
                row.getTimestamp("due_at").toInstant(),
                row.getInt("times"),
                Outcome.of(row.getString("outcome")),
                row.getString("work"),
                List.of((UUID[]) row.getArray("import_ids").getArray()),
                row.getTimestamp("begun_at").toInstant(),
                finished == null ? null : finished.toInstant(),
                row.getString("problem"));
    }
}
