package dev.reprise.engine;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.TransactionSystemException;

/** Turns what was thrown into what a person is told. */
public final class Failures {

    private static final int DEEPEST = 20;
    /** Serialization failure, deadlock, too many connections. */
    private static final Set<String> MOMENTARY = Set.of("40001", "40P01", "53300");

    private Failures() {}

    /**
     * The refusal behind a failure: one that was thrown as such, or one made of a database's or file system's error; null for anything
     * else, which is a bug. {@code state} says what the data is like.
     */
    public static @Nullable RefusedException refusal(@Nullable Throwable failure, String state, String next) {
        Throwable cause = cause(failure);
        if (cause instanceof RefusedException refused) {
            return refused;
        }
        if (cause instanceof SQLException sql) {
            return database(sql, state, next);
        }
        if (cause instanceof OptimisticLockingFailureException) {
            Problem problem = new Problem(
                    "database-unavailable",
                    "the connection was lost while something was committed",
                    "database",
                    state,
                    "Try again later. " + next);
            return new RefusedException(Exit.UNAVAILABLE, problem, failure);
        }
        return cause instanceof IOException io ? file(io, state, next) : null;
    }

    /**
     * What began it: behind a rollback that failed, too, what was to be rolled back; behind a batch its statement's error. Only the
     * holder of the lease writes to Spring Batch's records, so if one of them has another version than it should, the answer to a
     * commit was lost, which Spring Batch does not say.
     */
    private static @Nullable Throwable cause(@Nullable Throwable failure) {
        Throwable found = null;
        Throwable next = failure;
        for (int depth = 0; next != null && depth < DEEPEST; depth++) {
            if (next instanceof RefusedException) {
                return next;
            }
            boolean first = next instanceof IOException || next instanceof OptimisticLockingFailureException;
            if (next instanceof SQLException || first && found == null) {
                found = next;
            }
            Throwable application =
                    next instanceof TransactionSystemException ended ? ended.getApplicationException() : null;
            next = application == null ? next.getCause() : application;
        }
        return found;
    }

    private static RefusedException file(IOException e, String state, String next) {
        boolean missing = e instanceof NoSuchFileException;
        Problem problem = missing
                ? new Problem(
                        "file-missing", "there is no file " + e.getMessage(), null, state, "Check the path. " + next)
                : new Problem("file-unreadable", "the file cannot be read: " + e.getMessage(), null, state, next);
        return new RefusedException(missing ? Exit.NOT_FOUND : Exit.FAILED, problem, e);
    }

    private static RefusedException database(SQLException e, String state, String next) {
        String sqlState = e.getSQLState() == null ? "" : e.getSQLState();
        if (sqlState.equals("42501") || sqlState.startsWith("28")) {
            Problem problem = problem(e, "database-not-allowed", state, "Have the right granted. " + next);
            return new RefusedException(Exit.NOT_ALLOWED, problem, e);
        }
        if (isPassing(sqlState)) {
            Problem problem = problem(e, "database-unavailable", state, "Try again later. " + next);
            return new RefusedException(Exit.UNAVAILABLE, problem, e);
        }
        return new RefusedException(Exit.FAILED, problem(e, "database-error", state, next), e);
    }

    private static Problem problem(SQLException e, String code, String state, String next) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        String where = e.getSQLState() == null ? "database" : "database, SQLSTATE " + e.getSQLState();
        return new Problem(code, message, where, state, next);
    }

    /** Whether the same may succeed in a moment: a lost connection, a server that restarts, a deadlock. */
    static boolean isMomentary(Throwable failure) {
        Throwable cause = cause(failure);
        if (!(cause instanceof SQLException sql)) {
            return cause instanceof OptimisticLockingFailureException;
        }
        String state = sql.getSQLState() == null ? "" : sql.getSQLState(); // the pool's own errors have none
        return state.isEmpty() || state.startsWith("08") || state.startsWith("57P") || MOMENTARY.contains(state);
    }

    /** Errors that trying later may help against: connection, resources, locks, cancellations, shutdown, read-only. */
    private static boolean isPassing(String sqlState) {
        return sqlState.isEmpty()
                || sqlState.startsWith("08")
                || sqlState.startsWith("53")
                || sqlState.startsWith("57")
                || sqlState.startsWith("58")
                || sqlState.startsWith("40")
                || sqlState.equals("55P03")
                || sqlState.equals("25006")
                || sqlState.equals("3D000");
    }
}
