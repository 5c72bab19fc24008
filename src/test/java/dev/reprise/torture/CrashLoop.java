package dev.reprise.torture;

import dev.reprise.testing.Fault.Mode;
import dev.reprise.torture.CrashCase.Outcome;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lets an import fail at its first operation, then at its second, and so on, until one meets no fault any more; looks each time whether
 * anything was lost, doubled, wrong or stuck. Counts what it sees.
 */
final class CrashLoop {

    /** Rows of a block: its records, the steps of the last one, and all of it a second time, as the bad ones are looked for. */
    private static final long REDONE_AT_MOST = 2L * (Scenario.BLOCK + 4);

    private final Scenario scenario;
    private final Outcome unbroken;
    private final long began = System.nanoTime();
    private final Map<Integer, Integer> exits = new TreeMap<>();
    private final StringBuilder failures = new StringBuilder();
    private long points;
    private long survived;
    private long lost;
    private long doubled;
    private long differing;
    private long wrongStatus;
    private long redone;
    private long twice;

    /** With what comes of it if nothing fails. */
    CrashLoop(Scenario scenario, Outcome unbroken) {
        this.scenario = scenario;
        this.unbroken = unbroken;
    }

    /** From the {@code first} operation to the last that there is, every {@code step}th. */
    void run(Mode mode, long first, long step) {
        long at = first;
        while (one(mode, at) || at <= unbroken.operations()) {
            at += step;
        }
    }

    /** Returns whether there was such an operation. */
    boolean one(Mode mode, long at) {
        Outcome outcome = new CrashCase(scenario, mode, at).run();
        if (outcome.struck() || !outcome.survived()) {
            count(outcome);
        }
        return outcome.struck();
    }

    private void count(Outcome outcome) {
        points++;
        exits.merge(outcome.exit(), 1, Integer::sum);
        boolean again = outcome.written() >= 0 && outcome.written() - unbroken.written() > REDONE_AT_MOST;
        if (outcome.written() < 0) {
            twice++;
        } else {
            redone = Math.max(redone, outcome.written() - unbroken.written());
        }
        if (again) {
            failures.append("redone: %d rows; ".formatted(outcome.written() - unbroken.written()));
        }
        if (again || !outcome.survived()) {
            failures.append(outcome).append('\n');
            System.err.println(outcome); // at once, as a loop takes long
        } else {
            survived++;
        }
        Findings findings = outcome.findings();
        lost += findings.lost().size();
        doubled += findings.doubled().size();
        differing += findings.differing().size();
        wrongStatus += findings.wrongStatus().size() + findings.leftOver().size();
    }

    /** The figures of another loop join these. */
    void add(CrashLoop other) {
        points += other.points;
        survived += other.survived;
        lost += other.lost;
        doubled += other.doubled;
        differing += other.differing;
        wrongStatus += other.wrongStatus;
        redone = Math.max(redone, other.redone);
        twice += other.twice;
        failures.append(other.failures);
        other.exits.forEach((exit, times) -> exits.merge(exit, times, Integer::sum));
    }

    /** What failed, each with all that is known of it; empty if nothing did. */
    String failures() {
        return failures.toString();
    }

    @Override
    public String toString() {
        return "%d of %d points survived, lost %d, doubled %d, differing %d, wrong status %d, redone at most %d rows, imported twice %d, exits %s, %d s"
                .formatted(
                        survived,
                        points,
                        lost,
                        doubled,
                        differing,
                        wrongStatus,
                        redone,
                        twice,
                        exits,
                        (System.nanoTime() - began) / 1_000_000_000);
    }
}
