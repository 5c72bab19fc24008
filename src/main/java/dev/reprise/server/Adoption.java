package dev.reprise.server;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Finds the server that runs already, whoever started it. */
final class Adoption {

    /** A server in its recovery answers, if only to say so. */
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    /** A server opens its port first of all: who does not listen by then is something else. */
    private static final Duration LISTENING = Duration.ofSeconds(5);

    private static final long POLL_MILLIS = 50;
    private static final String NO_CONNECTION_CLASS = "08";
    private static final String NOT_NOW = "57P03";

    private final Home home;
    private final long begin = System.nanoTime();

    Adoption(Home home) {
        this.home = home;
    }

    /** The way in, once it answers; null when there is no server. */
    @Nullable
    Login find() throws IOException, SQLException, InterruptedException {
        Postmaster postmaster = Postmaster.of(home);
        if (postmaster == null || !postmaster.alive()) {
            return null;
        }
        if (postmaster.recycled()) {
            // PostgreSQL would take the stranger for its server and refuse to start, again and again.
            Files.delete(Postmaster.file(home));
            return null;
        }
        Login login = new Login(postmaster.port(), home.readPassword());
        while (postmaster.alive()) {
            String state = attempt(login);
            if (state == null) {
                return login;
            }
            if (state.startsWith(NO_CONNECTION_CLASS) && over(LISTENING)) {
                return null;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return null;
    }

    /** Null for success, else the SQLSTATE of a reason to try again. */
    private @Nullable String attempt(Login login) throws SQLException {
        try {
            login.check();
            return null;
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (state.equals(NOT_NOW) && !over(RECOVERY) || state.startsWith(NO_CONNECTION_CLASS)) {
                return state;
            }
            throw e;
        }
    }

    private boolean over(Duration limit) {
        return System.nanoTime() - begin > limit.toNanos();
    }
}
