package dev.reprise.torture.plain;

import java.util.EnumMap;
import java.util.Map;

/** How many cases ended how. */
final class Tally {

    private final Map<Verdict.Kind, Integer> counts = new EnumMap<>(Verdict.Kind.class);

    void add(Verdict verdict) {
        counts.merge(verdict.kind(), 1, Integer::sum);
    }

    void add(Tally other) {
        other.counts.forEach((kind, count) -> counts.merge(kind, count, Integer::sum));
    }

    int of(Verdict.Kind kind) {
        return counts.getOrDefault(kind, 0);
    }

    int points() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public String toString() {
        return "%d of %d points exact, lost rows %d, doubled rows %d, wrong status %d, stuck %d"
                .formatted(
                        of(Verdict.Kind.EXACT),
                        points(),
                        of(Verdict.Kind.LOST),
                        of(Verdict.Kind.DOUBLED),
                        of(Verdict.Kind.WRONG_STATUS),
                        of(Verdict.Kind.STUCK));
    }
}
