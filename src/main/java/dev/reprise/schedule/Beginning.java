package dev.reprise.schedule;

import dev.reprise.engine.FileTargets;
import dev.reprise.engine.job.ImportRequest;
import dev.reprise.engine.queue.ImportQueue;
import dev.reprise.record.RefusedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts what a schedule asks for into the queue, in the transaction that deals with its due time. */
final class Beginning {

    private static final Logger LOG = LoggerFactory.getLogger(Beginning.class);

    private final ScheduleRuns runs;
    private final FileTargets targets;
    private final ImportQueue queue;
    private final ScheduledExport exports;
    private final TransactionTemplate each;

    /** {@code each} is a transaction within the caller's, that is undone alone. */
    Beginning(
            ScheduleRuns runs,
            FileTargets targets,
            ImportQueue queue,
            ScheduledExport exports,
            TransactionTemplate each) {
        this.runs = runs;
        this.targets = targets;
        this.queue = queue;
        this.exports = exports;
        this.each = each;
    }

    /**
     * Begins it. A file that will not do keeps none of the others from being imported.
     *
     * @throws RefusedException as {@link Work#of}, or with exit 75 if there is no room in the queue
     */
    void begin(Schedule schedule, Instant dueAt) {
        Work asked = Work.of(schedule, targets);
        queue.checkRoom();
        List<UUID> imports = new ArrayList<>();
        String problem = asked.problem();
        for (ImportRequest request : asked.requests()) {
            String refused = add(request, imports);
            problem = problem == null ? refused : problem;
        }
        UUID run = runs.begun(schedule.schedule(), dueAt, asked.kind(), imports, problem);
        if (asked.kind().equals(Work.EXPORT)) {
            again(run);
        }
        LOG.info("schedule {} has begun: {} {}", schedule.schedule(), asked.kind(), imports);
    }

    private @Nullable String add(ImportRequest request, List<UUID> imports) {
        try {
            each.executeWithoutResult(status -> imports.add(queue.add(request)));
            return null;
        } catch (RefusedException e) {
            return Work.text(e);
        }
    }

    /** An export is begun that may have been left by another process. */
    void again(UUID export) {
        queue.schedule(exports, export);
    }
}
