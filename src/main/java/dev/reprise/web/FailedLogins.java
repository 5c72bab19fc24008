package dev.reprise.web;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Slows down who sends one bad token after another. Nobody is locked out: a good token is always let in at once. Remembers a bounded
 * number of addresses, and lets a bounded number of requests wait.
 */
final class FailedLogins {

    private static final int MOST_ADDRESSES = 10_000;
    private static final int MOST_WAITING = 20;
    private static final long FIRST_MILLIS = 50;
    private static final long FORGIVEN_NANOS = 60_000_000_000L;

    private record Failures(int count, long last) {}

    private final Map<String, Failures> byAddress = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private final Duration longest;

    /** {@code longest} is how long one waits at most. */
    FailedLogins(Duration longest) {
        this.longest = longest;
    }

    /** Waits, longer with each failure of the last minute. Who finds too many waiting already is answered at once. */
    void delay(String address) {
        long millis = Math.min(longest.toMillis(), FIRST_MILLIS << Math.min(10, failures(address)));
        if (!waiting.tryAcquire()) {
            return;
        }
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.release();
        }
    }

    private int failures(String address) {
        long now = System.nanoTime();
        synchronized (byAddress) {
            Failures before = byAddress.get(address);
            int count = before == null || now - before.last() > FORGIVEN_NANOS ? 1 : before.count() + 1;
            byAddress.put(address, new Failures(count, now));
            return count;
        }
    }
}
