package dev.reprise.torture.plain;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * What became of one import after a fault and all documented means of restarting it. Judged by the rows alone and by whether the job
 * is COMPLETED, never by what Spring Batch has counted.
 *
 * @param kind in which of the classes it falls
 * @param remark which rows, or what Spring Batch says
 */
record Verdict(Kind kind, String remark) {

    /** Each case ends in one of these, the first that is true. */
    enum Kind {
        /** COMPLETED, each row once. */
        EXACT,
        /** The job cannot be brought to COMPLETED, and rows are missing or doubled. */
        STUCK,
        /** The job cannot be brought to COMPLETED, although each row is there once. */
        WRONG_STATUS,
        /** COMPLETED with rows missing: so the status is wrong, too. */
        LOST,
        /** COMPLETED, none missing, but some are there twice. */
        DOUBLED
    }

    static Verdict of(Scenario scenario, List<String> rows, Restarts.End end) {
        List<String> missing = new ArrayList<>(scenario.expected());
        missing.removeAll(new HashSet<>(rows));
        List<String> surplus = new ArrayList<>(rows);
        scenario.expected().forEach(surplus::remove);
        boolean right = missing.isEmpty() && surplus.isEmpty();
        if (!end.completed()) {
            return new Verdict(right ? Kind.WRONG_STATUS : Kind.STUCK, end.remark());
        }
        if (right) {
            return new Verdict(Kind.EXACT, "");
        }
        return missing.isEmpty()
                ? new Verdict(Kind.DOUBLED, surplus.toString())
                : new Verdict(Kind.LOST, missing + (surplus.isEmpty() ? "" : ", doubled " + surplus));
    }
}
