package dev.reprise.web.transfer;

import java.util.HashMap;
import java.util.Map;

/** Bytes that bodies have said they bring and have not brought yet, by caller. */
final class Promises {

    private final Map<String, Long> byCaller = new HashMap<>();
    private long all;

    synchronized long all() {
        return all;
    }

    synchronized long of(String caller) {
        return byCaller.getOrDefault(caller, 0L);
    }

    /** So many more; fewer if negative. */
    synchronized void add(String caller, long bytes) {
        if (bytes != 0) {
            all += bytes;
            byCaller.merge(caller, bytes, (before, more) -> before + more == 0 ? null : before + more);
        }
    }
}
