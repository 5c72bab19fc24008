package dev.reprise.web;

import dev.reprise.record.RefusedException;
import dev.reprise.web.limit.Places;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down who sends one bad token after another, and writes it down. Nobody is locked out: a good token is always let in at once.
 * Remembers a bounded number of addresses, lets a bounded number of requests wait (each holds a thread) and answers others at once, and of many failures in a row writes down the 1st, 2nd,
 * 4th, 8th and so on.
 */
final class FailedLogins {

    private static final int MOST_ADDRESSES = 10_000;
    private static final int MOST_WAITING = 40;
    private static final int MOST_WAITING_OF_ONE = 20;
    private static final int UNAUTHORIZED = 401;
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
    private final Places waiting = new Places("logins-full", "bad tokens", MOST_WAITING, MOST_WAITING_OF_ONE, 0);
    private final Duration longest;
    private final Audit audit;

    /** {@code longest} is how long one waits at most. */
    FailedLogins(Duration longest, Audit audit) {
        this.longest = longest;
        this.audit = audit;
    }

    /**
     * Waits, longer with each failure of the last minute.
     *
     * @param what is wrong with the token
     * @return what it is refused with; if too many wait already, at once, and without a word on the token
     */
    RefusedException refusal(HttpServletRequest request, String what) {
        int failures = failures(request.getRemoteAddr());
        if (Integer.bitCount(failures) == 1) {
            audit.refused(request, "a bad token, the %d. in a row".formatted(failures), UNAUTHORIZED);
        }
        try (Places.Place place = waiting.take(request.getRemoteAddr(), Duration.ZERO)) {
            Thread.sleep(Math.min(longest.toMillis(), FIRST_MILLIS << Math.min(10, failures)));
        } catch (RefusedException e) {
            return e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Refusals.unauthenticated(what);
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
