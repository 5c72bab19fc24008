package dev.reprise.record;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a person is told when something cannot be done, in the order in which it is read: which value is wrong and how, where
 * it stands, what state the data is in, what to do now.
 *
 * @param code a stable word such as {@code bundle-mismatch}: the same in every door, safe to search for
 * @param what what is wrong, with the value; one sentence without its full stop
 * @param where file, JSON Pointer, byte offset, database; null where there is no place to name
 * @param state what the data is like now; whole sentences
 * @param next what to do now; whole sentences
 */
public record Problem(String code, String what, @Nullable String where, String state, String next) {

    /** The state most problems leave behind. */
    public static final String UNCHANGED = "Nothing was changed.";

    /** A problem that left everything as it was. */
    public static Problem unchanged(String code, String what, @Nullable String where, String next) {
        return new Problem(code, what, where, UNCHANGED, next);
    }

    /** The same with other texts, but for the code. */
    public Problem map(UnaryOperator<String> other) {
        return new Problem(
                code,
                other.apply(what),
                where == null ? null : other.apply(where),
                other.apply(state),
                other.apply(next));
    }

    /** The four parts on two lines, as a terminal and a log show them. */
    public String text() {
        String place = where == null ? "" : " (" + where + ")";
        return code + ": " + what + place + ".\n" + state + " " + next;
    }
}
