package dev.reprise.engine.queue;

import dev.reprise.engine.WaitingImports;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;

/** Whether there is room for another import that waits. */
final class Room {

    private final WaitingImports waiting;
    private final QueueSettings settings;

    Room(WaitingImports waiting, QueueSettings settings) {
        this.waiting = waiting;
        this.settings = settings;
    }

    void check() {
        if (waiting.count() >= settings.waiting()) {
            throw full("%d imports wait already".formatted(settings.waiting()));
        }
    }

    void check(String caller) {
        check();
        if (waiting.count(caller) >= settings.waitingOfOne()) {
            throw full("%d imports of yours wait already".formatted(settings.waitingOfOne()));
        }
    }

    private static RefusedException full(String what) {
        return new RefusedException(Exit.UNAVAILABLE, Problem.unchanged("queue-full", what, null, "Try again later."));
    }
}
