package dev.reprise.torture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Durations that were measured, from several threads. */
final class Figures {

    private final List<Duration> measured = Collections.synchronizedList(new ArrayList<>());

    void add(Duration duration) {
        measured.add(duration);
    }

    int count() {
        return measured.size();
    }

    /** The duration that so many percent do not exceed; zero if none was measured. */
    Duration percentile(int percent) {
        List<Duration> sorted = new ArrayList<>(measured);
        Collections.sort(sorted);
        int index = (int) Math.ceil(sorted.size() * percent / 100.0) - 1;
        return sorted.isEmpty() ? Duration.ZERO : sorted.get(Math.max(0, index));
    }

    Duration worst() {
        return percentile(100);
    }

    @Override
    public String toString() {
        return "p50 %s, p99 %s, worst %s".formatted(seconds(percentile(50)), seconds(percentile(99)), seconds(worst()));
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
    }
}
