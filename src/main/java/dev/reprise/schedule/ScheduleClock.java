package dev.reprise.schedule;

import dev.reprise.record.Exit;
import dev.reprise.record.RefusedException;
import dev.reprise.schedule.ScheduleRun.Outcome;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Begins what is due, in each process that serves; of several one takes a due time. In one transaction a time is dealt with and what is
 * to be done for it waits in the queue, so that a process that dies leaves either to the others.
 */
final class ScheduleClock implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ScheduleClock.class);

    private final Schedules schedules;
    private final ScheduleRuns runs;
    private final Beginning beginning;
    private final RunningSchedules running;
    private final TransactionTemplate transaction;
    private final Figures figures;
    private final ScheduleSettings settings;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(each -> {
        Thread thread = new Thread(each, "schedules");
        thread.setDaemon(true);
        return thread;
    });
    private volatile @Nullable ScheduledFuture<?> looks;

    ScheduleClock(
            Schedules schedules,
            Beginning beginning,
            RunningSchedules running,
            TransactionTemplate transaction,
            Figures figures,
            ScheduleSettings settings) {
        this.schedules = schedules;
        this.runs = schedules.runs();
        this.beginning = beginning;
        this.running = running;
        this.transaction = transaction;
        this.figures = figures;
        this.settings = settings;
    }

    /** Looks once. What cannot be done now is tried at the next look. */
    void look() {
        try {
            schedules.due().forEach(this::begin);
            running.settle().forEach(beginning::again);
        } catch (DataAccessException | TransactionException | RefusedException e) {
            LOG.warn("schedules are looked at later: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("an unexpected failure of the schedules", e); // a thrown one would end all looking
        }
    }

    private void begin(String name) {
        try {
            transaction.executeWithoutResult(status -> schedules.take(name).ifPresent(this::begin));
        } catch (RefusedException e) {
            if (e.exit() == Exit.UNAVAILABLE) {
                LOG.info("schedule {} begins later: {}", name, e.problem().what());
                return;
            }
            fail(name, Work.text(e));
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("schedule {} begins later: {}", name, e.getMessage()); // and no other waits for that
        } catch (RuntimeException e) {
            LOG.error("an unexpected failure of schedule {}", name, e);
            fail(name, "internal: an unexpected failure, which is in the log");
        }
    }

    private void begin(Schedule schedule) {
        Instant now = schedules.now();
        DueTimes due = due(schedule, now);
        if (due.begin() != null) {
            begin(schedule, due.begin());
        }
        missed(schedule, due);
        schedules.dealtWith(schedule, now);
    }

    private DueTimes due(Schedule schedule, Instant now) {
        return DueTimes.of(schedule, Objects.requireNonNull(schedule.nextAt()), now, settings.late());
    }

    private void missed(Schedule schedule, DueTimes due) {
        if (due.lastMissed() != null) {
            miss(schedule, due.lastMissed(), due.missed(), "nobody began it in time");
        }
    }

    private void begin(Schedule schedule, Instant dueAt) {
        if (running.goesOn(schedule.schedule())) {
            miss(schedule, dueAt, 1, "what was begun before is not over");
            return;
        }
        beginning.begin(schedule, dueAt);
    }

    private void fail(String name, String problem) {
        transaction.executeWithoutResult(status -> schedules.take(name).ifPresent(schedule -> {
            LOG.warn("schedule {} failed: {}", name, problem);
            Instant now = schedules.now();
            DueTimes due = due(schedule, now);
            if (due.begin() != null) {
                runs.failed(name, due.begin(), problem);
                figures.count(name, Outcome.FAILED);
            }
            missed(schedule, due);
            schedules.dealtWith(schedule, now);
        }));
    }

    private void miss(Schedule schedule, Instant dueAt, int times, String why) {
        LOG.warn("schedule {} was missed, {} times until {}: {}", schedule.schedule(), times, dueAt, why);
        runs.missed(schedule.schedule(), dueAt, times, why);
        figures.count(schedule.schedule(), Outcome.MISSED);
    }

    @Override
    public void start() {
        long pause = settings.poll().toMillis();
        looks = clock.scheduleWithFixedDelay(this::look, 0, pause, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        ScheduledFuture<?> regular = looks;
        if (regular != null) {
            regular.cancel(false);
        }
        looks = null;
    }

    @Override
    public boolean isRunning() {
        return looks != null;
    }
}
