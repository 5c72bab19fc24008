package dev.reprise.testing;

import dev.reprise.Reprise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program in a JVM of its own, so that it can be killed, paused and told to stop like any process. */
public final class RepriseProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final Path out;
    private final Path err;

    private RepriseProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * What a process left behind.
     *
     * @param exit its exit code; 128 plus the signal where one ended it
     * @param out what it wrote to stdout
     * @param err what it wrote to stderr
     */
    public record Result(int exit, String out, String err) {

        /** The last line of stdout. */
        public String lastLine() {
            List<String> lines = out.lines().toList();
            return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        }
    }

    /** Starts {@code reprise WORDS} against a database. */
    public static RepriseProcess start(TestDatabase database, String... words) {
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(database.arguments());
        return start(arguments);
    }

    /** Starts {@code reprise WORDS}. */
    public static RepriseProcess start(List<String> words) {
        try {
            Path out = Files.createTempFile("reprise", ".out");
            Path err = Files.createTempFile("reprise", ".err");
            List<String> command = jvm();
            command.addAll(LoadedClasses.words(words));
            command.add(Reprise.class.getName());
            command.addAll(words);
            command.add("--logging.config=classpath:logback-spring.xml");
            Process process = new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            return new RepriseProcess(process, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command that starts a main class of this very class path in a small JVM; arguments may follow. */
    public static List<String> jvm(Class<?> main) {
        List<String> command = jvm();
        command.addAll(LoadedClasses.words());
        command.add(main.getName());
        return command;
    }

    static List<String> jvm() {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
    }

    /** Runs {@code reprise WORDS} against a database to its end. */
    public static Result run(TestDatabase database, String... words) {
        try (RepriseProcess process = start(database, words)) {
            return process.await();
        }
    }

    /** Whether it ends within this time. */
    public boolean endsWithin(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for its end. */
    public Result await() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the process did not end: " + out() + err());
            }
            return new Result(process.exitValue(), out(), err());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What it has written to stdout so far. */
    public String out() {
        return read(out);
    }

    /** What it has written to stderr so far. */
    public String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a signal, such as {@code KILL}, {@code TERM}, {@code STOP}. */
    public void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
