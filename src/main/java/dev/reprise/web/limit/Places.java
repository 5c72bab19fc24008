package dev.reprise.web.limit;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Places for what only so many may do at once. No caller gets all of them, so that nobody can keep everybody else out. */
public final class Places {

    private final String code;
    private final String what;
    private final int most;
    private final int mostOfOne;
    private final int mostWaiting;
    // no monitor: a light thread that waits in one would hold a heavy one before JDK 24
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition left = lock.newCondition();
    private final Map<String, Integer> byCaller = new HashMap<>();
    private final Map<String, Integer> waiting = new HashMap<>();
    private int taken;

    /**
     * Places that are all free.
     *
     * @param code of the refusal when none is, such as {@code downloads-full}
     * @param what is done there, in the plural
     * @param most how many there are
     * @param mostOfOne how many of them one caller may have
     * @param mostWaiting how many requests of one caller may wait for a place, as each holds a thread meanwhile
     */
    public Places(String code, String what, int most, int mostOfOne, int mostWaiting) {
        this.mostWaiting = mostWaiting;
        this.code = code;
        this.what = what;
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /** A place that is taken until it is closed, once. */
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /** Takes one, if there is one for this caller now. */
    public Optional<Place> take(String caller) {
        return attempt(caller, Duration.ZERO);
    }

    /** The same, if there is one in time. */
    Optional<Place> attempt(String caller, Duration patience) {
        return taken(caller, patience) ? Optional.of(() -> leave(caller)) : Optional.empty();
    }

    /**
     * Takes one, and waits for it if need be.
     *
     * @throws RefusedException with exit 75 if there is none for this caller in time
     */
    public Place take(String caller, Duration patience) {
        return attempt(caller, patience).orElseThrow(this::full);
    }

    private boolean taken(String caller, Duration patience) {
        lock.lock();
        try {
            if (!isFree(caller) && !awaited(caller, patience)) {
                return false;
            }
            taken++;
            byCaller.merge(caller, 1, Integer::sum);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean isFree(String caller) {
        return taken < most && byCaller.getOrDefault(caller, 0) < mostOfOne;
    }

    private boolean awaited(String caller, Duration patience) throws InterruptedException {
        if (waiting.getOrDefault(caller, 0) >= mostWaiting) {
            return false;
        }
        waiting.merge(caller, 1, Integer::sum);
        try {
            long nanos = patience.toNanos();
            while (nanos > 0 && !isFree(caller)) {
                nanos = left.awaitNanos(nanos);
            }
            return isFree(caller);
        } finally {
            oneLess(waiting, caller);
        }
    }

    private static void oneLess(Map<String, Integer> counts, String caller) {
        counts.computeIfPresent(caller, (who, count) -> count == 1 ? null : count - 1);
    }

    private void leave(String caller) {
        lock.lock();
        try {
            taken--;
            oneLess(byCaller, caller);
            left.signalAll(); // the next in the row may be one who has had his share
        } finally {
            lock.unlock();
        }
    }

    private RefusedException full() {
        return new RefusedException(
                Exit.UNAVAILABLE,
                Problem.unchanged(
                        code,
                        "too many %s at once: more than %d of all, or %d of yours".formatted(what, most, mostOfOne),
                        null,
                        "Try again later."));
    }
}
