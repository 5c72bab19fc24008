package dev.reprise.torture;

import dev.reprise.torture.Worker.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** One import with chunks of the default size that is asked to stop at random moments, and restarted each time until it ends. */
final class StoppedImport {

    private static final Duration LOOK = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofSeconds(240);

    private final Stage stage;
    private final Path file;
    private final Fleet fleet;
    private final Random random;
    private final Tally tally;
    private final List<How> ways = Files.exists(Path.of("/proc/self/status")) && isIgnored(2)
            ? List.of(How.TERM, How.COMMAND)
            : List.of(How.values());
    /** How long a run may still take; a guess that gets better. */
    private Duration expected = Duration.ofSeconds(3);

    StoppedImport(Stage stage, Path file, Fleet fleet, Random random, Tally tally) {
        this.stage = stage;
        this.file = file;
        this.fleet = fleet;
        this.random = random;
        this.tally = tally;
    }

    /** Who asks for the stop. */
    private enum How {
        TERM(143),
        COMMAND(143),
        INT(130);

        private final int exit;

        How(int exit) {
            this.exit = exit;
        }
    }

    /** Runs it to its end; not more stops than so many. */
    void run(int mostStops) {
        boolean over = false;
        for (int stops = 0; !over; stops++) {
            How how = ways.get(random.nextInt(ways.size()));
            String[] words = stops == 0 || random.nextBoolean()
                    ? new String[] {"import", file.toString(), "--into", "product/410", "--create"}
                    : new String[] {"restart", "last"};
            Attempt attempt = how == How.COMMAND
                    ? Attempt.warm(fleet, fleet.take(), stage.database(), words)
                    : Attempt.cold(stage.database(), words);
            Optional<Answer> ended = stops == mostStops ? attempt.ended(PATIENCE) : untilItsHour(attempt);
            Answer answer = ended.orElseGet(() -> stop(attempt, how));
            over = judge(answer, ended.isPresent() ? 0 : how.exit);
            attempt.close();
        }
        tally.imports.incrementAndGet();
        tally.add(new Checker(stage.database(), file).finished(), file.toString());
    }

    private Optional<Answer> untilItsHour(Attempt attempt) {
        Optional<Answer> ended = Optional.empty();
        String mine = "process " + attempt.pid() + " on %";
        while (ended.isEmpty()
                && stage.number("SELECT count(*) FROM import_run WHERE holder LIKE ? AND ended_at IS NULL", mine)
                        == 0) {
            ended = attempt.ended(LOOK);
        }
        Instant atWork = Instant.now();
        ended = ended.isPresent() ? ended : attempt.ended(Duration.ofMillis(random.nextLong(expected.toMillis() + 1)));
        if (ended.isPresent()) {
            expected = Duration.between(atWork, Instant.now()).plus(expected).dividedBy(2);
        }
        return ended;
    }

    private Answer stop(Attempt attempt, How how) {
        Instant asked;
        if (how == How.COMMAND) {
            WarmProcess asking = fleet.take();
            Answer stop = asking.run(stage.database(), "stop", "last");
            asked = Instant.ofEpochMilli(stop.began());
            fleet.giveBack(asking);
            if (stop.exit() != 0 && stop.exit() != 9) {
                wrong("stop: exit " + stop.exit() + "\n" + stop.err());
            }
        } else {
            asked = Instant.now();
            attempt.signal(how.name());
        }
        Answer answer = attempt.ended(PATIENCE).orElseThrow(() -> new AssertionError("it does not stop"));
        tally.stops.add(Duration.between(asked, Instant.ofEpochMilli(answer.ended())));
        return answer;
    }

    /** Whether it has ended. A stop may come too late; then the exit code may still be the stop's. */
    private boolean judge(Answer answer, int exit) {
        String status = stage.text("SELECT status FROM import ORDER BY created_at DESC LIMIT 1");
        boolean completed = status.equals("completed");
        boolean fits = completed ? answer.exit() == 0 || answer.exit() == exit : answer.exit() == exit;
        long open =
                stage.number("SELECT count(*) FROM batch_job_execution WHERE status NOT IN ('COMPLETED', 'STOPPED')");
        if (!fits || !completed && !status.equals("stopped") || open > 0) {
            wrong("exit %d, status %s, %d executions that neither ended nor stopped\n%s"
                    .formatted(answer.exit(), status, open, answer.err()));
        }
        return completed || tally.wrong() > 0;
    }

    private void wrong(String what) {
        tally.wrongStatus.incrementAndGet();
        System.err.println(file + ": " + what);
    }

    /** A shell lets its background jobs ignore SIGINT, and their children do, too. */
    private static boolean isIgnored(int signal) {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) >> signal - 1 & 1) == 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
