package dev.reprise.server;

import com.sun.security.auth.module.UnixSystem;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs PostgreSQL's programs, each within a time limit and without a terminal. */
final class Programs {

    private static final Duration QUICK = Duration.ofSeconds(10);

    private final Home home;
    private final Path binaries;
    private final List<String> prefix;

    private Programs(Home home, Path binaries, List<String> prefix) {
        this.home = home;
        this.binaries = binaries;
        this.prefix = prefix;
    }

    /** How a program ended and what it said; the exit is not 0 when it was not given time to end. */
    record Outcome(int exit, String output) {

        boolean succeeded() {
            return exit == 0;
        }
    }

    /** Unpacks them if need be. Refuses when we are root and cannot be anything less. */
    static Programs of(Home home, Archive archive) {
        List<String> prefix = prefix(home);
        return new Programs(home, archive.unpacked(home), prefix);
    }

    private static List<String> prefix(Home home) {
        if (new UnixSystem().getUid() != 0) {
            return List.of();
        }
        // PostgreSQL refuses root; in a user namespace without a mapping we are nobody, and still own our files.
        Outcome probe = command(home, QUICK, List.of("unshare", "-U", "true"));
        if (!probe.succeeded()) {
            throw Refusals.root(home.directory(), probe.output());
        }
        return List.of("unshare", "-U");
    }

    Path binaries() {
        return binaries;
    }

    /** Runs one of PostgreSQL's programs to its end. Never throws for a program that fails or cannot be run. */
    Outcome run(Duration limit, String program, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(binaries.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return command(home, limit, command);
    }

    private static Outcome command(Home home, Duration limit, List<String> command) {
        try {
            Path output = Files.createTempFile(home.version(), Leftovers.PREFIX, ".out");
            try {
                return new Outcome(exit(home, limit, command, output), Tail.of(output, 0));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            return new Outcome(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            throw Refusals.interrupted(home, e);
        }
    }

    private static int exit(Home home, Duration limit, List<String> command, Path output)
            throws IOException, InterruptedException {
        // A file, not a pipe of ours: a server that inherits a pipe keeps its reader waiting for ever.
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .directory(home.version().toFile());
        environment(builder.environment());
        Process process = builder.start();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
            Files.writeString(output, "no answer within " + limit.toSeconds() + " s", StandardCharsets.UTF_8);
            return -1;
        }
        return process.exitValue();
    }

    /** The server outlives us: it gets neither our secrets nor PG variables that were meant for another server. */
    private static void environment(Map<String, String> environment) {
        environment.keySet().removeIf(name -> !name.equals("PATH") && !name.equals("LD_LIBRARY_PATH"));
        environment.put("LC_ALL", "C");
        environment.put("TZ", "UTC");
    }
}
