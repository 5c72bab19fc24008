package dev.reprise.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the server's own pid file says about it.
 *
 * @param pid the process, which may be long gone
 * @param port where it listens
 */
record Postmaster(long pid, int port) {

    private static final String FILE = "postmaster.pid";
    private static final int PID_LINE = 0;
    private static final int PORT_LINE = 3;

    /** Null when there is no such file, or one that was never finished. */
    static @Nullable Postmaster of(Home home) throws IOException {
        try {
            List<String> lines = Files.readAllLines(file(home));
            if (lines.size() <= PORT_LINE) {
                return null;
            }
            return new Postmaster(
                    Long.parseLong(lines.get(PID_LINE).strip()),
                    Integer.parseInt(lines.get(PORT_LINE).strip()));
        } catch (NoSuchFileException | NumberFormatException e) {
            return null;
        }
    }

    static Path file(Home home) {
        return home.data().resolve(FILE);
    }

    boolean alive() {
        return ProcessHandle.of(pid).isPresent();
    }

    /** Whether the number now belongs to a program that is not a PostgreSQL: usual after a restart, most of all in a container. */
    boolean recycled() {
        Optional<String> command =
                ProcessHandle.of(pid).flatMap(process -> process.info().command());
        return command.isPresent() && !command.get().contains("postgres");
    }
}
