package dev.reprise.api;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code If-Match} (RFC 9110, 13.1.1): whoever acts says in which state they have seen it. */
final class Matching {

    private Matching() {}

    /**
     * Refuses what is to be done with something of another state, or with what is not there any more.
     *
     * @param tag of the state that it is in, with its quotation marks; empty if it is not there
     * @param what says that in words
     * @throws RefusedException with exit 9 and code {@code precondition-failed}
     */
    static void check(HttpServletRequest request, Optional<String> tag, String what) {
        String wanted = request.getHeader("If-Match");
        if (wanted != null && tag.filter(now -> isAmong(now, wanted)).isEmpty()) {
            throw new RefusedException(
                    Exit.WRONG_STATE,
                    Problem.unchanged("precondition-failed", what, null, "Look at it again, and decide anew."));
        }
    }

    private static boolean isAmong(String tag, String wanted) {
        return Pattern.compile(",")
                .splitAsStream(wanted)
                .map(String::strip)
                .anyMatch(one -> one.equals("*") || one.equals(tag));
    }
}
