package dev.reprise.record;

import org.jspecify.annotations.Nullable;

/**
 * Something that was asked for is refused or cannot be done, for a reason that a person can act on. Doors show the problem and
 * end with the exit; nobody prints its stack trace. Anything else that is thrown is a bug or an outage.
 */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Problem problem;
    private final Exit exit;

    public RefusedException(Exit exit, Problem problem) {
        this(exit, problem, null);
    }

    /** With the failure behind it, for the log at debug level. */
    public RefusedException(Exit exit, Problem problem, @Nullable Throwable cause) {
        super(problem.text(), cause);
        this.exit = exit;
        this.problem = problem;
    }

    /** The file itself is refused: live data unchanged, nothing to resume. */
    public static RefusedException file(String code, String what, @Nullable String where, String next) {
        return new RefusedException(Exit.REFUSED, Problem.unchanged(code, what, where, next));
    }

    /** How a command ends that meets it. */
    public Exit exit() {
        return exit;
    }

    /** What a person is told. */
    public Problem problem() {
        return problem;
    }
}
