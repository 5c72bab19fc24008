package dev.reprise.torture;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** What all threads of a soak have counted. */
final class Tally {

    final AtomicLong imports = new AtomicLong();
    final AtomicLong kills = new AtomicLong();
    /** Of these, before the process had begun its run. */
    final AtomicLong early = new AtomicLong();
    /** Commands that were told that the target is busy, though only a dead process was at it. */
    final AtomicLong busy = new AtomicLong();

    final AtomicLong lost = new AtomicLong();
    final AtomicLong doubled = new AtomicLong();
    final AtomicLong wrongStatus = new AtomicLong();
    final AtomicLong stuck = new AtomicLong();
    /** Rows that were written once more because their chunk was torn. */
    final AtomicLong redone = new AtomicLong();
    /** From the kill to the run of the next process. */
    final Figures takenUp = new Figures();

    /** From the request to stop to the end of the process. */
    final Figures stops = new Figures();

    private final Map<Strike, Long> struck = new ConcurrentHashMap<>();

    /** Something has struck. */
    void struck(Strike strike) {
        struck.merge(strike, 1L, Long::sum);
    }

    long strikes() {
        return struck.values().stream().mapToLong(count -> count).sum();
    }

    /** What has struck, and how often. */
    String arsenal() {
        return new TreeMap<>(struck)
                .entrySet().stream()
                        .map(strike ->
                                strike.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " "
                                        + strike.getValue())
                        .collect(Collectors.joining(", "));
    }

    /** Counts what is wrong, and says what it is. */
    void add(Findings findings, String where) {
        lost.addAndGet(findings.lost().size() + findings.differing().size());
        doubled.addAndGet(findings.doubled().size());
        wrongStatus.addAndGet(
                findings.wrongStatus().size() + findings.leftOver().size());
        if (!findings.none()) {
            System.err.println(where + ": " + findings);
        }
    }

    long wrong() {
        return lost.get() + doubled.get() + wrongStatus.get() + stuck.get();
    }

    String verdict() {
        return "lost %d, doubled %d, wrong status %d, stuck %d"
                .formatted(lost.get(), doubled.get(), wrongStatus.get(), stuck.get());
    }
}
