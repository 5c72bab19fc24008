package dev.reprise.record;

import java.util.Arrays;
import java.util.List;

/**
 * How a command ends. The numbers are a contract with schedulers: they are only ever added to. Statuses of the HTTP doors
 * follow from the same values.
 */
public enum Exit {

    /** Done, every record in, or nothing to do. */
    OK(0),
    /** Failed; the message names the next command. */
    FAILED(1),
    /** Bad command, option or parameter; nothing was started. */
    USAGE(2),
    /** Done, but records were rejected. */
    REJECTED(3),
    /** Not allowed. */
    NOT_ALLOWED(4),
    /** No such import, target, job or file. */
    NOT_FOUND(5),
    /** The file was refused, wherever in it the reason was found; live data unchanged, nothing to resume. */
    REFUSED(6),
    /** The target is busy; the message names the holder. */
    BUSY(7),
    /** Not possible in this state; the message says which are. */
    WRONG_STATE(9),
    /** A plan says that something would change, and was asked to say so. */
    CHANGES(10),
    /** The database cannot be reached or cannot serve now: try again later. */
    UNAVAILABLE(75),
    /** Interrupted from the keyboard; stopped at a chunk's border, restartable. */
    INTERRUPTED(130),
    /** Asked to stop by a signal or by {@code reprise stop}; stopped at a chunk's border, restartable. */
    STOPPED(143);

    /**
     * Of several commands in one the worst tells how it ended. First what was not done because somebody stopped it, as then nothing
     * is known of the rest; then what nobody foresaw; then what passes by itself, so that a scheduler tries again; then what only a
     * person can mend; and last what is done.
     */
    private static final List<Exit> WORST_FIRST = List.of(
            INTERRUPTED,
            STOPPED,
            FAILED,
            UNAVAILABLE,
            BUSY,
            WRONG_STATE,
            NOT_ALLOWED,
            NOT_FOUND,
            REFUSED,
            USAGE,
            REJECTED,
            CHANGES,
            OK);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    /** The process's exit status, 0 to 255. */
    public int code() {
        return code;
    }

    /** The exit of this code. */
    public static Exit of(int code) {
        return Arrays.stream(values())
                .filter(exit -> exit.code == code)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no command ends with " + code));
    }

    /** The one that tells of both how it ended. */
    public Exit orWorse(Exit other) {
        return WORST_FIRST.indexOf(other) < WORST_FIRST.indexOf(this) ? other : this;
    }
}
