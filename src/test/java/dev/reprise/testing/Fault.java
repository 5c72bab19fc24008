package dev.reprise.testing;

/**
 * Something that goes wrong between the program and its database.
 *
 * @param mode what happens
 * @param at at which operation, counted from 1 over all connections
 * @param sqlState of the error that the server raises; of use to the throwing modes only
 * @param halt ends the process, and returns when it is dead; of use to the halting modes only
 */
public record Fault(Mode mode, long at, String sqlState, Runnable halt) {

    /** What can happen to an operation: a statement, a COMMIT, the end of a COPY. */
    public enum Mode {
        /** The process dies before the operation reaches the server. */
        HALT,
        /** The server does the operation, then the process dies. */
        HALT_AFTER,
        /** The server raises an error in place of this operation. */
        THROW_ONCE,
        /** The server raises an error in place of this operation and of all that follow. */
        THROW_FOREVER,
        /** The connection is lost before the operation reaches the server. */
        CUT,
        /** The server does the operation, and its answer is lost together with the connection. */
        LOSE_ANSWER
    }

    /** A fault that needs no process. */
    public static Fault of(Mode mode, long at, String sqlState) {
        return new Fault(mode, at, sqlState, () -> {});
    }

    /** The process dies at that operation. */
    public static Fault halt(Mode mode, long at, Runnable halt) {
        return new Fault(mode, at, "", halt);
    }

    boolean strikes(long operation) {
        return mode == Mode.THROW_FOREVER ? operation >= at : operation == at;
    }
}
