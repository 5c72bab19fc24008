package dev.reprise.server;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why there is no embedded server, in words for the person who wanted one. */
final class Refusals {

    private static final String OWN_DATABASE = "set SPRING_DATASOURCE_URL to use a PostgreSQL of your own";

    private Refusals() {}

    static RefusedException home(Path place, String reason, @Nullable Throwable cause) {
        return refused(
                "embedded-postgres-home",
                "the embedded PostgreSQL cannot use its directory: " + reason,
                place.toString(),
                Problem.UNCHANGED,
                "Point REPRISE_HOME to a directory that you may write to, or " + OWN_DATABASE + ".",
                cause);
    }

    static RefusedException root(Path place, String output) {
        return refused(
                "embedded-postgres-root",
                "PostgreSQL does not run as root, and this system allows root no user namespace (unshare -U): "
                        + output,
                place.toString(),
                Problem.UNCHANGED,
                "Run as a normal user with a REPRISE_HOME of its own, or " + OWN_DATABASE + ".",
                null);
    }

    static RefusedException platform(String wanted) {
        return refused(
                "embedded-postgres-platform",
                "no PostgreSQL for this platform is built in: no resource " + wanted + " on the class path",
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Problem.UNCHANGED,
                "Build with the profile of your platform, or " + OWN_DATABASE + ".",
                null);
    }

    static RefusedException elsewhere(Home home) {
        return refused(
                "embedded-postgres-elsewhere",
                "the embedded PostgreSQL runs in another container that shares this home",
                home.directory().toString(),
                Problem.UNCHANGED,
                "Run the command in that container, or give this one a REPRISE_HOME of its own, or " + OWN_DATABASE
                        + ".",
                null);
    }

    static RefusedException busy(Home home, Duration patience) {
        return refused(
                "embedded-postgres-busy",
                "another process has been starting or stopping the embedded PostgreSQL for " + patience.toSeconds()
                        + " s",
                home.startLock().toString(),
                Problem.UNCHANGED,
                "Try again; if it stays so, look for a reprise process that hangs.",
                null);
    }

    static RefusedException interrupted(Home home, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new RefusedException(
                Exit.INTERRUPTED,
                Problem.unchanged(
                        "embedded-postgres-interrupted",
                        "interrupted while the embedded PostgreSQL was starting or stopping",
                        home.version().toString(),
                        "Run the command again."),
                cause);
    }

    static RefusedException create(Home home, String output, @Nullable Throwable cause) {
        return refused(
                "embedded-postgres-create",
                "the embedded PostgreSQL could not be set up: " + output,
                home.data().toString(),
                Problem.UNCHANGED,
                "Look for a full disk or missing permissions and run the command again, or " + OWN_DATABASE + ".",
                cause);
    }

    static RefusedException start(Home home, String output, @Nullable Throwable cause) {
        return refused(
                "embedded-postgres-start",
                "the embedded PostgreSQL did not start: " + output,
                home.log().toString(),
                "The data is as it was.",
                "The log has the reason; when it is gone, or a recovery has ended, run the command again. Or "
                        + OWN_DATABASE + ".",
                cause);
    }

    static RefusedException stop(Home home, String output) {
        return refused(
                "embedded-postgres-stop",
                "the embedded PostgreSQL did not stop: " + output,
                home.log().toString(),
                "The data is safe, the server still runs.",
                "The next command uses it and stops it when it ends.",
                null);
    }

    static RefusedException password(Home home, String reason, @Nullable Throwable cause) {
        return refused(
                "embedded-postgres-password",
                "the embedded PostgreSQL does not accept the password kept for it: " + reason,
                home.password().toString(),
                "The data is as it was.",
                "Bring that file back from a copy, or " + OWN_DATABASE + ".",
                cause);
    }

    /** What an exception of the file system says, in words: its message alone is often no more than a path. */
    static String reason(Exception e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied, " + e.getMessage();
        }
        if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
            return "there is a file in its place, " + e.getMessage();
        }
        if (e instanceof UnsupportedOperationException) {
            return "its file system knows no owners and modes";
        }
        return String.valueOf(e.getMessage());
    }

    private static RefusedException refused(
            String code, String what, String where, String state, String next, @Nullable Throwable cause) {
        return new RefusedException(Exit.UNAVAILABLE, new Problem(code, what, where, state, next), cause);
    }
}
