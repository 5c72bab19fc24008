package dev.reprise.web.transfer;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * How much of the disk the bodies that are coming have announced and brought, by caller. One body may take all the room that there is; a
 * caller with several gets half of it for all of them, so that nobody can keep everybody else out.
 */
final class DiskShares {

    /** After so many bytes it is looked whether there is room for more. */
    private static final long LOOK = 8L << 20;

    private final LongSupplier room;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Use> byCaller = new HashMap<>();
    private long announced;

    /** {@code room} is how many bytes uploads may still take of the disk. */
    DiskShares(LongSupplier room) {
        this.room = room;
    }

    private static final class Use {
        private int bodies;
        private long announced;
        private long written;
    }

    /**
     * A body begins to come.
     *
     * @param expected bytes that it says it has; 0 if it does not say
     * @throws RefusedException {@code spool-full} if there is no room for it beside what is on its way, or none for this caller
     */
    Share begin(String caller, long expected) {
        long free = room.getAsLong();
        lock.lock();
        try {
            Use use = byCaller.getOrDefault(caller, new Use());
            if (free < announced + expected || use.bodies > 0 && isTooMuch(use, expected, free)) {
                throw full();
            }
            byCaller.put(caller, use);
            use.bodies++;
            use.announced += expected;
            announced += expected;
            return new Share(caller, use, expected);
        } finally {
            lock.unlock();
        }
    }

    private static boolean isTooMuch(Use use, long more, long free) {
        return use.announced + use.written + more > (free + use.written) / 2;
    }

    static RefusedException full() {
        return new RefusedException(
                Exit.UNAVAILABLE,
                Problem.unchanged("spool-full", "the disk has no room for the upload", null, "Try again later."));
    }

    /** What one body takes. */
    final class Share {

        private final String caller;
        private final Use use;
        private long expected;
        private long written;

        private Share(String caller, Use use, long expected) {
            this.caller = caller;
            this.use = use;
            this.expected = expected;
        }

        /**
         * So many bytes have come. Refuses them with {@code spool-full} if there is no room; what was announced was granted, but what was not
         * may be more than this caller's share.
         */
        void came(long bytes) {
            boolean look = written / LOOK != (written + bytes) / LOOK;
            long free = look ? room.getAsLong() : 0;
            lock.lock();
            try {
                boolean granted = expected > 0;
                announce(-Math.min(expected, bytes));
                use.written += bytes;
                written += bytes;
                if (free < 0 || look && !granted && use.bodies > 1 && isTooMuch(use, 0, free)) {
                    throw full();
                }
            } finally {
                lock.unlock();
            }
        }

        private void announce(long more) {
            expected += more;
            use.announced += more;
            announced += more;
        }

        /** All has come, or nothing more does. To be said once. */
        void end() {
            lock.lock();
            try {
                announce(-expected);
                use.written -= written;
                use.bodies--;
                if (use.bodies == 0) {
                    byCaller.remove(caller);
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
