package dev.reprise.schedule;

import dev.reprise.engine.ActiveRuns;
import dev.reprise.engine.export.Exporter;
import dev.reprise.engine.queue.QueuedWork;
import dev.reprise.record.Exit;
import dev.reprise.record.RefusedException;
import dev.reprise.schedule.ScheduleRun.Outcome;
import java.util.UUID;

/** An export that a schedule has begun. It is there whole or not at all, so that a process may begin again what another left. */
final class ScheduledExport implements QueuedWork {

    private final Schedules schedules;
    private final RunningSchedules running;
    private final Exporter exporter;
    private final ActiveRuns active;

    ScheduledExport(Schedules schedules, RunningSchedules running, Exporter exporter, ActiveRuns active) {
        this.schedules = schedules;
        this.running = running;
        this.exporter = exporter;
        this.active = active;
    }

    @Override
    public String name() {
        return "scheduled-export";
    }

    @Override
    public void run(UUID runId) {
        ScheduleRun run = schedules
                .runs()
                .find(runId)
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
            running.ended(run, Outcome.FAILED, Work.text(e));
            return;
        }
        running.ended(run, Outcome.COMPLETED, null);
    }
}
