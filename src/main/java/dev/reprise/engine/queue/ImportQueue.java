package dev.reprise.engine.queue;

import com.github.f4b6a3.uuid.util.UuidUtil;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.reprise.engine.ActiveRuns;
import dev.reprise.engine.WaitingImports;
import dev.reprise.engine.job.ImportRequest;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ProgressListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The queue of imports. What waits, waits in the database: each is run by one of the processes that serve, and one whose process died is
 * taken over by another when it has missed its heartbeats and its lease is over. A process that is told to end stops its imports at a chunk's border, and they go on
 * elsewhere, or here after the next start.
 */
public final class ImportQueue implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ImportQueue.class);
    private static final String TASK = "import";
    private static final int MISSED_HEARTBEATS = 4;
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final Duration LATER = Duration.ofSeconds(5);
    private static final Duration FORGOTTEN = Duration.ofSeconds(30);

    private final WaitingImports waiting;
    private final ActiveRuns runs;
    private final ImportTelemetry telemetry;
    private final Room room;
    private final CustomTask<Void> task;
    private final Scheduler scheduler;
    private final ConcurrentHashMap<UUID, CountDownLatch> awaited = new ConcurrentHashMap<>();
    private volatile boolean running;

    ImportQueue(
            WaitingImports waiting,
            ActiveRuns runs,
            ImportTelemetry telemetry,
            DataSource database,
            QueueSettings settings,
            List<QueuedWork> others) {
        this.waiting = waiting;
        this.runs = runs;
        this.telemetry = telemetry;
        this.room = new Room(waiting, settings);
        this.task = Tasks.custom(TASK, Void.class)
                .onFailure((complete, operations) ->
                        operations.reschedule(complete, Instant.now().plus(AGAIN)))
                .execute((instance, context) -> run(UUID.fromString(instance.getId())));
        // a process may die between writing an import down and having it scheduled
        RecurringTask<Void> forgotten = Tasks.recurring("forgotten-imports", FixedDelay.of(FORGOTTEN))
                .execute((instance, context) -> waiting.forgotten(FORGOTTEN).forEach(this::schedule));
        List<Task<?>> tasks = new ArrayList<>(List.of(task));
        others.forEach(other -> tasks.add(task(other)));
        this.scheduler = Scheduler.create(database, tasks)
                .startTasks(forgotten)
                .threads(settings.parallel())
                .pollingInterval(settings.poll())
                .heartbeatInterval(settings.heartbeat())
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(Duration.ofMinutes(1))
                .failureLogging(LogLevel.WARN, true)
                .enableImmediateExecution()
                .build();
    }

    private static Task<Void> task(QueuedWork work) {
        return Tasks.custom(work.name(), Void.class)
                .onFailure((complete, operations) ->
                        operations.reschedule(complete, Instant.now().plus(LATER)))
                .execute((instance, context) -> {
                    work.run(UUID.fromString(instance.getId()));
                    return (complete, operations) -> operations.remove();
                });
    }

    /**
     * Has a file imported, as soon as its turn comes, that this process asks for itself. It should have asked {@link #checkRoom} before.
     *
     * @return the import
     * @throws RefusedException as {@link WaitingImports#add}
     */
    public UUID add(ImportRequest request) {
        UUID importId = waiting.add(request, false, null);
        schedule(importId);
        return importId;
    }

    /**
     * Has a file imported, as soon as its turn comes, that somebody else has sent. Others may have filled the queue while it came.
     *
     * @param caller tells whoever asks for it from others
     * @param alone whether nothing else may wait for the target or write to it
     * @return the import
     * @throws RefusedException as {@link WaitingImports#add} and {@link #checkRoom(String)}
     */
    public UUID addFor(String caller, ImportRequest request, boolean alone) {
        checkRoom(caller);
        UUID importId = waiting.add(request, alone, caller);
        schedule(importId);
        return importId;
    }

    /** @throws RefusedException with exit 75 and code {@code queue-full} if too many wait */
    public void checkRoom() {
        room.check();
    }

    /** The same, also if too many wait that this caller has asked for. */
    public void checkRoom(String caller) {
        room.check(caller);
    }

    /** Has an import run that waits, once the caller's transaction is committed. Nothing happens if it is scheduled already. */
    public void schedule(UUID importId) {
        schedule(TASK, importId);
    }

    /** The same for a piece of other work. */
    public void schedule(QueuedWork work, UUID id) {
        schedule(work.name(), id);
    }

    private void schedule(String name, UUID id) {
        Runnable work = () -> scheduled(new TaskInstance<>(name, id.toString()));
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            work.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                work.run();
            }
        });
    }

    /** It is written down that it waits; whoever looks for what is forgotten does the rest. */
    private void scheduled(TaskInstance<Void> instance) {
        try {
            scheduler.scheduleIfNotExists(instance, Instant.now());
        } catch (RuntimeException e) {
            LOG.warn("{} is scheduled later: {}", instance, e.getMessage());
        }
    }

    /**
     * Has an import go on that did not come to its end.
     *
     * @param caller tells whoever asks for it from others
     * @throws RefusedException as {@link WaitingImports#again} and {@link #checkRoom(String)}
     */
    public void again(UUID importId, String caller) {
        checkRoom(caller);
        waiting.again(importId, caller);
        schedule(importId);
    }

    /** Whether an import is over, in whatever way. */
    public boolean ended(UUID importId) {
        return waiting.ended(importId);
    }

    /**
     * Waits until an import has ended, or this process is told to end.
     *
     * @return whether it has
     */
    public boolean await(UUID importId, Duration patience) {
        Instant end = Instant.now().plus(patience);
        CountDownLatch latch = awaited.computeIfAbsent(importId, id -> new CountDownLatch(1));
        try {
            while (!waiting.ended(importId)) {
                long left = Duration.between(Instant.now(), end).toMillis();
                if (left <= 0 || runs.ending()) {
                    return false;
                }
                // here it is heard of at once; another process tells it to the database only
                if (latch.await(Math.min(left, 500), TimeUnit.MILLISECONDS)) {
                    return waiting.ended(importId);
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            awaited.remove(importId, latch);
        }
    }

    private CompletionHandler<Void> run(UUID importId) {
        try (ImportTelemetry.Context context = telemetry.of(importId)) {
            return run(importId, context);
        }
    }

    private CompletionHandler<Void> run(UUID importId, ImportTelemetry.Context context) {
        try {
            if (!runs.ending()) {
                waiting.run(importId, ProgressListener.silent());
                context.worked();
            }
            if (!waiting.ended(
                    importId)) { // it failed for what passes, this process ends, or somebody has restarted it meanwhile
                return later(runs.ending() ? AGAIN : LATER);
            }
            tell(importId);
            return (complete, operations) -> operations.remove();
        } catch (RefusedException e) {
            LOG.debug("the import waits on: {}", e.problem().what());
            return later(pause(importId));
        }
    }

    private void tell(UUID importId) {
        CountDownLatch latch = awaited.get(importId);
        if (latch != null) {
            latch.countDown();
        }
        LOG.info("the import has ended");
        try {
            telemetry.ended(importId);
        } catch (DataAccessException e) {
            LOG.warn("the import is not in the figures: {}", e.getMessage());
        }
        hurry(importId);
    }

    /** What has waited for long is looked at less often; its id says since when. */
    private static Duration pause(UUID importId) {
        Duration age = Duration.between(UuidUtil.getInstant(importId), Instant.now());
        Duration share = age.dividedBy(10);
        return share.compareTo(AGAIN) < 0 ? AGAIN : share.compareTo(LONGEST) > 0 ? LONGEST : share;
    }

    /** Whoever waited for an import that has ended here need not wait on; without that it is looked at a little later. */
    private void hurry(UUID ended) {
        try {
            waiting.next(ended)
                    .ifPresent(next -> scheduler.reschedule(TaskInstanceId.of(TASK, next.toString()), Instant.now()));
        } catch (RuntimeException e) {
            LOG.debug("what waits after {} is looked at without that", ended, e);
        }
    }

    private static CompletionHandler<Void> later(Duration wait) {
        return (complete, operations) ->
                operations.reschedule(complete, Instant.now().plus(wait));
    }

    @Override
    public void start() {
        scheduler.start();
        running = true;
    }

    /** Spring stops what depends on another before that one, whatever the phases are: so the runs are stopped from here. */
    @Override
    public void stop() {
        runs.stop();
        scheduler.stop();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
