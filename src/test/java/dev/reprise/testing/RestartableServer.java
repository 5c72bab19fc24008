package dev.reprise.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** A PostgreSQL server of a test's own, which can be stopped as by a power cut and started again, with the same address and data. */
public final class RestartableServer implements AutoCloseable {

    private final Path data;
    private final int port;
    private EmbeddedPostgres postgres;

    /** Starts one with its data in an empty directory. */
    public RestartableServer(Path data) {
        this.data = data;
        this.port = freePort();
        this.postgres = start();
    }

    /** An empty database in it. */
    public TestDatabase createDatabase(String name) {
        database("postgres").jdbc().execute("CREATE DATABASE " + name + " ENCODING 'UTF8' TEMPLATE template0");
        return database(name);
    }

    private TestDatabase database(String name) {
        return new TestDatabase("jdbc:postgresql://localhost:" + port + "/" + name, "postgres", "");
    }

    /** What {@code pg_ctl -m immediate stop} does: the server's processes end at once, nothing is written any more. */
    public void crash() {
        ProcessHandle postmaster = ProcessHandle.of(pid()).orElseThrow();
        signal(postmaster.pid());
        postmaster.onExit().join();
    }

    /** Starts it again after a crash; it recovers what was committed. */
    public void startAgain() {
        close();
        postgres = start();
    }

    private EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setServerConfig("max_connections", "100")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long pid() {
        try {
            return Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void signal(long pid) {
        try {
            new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
