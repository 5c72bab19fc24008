package dev.reprise.record;

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

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    /** The process's exit status, 0 to 255. */
    public int code() {
        return code;
    }
}
