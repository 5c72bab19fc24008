package dev.reprise.engine.queue;

import java.util.UUID;

/** What the queue's processes do besides imports. Each piece is done by one of them, and again by another if that one dies. */
public interface QueuedWork {

    /** What kind it is, as {@code scheduled_tasks.task_name} has it. */
    String name();

    /** Does one piece, or finds that it is done. Whatever it throws has it done again later. */
    void run(UUID id);
}
