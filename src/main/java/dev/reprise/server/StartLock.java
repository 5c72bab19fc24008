package dev.reprise.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The right to unpack, initialise, start, adopt and stop: one holder at a time among all processes and threads. */
final class StartLock implements AutoCloseable {

    /** As long as another process may take for a first start. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long POLL_MILLIS = 20;

    /** File locks belong to the process: threads of one process need a lock of their own. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final FileChannel channel;

    private StartLock(FileChannel channel) {
        this.channel = channel;
    }

    static StartLock acquire(Home home) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            if (!THREADS.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                throw Refusals.busy(home, PATIENCE);
            }
        } catch (InterruptedException e) {
            throw Refusals.interrupted(home, e);
        }
        try {
            FileChannel channel = locked(home, deadline);
            if (channel != null) {
                return new StartLock(channel);
            }
        } catch (IOException e) {
            THREADS.unlock();
            throw Refusals.home(home.startLock(), Refusals.reason(e), e);
        } catch (InterruptedException e) {
            THREADS.unlock();
            throw Refusals.interrupted(home, e);
        }
        THREADS.unlock();
        throw Refusals.busy(home, PATIENCE);
    }

    private static @Nullable FileChannel locked(Home home, long deadline) throws IOException, InterruptedException {
        FileChannel channel = FileChannel.open(home.startLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean done = false;
        try {
            do {
                FileLock lock = channel.tryLock();
                done = lock != null;
                if (!done) {
                    Thread.sleep(POLL_MILLIS);
                }
            } while (!done && System.nanoTime() < deadline);
        } finally {
            if (!done) {
                channel.close();
            }
        }
        return done ? channel : null;
    }

    @Override
    public void close() {
        try {
            // Closing the channel releases the lock; the file stays, or a waiting process would lock a deleted one.
            channel.close();
        } catch (IOException e) {
            System.getLogger(StartLock.class.getName()).log(System.Logger.Level.DEBUG, "start.lock not closed", e);
        } finally {
            THREADS.unlock();
        }
    }
}
