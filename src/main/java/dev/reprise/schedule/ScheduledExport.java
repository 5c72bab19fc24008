package dev.reprise.schedule;

import dev.reprise.engine.ActiveRuns;
import dev.reprise.engine.export.Exporter;
import dev.reprise.engine.queue.QueuedWork;
import dev.reprise.record.Exit;
import dev.reprise.record.RefusedException;
import dev.reprise.schedule.ScheduleRun.Outcome;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An export that a schedule has begun. It is there whole or not at all, so that a process may begin again what another left. */
final class ScheduledExport implements QueuedWork {

    private static final Logger LOG = LoggerFactory.getLogger(ScheduledExport.class);

    private final Schedules schedules;
    private final ScheduleRuns runs;
    private final Figures figures;
    private final Exporter exporter;
    private final ActiveRuns active;

    ScheduledExport(Schedules schedules, Exporter exporter, ActiveRuns active, Figures figures) {
        this.schedules = schedules;
        this.runs = schedules.runs();
        this.figures = figures;
        this.exporter = exporter;
        this.active = active;
    }

    @Override
    public String name() {
        return "scheduled-export";
    }

    @Override
    public void run(UUID runId) {
        ScheduleRun run = runs.find(runId)
                .filter(found -> found.outcome() == Outcome.RUNNING)
                .orElse(null);
        if (run == null) { // done, or its schedule was removed
            return;
        }
        try {
            exporter.run(Work.job(schedules.named(run.schedule())).exportRequest());
        } catch (RefusedException e) {
            if (active.ending() || e.exit() == Exit.UNAVAILABLE) {
                throw e;
            }
            ended(run, Outcome.FAILED, Work.text(e));
            return;
        }
        ended(run, Outcome.COMPLETED, null);
    }

    private void ended(ScheduleRun run, Outcome outcome, @Nullable String problem) {
        if (runs.finished(run.run(), outcome, problem)) {
            LOG.info("schedule {} is {}", run.schedule(), outcome.spelling());
            figures.count(run.schedule(), outcome);
        }
    }
}
