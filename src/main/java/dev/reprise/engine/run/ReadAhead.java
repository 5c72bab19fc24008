package dev.reprise.engine.run;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Reads, judges and encodes blocks in a thread of its own, while the one before is written. What waits is bounded by its weight, not
 * by the file: the next block is begun only while what is finished and not yet written weighs little.
 */
final class ReadAhead implements AutoCloseable {

    /** About two blocks of usual records; one that is heavier is the only one. */
    private static final long MOST_WAITING = 12L << 20;

    private static final int MOST_BLOCKS = 3;

    private final Deque<Loadable> finished = new ArrayDeque<>();
    private final Thread thread;
    private long waiting;
    private long handedOut;
    private boolean ended;
    private boolean closed;
    private @Nullable Throwable failure;

    /** Where blocks come from. */
    interface Source {
        /** The next; null after the last. */
        @Nullable
        Loadable read() throws IOException;
    }

    /** Begins to read. */
    ReadAhead(Source source) {
        this.thread = new Thread(() -> run(source), "reprise-read-ahead");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * The next block, null after the last. What was handed out before is taken as written.
     *
     * @throws IOException as the source does, or whatever else it throws, once all blocks before were handed out
     */
    synchronized @Nullable Loadable next() throws IOException {
        waiting -= handedOut;
        handedOut = 0;
        notifyAll(); // there may be room now
        while (finished.isEmpty() && !ended) {
            await();
        }
        Loadable next = finished.poll();
        notifyAll(); // again, as one is gone
        if (next == null) {
            rethrow();
        } else {
            handedOut = next.weight();
        }
        return next;
    }

    private void rethrow() throws IOException {
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
    }

    private void run(Source source) {
        try {
            while (hasRoom()) {
                Loadable next = source.read();
                if (next == null) {
                    break;
                }
                put(next);
            }
            end(null);
        } catch (IOException | RuntimeException | Error e) {
            end(e);
        }
    }

    private synchronized boolean hasRoom() {
        while ((waiting > MOST_WAITING || finished.size() == MOST_BLOCKS) && !closed) {
            await();
        }
        return !closed;
    }

    private synchronized void put(Loadable next) {
        finished.add(next);
        waiting += next.weight();
        notifyAll();
    }

    private synchronized void end(@Nullable Throwable why) {
        ended = true;
        failure = why;
        notifyAll();
    }

    private synchronized void await() {
        try {
            wait();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while a block was waited for", e);
        }
    }

    /** Ends the reading, and waits until the thread has let the file go. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
