package dev.reprise.server;

import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;

/** Brings the server of a home up, or finds it running; stops it. Only called under the {@link StartLock}. */
final class Startup {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final int PORTS_TO_TRY = 5;
    private static final long LOG_BYTES = 1 << 20;

    private final Home home;

    Startup(Home home) {
        this.home = home;
    }

    Login run() {
        try {
            Login running = new Adoption(home).find();
            return running == null ? start() : running;
        } catch (IOException e) {
            throw Refusals.start(home, Refusals.reason(e), e);
        } catch (SQLException e) {
            throw refused(e);
        } catch (InterruptedException e) {
            throw Refusals.interrupted(home, e);
        }
    }

    /** Does nothing when it is not running, for instance because somebody killed it. */
    void stop() {
        if (!alive()) {
            return;
        }
        Programs.Outcome outcome = programs()
                .run(
                        STOP_LIMIT.plusSeconds(5),
                        "pg_ctl",
                        "stop",
                        "--pgdata=" + home.data(),
                        "--mode=fast",
                        "--wait",
                        "--timeout=" + STOP_LIMIT.toSeconds());
        if (!outcome.succeeded()) {
            throw Refusals.stop(home, outcome.output());
        }
    }

    private boolean alive() {
        try {
            Postmaster postmaster = Postmaster.of(home);
            return postmaster != null && postmaster.alive();
        } catch (IOException e) {
            throw Refusals.stop(home, Refusals.reason(e));
        }
    }

    private Login start() throws IOException, SQLException {
        Leftovers.sweepUnfinished(home);
        Programs programs = programs();
        Leftovers.sweepOtherBinaries(home, programs.binaries());
        new Cluster(home, programs).createIfMissing();
        if (size(home.log()) > LOG_BYTES) {
            Files.move(home.log(), home.version().resolve("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        Namespace.record(home);
        Login login = new Login(listening(programs), home.readPassword());
        login.check();
        return login;
    }

    private int listening(Programs programs) throws IOException {
        for (int attempt = 1; ; attempt++) {
            long logged = size(home.log());
            int port = freePort();
            Settings.write(home.data(), port);
            Programs.Outcome outcome = programs.run(
                    LIMIT.plusSeconds(5),
                    "pg_ctl",
                    "start",
                    "--pgdata=" + home.data(),
                    "--log=" + home.log(),
                    "--wait",
                    "--timeout=" + LIMIT.toSeconds());
            if (outcome.succeeded()) {
                return port;
            }
            String reason = size(home.log()) > logged ? Tail.of(home.log(), logged) : outcome.output();
            // Somebody may take the port between our look and the server's.
            if (!reason.contains("ddress already in use") || attempt == PORTS_TO_TRY) {
                throw Refusals.start(home, reason, null);
            }
        }
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private Programs programs() {
        return Programs.of(home, Archive.ofThisPlatform());
    }

    private RefusedException refused(SQLException e) {
        String reason = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
        return Login.WRONG_PASSWORD.equals(e.getSQLState())
                ? Refusals.password(home, reason, e)
                : Refusals.start(home, reason, e);
    }
}
