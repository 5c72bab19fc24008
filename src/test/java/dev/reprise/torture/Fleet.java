package dev.reprise.torture;

import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Keeps warm processes ready, for those who kill them faster than they start. */
final class Fleet implements AutoCloseable {

    private final TestDatabase playground;
    private final BlockingQueue<WarmProcess> ready;
    private final Thread starter;
    private volatile boolean closed;

    /** With so many ready, if they are not taken faster than they start. */
    Fleet(int size) {
        this(size, TestPostgres.createDatabase().migrate());
    }

    /** The same, with a database in which they warm themselves up. */
    Fleet(int size, TestDatabase playground) {
        this.playground = playground;
        this.ready = new ArrayBlockingQueue<>(size);
        this.starter = new Thread(this::fill, "fleet");
        starter.setDaemon(true);
        starter.start();
    }

    /** One that nobody else has, as soon as there is one. */
    WarmProcess take() {
        try {
            return ready.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** It is still fit for another command. */
    void giveBack(WarmProcess process) {
        if (closed || !process.isAlive() || !ready.offer(process)) {
            process.close();
        }
    }

    private void fill() {
        try {
            while (!closed) {
                ready.put(WarmProcess.warmed(playground));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            while (starter.isAlive()) {
                ready.forEach(WarmProcess::close);
                ready.clear();
                starter.join(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ready.forEach(WarmProcess::close);
    }
}
