package dev.reprise.server;

import dev.reprise.record.RefusedException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One user's place at the embedded PostgreSQL of a home directory. All processes that name the same home share one server:
 * the first starts it, the last to leave stops it, and one that its users left behind when they were killed is adopted.
 */
final class EmbeddedServer implements AutoCloseable {

    private final Home home;
    private final Users users;
    private final Login login;
    private final AtomicBoolean left = new AtomicBoolean();

    private EmbeddedServer(Home home, Users users, Login login) {
        this.home = home;
        this.users = users;
        this.login = login;
    }

    /**
     * Brings the server of this home up, or finds it running, and registers this process as a user of it. The home is
     * created when it does not exist.
     *
     * @throws RefusedException within little more than a minute when that is not possible, with the server's own last words;
     *     data that is there stays as it is
     */
    public static EmbeddedServer join(Path directory) {
        Home home = Home.prepare(directory);
        try (StartLock lock = StartLock.acquire(home)) {
            Users users = Users.enter(home);
            try {
                return new EmbeddedServer(home, users, new Startup(home).run());
            } catch (RuntimeException e) {
                // A server that did not answer in time is left alone: it may be in the middle of its recovery.
                users.leave();
                throw e;
            }
        }
    }

    /** The JDBC address of the database; good until {@link #close()}. */
    public String url() {
        return login.url();
    }

    /** The role that owns the database. */
    public String user() {
        return Login.USER;
    }

    /** The role's password: chosen at random for this home, never to be shown. */
    public String password() {
        return login.password();
    }

    /**
     * Leaves; stops the server when no other user is left. Connections must be closed by then. Never throws: a server that
     * could not be stopped is logged, and adopted by the next user. A second call does nothing.
     */
    @Override
    public void close() {
        if (!left.compareAndSet(false, true)) {
            return;
        }
        // An interrupted thread could neither lock a file nor wait; and who is interrupted has all the more to leave.
        boolean interrupted = Thread.interrupted();
        try {
            leave();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void leave() {
        try (StartLock lock = StartLock.acquire(home)) {
            if (users.leave()) {
                new Startup(home).stop();
            }
        } catch (RefusedException e) {
            System.getLogger(EmbeddedServer.class.getName()).log(System.Logger.Level.WARNING, e.getMessage());
        }
    }

    @Override
    public String toString() {
        return "EmbeddedServer[" + login.url() + " in " + home.directory() + "]";
    }
}
