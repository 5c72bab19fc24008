package dev.reprise.schedule;

import dev.reprise.engine.ActiveRuns;
import dev.reprise.engine.Failures;
import dev.reprise.engine.export.Exporter;
import dev.reprise.engine.job.ExportRequest;
import dev.reprise.engine.job.JobDescriptor.Kind;
import dev.reprise.engine.queue.QueuedWork;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.request.JobFile;
import dev.reprise.schedule.ScheduleRun.Outcome;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** An export that a schedule has begun. It is there whole or not at all, so that a process may begin again what another left. */
final class ScheduledExport implements QueuedWork {

    private static final Logger LOG = LoggerFactory.getLogger(ScheduledExport.class);

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
            exporter.run(asked(run));
        } catch (RefusedException e) {
            if (active.ending() || e.exit() == Exit.UNAVAILABLE) {
                throw e;
            }
            running.ended(run, Outcome.FAILED, Work.text(e));
            return;
        } catch (DataAccessException | TransactionException e) {
            RefusedException refusal = Failures.refusal(e, Problem.UNCHANGED, "It is done again when it is due.");
            if (refusal == null || refusal.exit() == Exit.UNAVAILABLE) {
                throw e;
            }
            running.ended(run, Outcome.FAILED, Work.text(refusal));
            return;
        } catch (RuntimeException e) {
            LOG.error("an unexpected failure of the export of schedule {}", run.schedule(), e);
            running.ended(run, Outcome.FAILED, "internal: an unexpected failure, which is in the log");
            return;
        }
        running.ended(run, Outcome.COMPLETED, null);
    }

    private ExportRequest asked(ScheduleRun run) {
        JobFile job = Work.job(schedules.named(run.schedule()));
        if (job.kind() != Kind.EXPORT) {
            throw new RefusedException(
                    Exit.USAGE,
                    Problem.unchanged(
                            "schedule-changed",
                            "the schedule is no export any more",
                            run.schedule(),
                            "It is done as it is now when it is due again."));
        }
        return job.exportRequest();
    }
}
