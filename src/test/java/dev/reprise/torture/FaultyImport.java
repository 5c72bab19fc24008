package dev.reprise.torture;

import dev.reprise.torture.Worker.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** One import under faults, taken up again as a user would until it ends well. */
final class FaultyImport {

    private static final Duration LOOK = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final int MOST_ATTEMPTS = 40;
    /** Failed, not allowed, database not reachable, busy, killed. */
    private static final Set<Integer> EXPECTED = Set.of(1, 4, 75, 7, 137);
    /** Of restart: nothing left to be restarted. */
    private static final Set<Integer> NOTHING_LEFT = Set.of(5, 9);

    private final Battlefield field;
    private final Fleet fleet;
    private final Random random;
    private final Tally tally;
    private final Path file;
    private final Deque<Strike> ahead;
    /** Whether anything has struck the newest attempt. */
    private boolean disturbed;

    FaultyImport(Battlefield field, Fleet fleet, Random random, Tally tally, Path file, Collection<Strike> ahead) {
        this.field = field;
        this.fleet = fleet;
        this.random = random;
        this.tally = tally;
        this.file = file;
        this.ahead = new ArrayDeque<>(ahead);
    }

    /** Runs it undisturbed. */
    void learn() {
        WarmProcess process = fleet.take();
        Answer answer = field.learn(process, importing());
        if (answer.exit() != 0) {
            wrong("undisturbed, exit " + answer.exit() + "\n" + answer.err());
        }
        fleet.giveBack(process);
    }

    /** Runs it to its end. */
    void run() {
        String[] command = importing();
        for (int i = 0; i < MOST_ATTEMPTS; i++) {
            long live = live();
            Answer answer = attempt(command);
            if (answer.exit() == 0) {
                tally.imports.incrementAndGet();
                tally.add(end(), file.toString());
                return;
            }
            judge(answer, live, command[0]);
            boolean restart = !NOTHING_LEFT.contains(answer.exit()) && random.nextInt(3) == 0;
            command = restart ? words("restart", "last") : importing();
        }
        stuck("no end after " + MOST_ATTEMPTS + " attempts");
    }

    /** A fault in the sweep leaves an old generation to the next import, which must take it away. */
    private Findings end() {
        Findings end = new Checker(field.stage().database(), file).finished();
        if (disturbed && !end.leftOver().isEmpty()) {
            end.leftOver().clear();
            WarmProcess process = fleet.take();
            Answer answer = process.run(field.seenByTheProgram(), importing());
            if (answer.exit() != 0) {
                wrong("once more, undisturbed, exit " + answer.exit() + "\n" + answer.err());
            }
            fleet.giveBack(process);
            end.add(new Checker(field.stage().database(), file).finished());
        }
        return end;
    }

    private void struck(Strike strike) {
        disturbed = true;
        tally.struck(strike);
    }

    private String[] importing() {
        return words("import", file.toString(), "--into", "product/410", "--create");
    }

    private static String[] words(String... command) {
        Stream<String> settings = Stream.of(
                "--reprise.input.block-records=100",
                "--reprise.lease=2s",
                "--reprise.renew=500ms",
                "--reprise.retry-wait=50ms");
        return Stream.concat(Stream.of(command), settings).toArray(String[]::new);
    }

    private long live() {
        return field.stage().number("SELECT coalesce((SELECT live_generation FROM product WHERE product_id = 410), 0)");
    }

    /** One process from its start to its end, under one strike that waits for its operation or under those that do not. */
    private Answer attempt(String... command) {
        disturbed = false;
        WarmProcess process = fleet.take();
        Optional<Strike> waiting = Optional.ofNullable(ahead.peek()).filter(next -> next.waits(random));
        waiting.ifPresent(next -> field.arm(ahead.poll(), process));
        process.order(field.seenByTheProgram(), command);
        Optional<Answer> ended = waiting.isPresent() ? Optional.empty() : strike(process);
        Answer answer = ended.or(() -> process.answer(PATIENCE)).orElseGet(() -> stuck(process));
        waiting.filter(next -> field.struck()).ifPresent(this::struck);
        field.peace();
        fleet.giveBack(process);
        return answer;
    }

    /** Returns what came of the process, if it ended meanwhile. */
    private Optional<Answer> strike(WarmProcess process) {
        Optional<Answer> ended = Optional.empty();
        while (ended.isEmpty() && !ahead.isEmpty() && !ahead.peek().onlyWaits()) {
            Strike next = ahead.poll();
            if (next == Strike.PAUSE) {
                return pause(process);
            }
            ended = process.answer(field.upTo(field.life()));
            if (ended.isEmpty() && field.strike(next, process)) {
                struck(next);
            }
            if (random.nextBoolean()) {
                return ended;
            }
        }
        return ended;
    }

    /** Returns what came of the process that took over; of the paused one itself, if it ended before it could be paused. */
    private Optional<Answer> pause(WarmProcess process) {
        Optional<Answer> ended = Optional.empty();
        while (ended.isEmpty() && !isAtWork(process)) {
            ended = process.answer(LOOK);
        }
        if (ended.isPresent()) {
            return ended;
        }
        ended = process.answer(field.upTo(field.life().dividedBy(2)));
        if (ended.isPresent()) {
            return ended;
        }
        process.signal("STOP");
        struck(Strike.PAUSE);
        field.stage().awaitTrue("SELECT bool_and(expires_at < clock_timestamp()) FROM import_lease");
        WarmProcess other = fleet.take();
        Answer done = other.run(field.seenByTheProgram(), importing());
        process.signal("CONT");
        Answer woken = process.answer(PATIENCE).orElseGet(() -> stuck(process));
        if (woken.exit() != 0 && !EXPECTED.contains(woken.exit())) {
            wrong("woken up, exit " + woken.exit() + "\n" + woken.err());
        }
        fleet.giveBack(other);
        return Optional.of(done);
    }

    private boolean isAtWork(WarmProcess process) {
        return field.stage()
                        .number(
                                "SELECT count(*) FROM import_run WHERE ended_at IS NULL AND holder LIKE ? AND started_at > ?",
                                "process " + process.pid() + " on %",
                                java.sql.Timestamp.from(Instant.now().minus(PATIENCE)))
                > 0;
    }

    /** An exit code that fits, and no claim that is not true. */
    private void judge(Answer answer, long liveBefore, String verb) {
        boolean fits =
                EXPECTED.contains(answer.exit()) || verb.equals("restart") && NOTHING_LEFT.contains(answer.exit());
        if (!fits) {
            wrong("exit " + answer.exit() + "\n" + answer.err());
        }
        if (answer.err().contains("Nothing was published") && live() != liveBefore) {
            wrong("it was published\n" + answer.err());
        }
    }

    private void wrong(String what) {
        tally.wrongStatus.incrementAndGet();
        System.err.println(file + ": " + what);
    }

    private void stuck(String what) {
        tally.stuck.incrementAndGet();
        System.err.println(file + ": " + what);
    }

    private Answer stuck(WarmProcess process) {
        stuck("process " + process.pid() + " does not end");
        process.kill();
        return process.answer();
    }
}
