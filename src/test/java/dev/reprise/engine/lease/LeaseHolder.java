package dev.reprise.engine.lease;

import dev.reprise.record.RefusedException;
import dev.reprise.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A process of its own that holds a lease and is in the middle of a chunk, to be killed or paused. It answers on stdout; at each line
 * on stdin it goes on.
 */
final class LeaseHolder implements AutoCloseable {

    private final Process process;
    private final BufferedReader answers;

    private LeaseHolder(Process process) {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts it and waits until its chunk is written, but not committed. */
    static LeaseHolder inTheMiddleOfAChunk(TestDatabase database, String target, Duration lease) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LeaseHolder.class.getName(),
                        database.url(),
                        database.user(),
                        database.password(),
                        target,
                        lease.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        LeaseHolder holder = new LeaseHolder(process);
        String answer = holder.answer();
        if (!"written".equals(answer)) {
            throw new IllegalStateException("the holder says: " + answer);
        }
        return holder;
    }

    /** What it says next. */
    String answer() throws IOException {
        return String.valueOf(answers.readLine());
    }

    /** Lets it go on. */
    void goOn() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** Sends a signal such as {@code STOP}. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] args) throws IOException {
        var database = new TestDatabase(args[0], args[1], args[2]).dataSource();
        var transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        var jdbc = new JdbcTemplate(database);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = System.out;
        Lease lease = new Leases(database, Duration.parse(args[4]), Duration.ofMillis(300))
                .acquire(args[3], "the other one", says -> {});
        out.println(attempt(() -> transaction.executeWithoutResult(status -> {
            lease.fence();
            jdbc.update(
                    "INSERT INTO import_run (import_id, run_number, epoch, holder, read_before) VALUES (?, 1, 0, 'x', 0)",
                    UUID.randomUUID());
            out.println("written");
            waitForLine(in);
        })));
        waitForLine(in);
        out.println(attempt(() -> transaction.executeWithoutResult(status -> lease.fence())));
        waitForLine(in);
    }

    private static void waitForLine(BufferedReader in) {
        try {
            in.readLine();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String attempt(Runnable work) {
        try {
            work.run();
            return "committed";
        } catch (RefusedException e) {
            return e.problem().code();
        } catch (DataAccessException | TransactionException e) {
            return "lost";
        }
    }
}
