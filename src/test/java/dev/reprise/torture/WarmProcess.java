package dev.reprise.torture;

import dev.reprise.testing.RepriseProcess;
import dev.reprise.testing.TestDatabase;
import dev.reprise.torture.Worker.Answer;
import dev.reprise.torture.Worker.Order;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** A {@link Worker} from outside: gets commands, is paused and killed. */
final class WarmProcess implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(240);

    private final Process process;
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final Writer orders;

    private WarmProcess(Process process) {
        this.process = process;
        this.orders = process.outputWriter(StandardCharsets.UTF_8);
        Thread listener = new Thread(this::listen, "worker-" + process.pid());
        listener.setDaemon(true);
        listener.start();
    }

    static WarmProcess start() {
        try {
            return new WarmProcess(new ProcessBuilder(RepriseProcess.jvm(Worker.class))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Started, and its classes loaded by a command that only looks. */
    static WarmProcess warmed(TestDatabase database) {
        WarmProcess started = start();
        started.order(database, "doctor");
        started.answer();
        return started;
    }

    /** Begins {@code reprise WORDS} now. */
    void order(TestDatabase database, String... words) {
        order(Instant.EPOCH, database, words);
    }

    /** Begins {@code reprise WORDS} at an instant. */
    void order(Instant begin, TestDatabase database, String... words) {
        List<String> all = new ArrayList<>(Arrays.asList(words));
        all.addAll(database.arguments());
        all.add("--logging.config=classpath:logback-spring.xml");
        try {
            orders.write(JSON.writeValueAsString(new Order(begin.toEpochMilli(), all)) + "\n");
            orders.flush();
        } catch (IOException e) {
            if (process.isAlive()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Waits for what came of the command; of a process that died under it, 128 plus the signal. */
    Answer answer() {
        return answer(PATIENCE).orElseThrow(() -> new AssertionError("process " + pid() + " does not answer"));
    }

    /** The same; empty if nothing came in this time. */
    Optional<Answer> answer(Duration patience) {
        try {
            return Optional.ofNullable(answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs {@code reprise WORDS} to its end. */
    Answer run(TestDatabase database, String... words) {
        order(database, words);
        return answer();
    }

    private void listen() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.add(JSON.readValue(line, Answer.class));
            }
        } catch (IOException e) {
            // it was killed, and its pipe closed
        }
        int exit = process.onExit().join().exitValue();
        answers.add(new Answer(exit, "", "", 0, Instant.now().toEpochMilli()));
    }

    /** Sends a signal, such as {@code KILL}, {@code STOP}, {@code CONT}. */
    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Kills it and waits until it is gone; returns when the signal was sent. */
    Instant kill() {
        Instant sent = Instant.now();
        process.destroyForcibly();
        process.onExit().join();
        return sent;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
