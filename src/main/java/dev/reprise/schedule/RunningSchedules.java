package dev.reprise.schedule;

import dev.reprise.engine.ImportEngine;
import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.run.Ledger;
import dev.reprise.record.RefusedException;
import dev.reprise.report.Counts;
import dev.reprise.report.Finding;
import dev.reprise.report.ImportStatus;
import dev.reprise.report.ProgressListener;
import dev.reprise.schedule.ScheduleRun.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionException;

/** What schedules have begun: whether it is over, and how it ended. What a drill has loaded has served its purpose then, and goes. */
final class RunningSchedules {

    private static final Logger LOG = LoggerFactory.getLogger(RunningSchedules.class);

    private final JdbcTemplate jdbc;
    private final ScheduleRuns runs;
    private final Ledger ledger;
    private final ImportEngine engine;
    private final Figures figures;

    RunningSchedules(JdbcTemplate jdbc, Schedules schedules, Ledger ledger, ImportEngine engine, Figures figures) {
        this.jdbc = jdbc;
        this.runs = schedules.runs();
        this.ledger = ledger;
        this.figures = figures;
        this.engine = engine;
    }

    private record Ended(
            UUID importId, ImportStatus status, @Nullable String problem, RejectionLimit limit) {}

    /** Whether something that this schedule has begun is not over. */
    boolean goesOn(String schedule) {
        return runs.running().stream().anyMatch(run -> run.schedule().equals(schedule));
    }

    /** Writes down which imports have ended meanwhile. Returns the exports, which end by themselves. */
    List<UUID> settle() {
        List<UUID> exports = new ArrayList<>();
        for (ScheduleRun run : runs.running()) {
            if (Work.EXPORT.equals(run.work())) {
                exports.add(run.run());
            } else {
                attempt(run);
            }
        }
        return exports;
    }

    /** One that cannot be settled now keeps no other waiting. */
    private void attempt(ScheduleRun run) {
        try {
            settle(run);
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("what schedule {} has begun is looked at later: {}", run.schedule(), e.getMessage());
        }
    }

    private void settle(ScheduleRun run) {
        List<Ended> imports = imports(run);
        if (imports.stream().anyMatch(one -> one.status().goesOn())) {
            return;
        }
        if (Work.DRILL.equals(run.work()) && !dropped(imports)) {
            return;
        }
        String problem = imports.stream()
                .filter(one -> one.status() == ImportStatus.FAILED)
                .map(one -> "import " + one.importId() + ": " + one.problem())
                .findFirst()
                .orElseGet(() -> undone(run, imports));
        boolean stopped = imports.stream().anyMatch(one -> one.status() == ImportStatus.STOPPED);
        Outcome outcome = problem != null ? Outcome.FAILED : stopped ? Outcome.STOPPED : Outcome.COMPLETED;
        ended(run, outcome, problem);
    }

    /** A drill's are all given up in the end; of an import somebody else has decided so. */
    private @Nullable String undone(ScheduleRun run, List<Ended> imports) {
        if (Work.DRILL.equals(run.work())) {
            return imports.stream()
                    .flatMap(one -> unpublishable(one).stream())
                    .findFirst()
                    .orElse(run.problem());
        }
        return imports.stream()
                .filter(one -> !one.status().isCompleted() && one.status() != ImportStatus.STOPPED)
                .map(one ->
                        "import %s is %s".formatted(one.importId(), one.status().spelling()))
                .findFirst()
                .orElse(run.problem());
    }

    /** It is over: that is written down, logged and counted, once. */
    void ended(ScheduleRun run, Outcome outcome, @Nullable String problem) {
        if (runs.finished(run.run(), outcome, problem)) {
            LOG.info("schedule {} is {}", run.schedule(), outcome.spelling());
            figures.count(run.schedule(), outcome);
        }
    }

    /** What was removed meanwhile is not among them. */
    private List<Ended> imports(ScheduleRun run) {
        return jdbc.query(
                "SELECT import_id, status, problem ->> 'code' || ': ' || (problem ->> 'what'), max_rejections FROM import WHERE import_id = ANY (?)",
                (row, n) -> new Ended(
                        row.getObject(1, UUID.class),
                        ImportStatus.of(row.getString(2)),
                        row.getString(3),
                        new RejectionLimit(row.getString(4))),
                (Object) run.imports().toArray(UUID[]::new));
    }

    /** What would have kept a drill's import from being published, as it does any other. */
    private Optional<String> unpublishable(Ended one) {
        Counts total = ledger.counters().total(one.importId());
        return ledger.rejections().ofHead(one.importId()).stream()
                .map(Finding::code)
                .findFirst()
                .or(() -> one.limit().exceededBy(total.rejected(), total.read())
                        ? Optional.of(total.rejected() + " records were rejected")
                        : Optional.empty())
                .map(why -> "import %s could not be published: %s".formatted(one.importId(), why));
    }

    private boolean dropped(List<Ended> imports) {
        try {
            imports.stream()
                    .filter(one -> one.status() == ImportStatus.PLANNED)
                    .forEach(one -> engine.abandon(one.importId(), ProgressListener.silent()));
            return true;
        } catch (RefusedException e) {
            LOG.info("what a drill has loaded is dropped later: {}", e.problem().what());
            return false;
        }
    }
}
