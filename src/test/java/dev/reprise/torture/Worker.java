package dev.reprise.torture;

import dev.reprise.Reprise;
import dev.reprise.cli.Cli;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * A process that stays: it reads commands from stdin, one a line, runs each as the program would and answers with one line. So two
 * processes can begin the same thing at the same instant, which the start of two JVMs does not allow.
 */
public final class Worker {

    private static final JsonMapper JSON = new JsonMapper();

    private Worker() {}

    /**
     * A command.
     *
     * @param begin when to begin, in milliseconds since 1970; earlier than now is at once
     * @param words the command line
     */
    record Order(long begin, List<String> words) {}

    /**
     * What came of a command.
     *
     * @param exit its exit code
     * @param out what it wrote to stdout
     * @param err what it wrote to stderr
     * @param began when it began, in milliseconds since 1970
     * @param ended when it ended
     */
    record Answer(int exit, String out, String err, long began, long ended) {}

    /** Takes orders until there are no more. */
    public static void main(String[] none) throws IOException {
        PrintStream answers = System.out;
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            Answer answer = carryOut(JSON.readValue(line, Order.class));
            answers.println(JSON.writeValueAsString(answer));
            answers.flush();
        }
    }

    private static Answer carryOut(Order order) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        long began = await(order.begin());
        int exit = Cli.run(Reprise.class, order.words().toArray(String[]::new));
        long ended = Instant.now().toEpochMilli();
        return new Answer(
                exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), began, ended);
    }

    /** Awake at the last moment, not a scheduler's turn later. */
    private static long await(long begin) {
        long now = Instant.now().toEpochMilli();
        while (now < begin) {
            Thread.onSpinWait();
            now = Instant.now().toEpochMilli();
        }
        return now;
    }
}
