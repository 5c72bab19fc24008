package dev.reprise.torture;

import dev.reprise.testing.TestDatabase;
import dev.reprise.torture.Worker.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * One import, whose processes are killed at random moments of their lives, some while they start, most in the import itself. Who is
 * killed is followed by another process with the same command, at once, until one comes to the end.
 */
final class KilledImport implements AutoCloseable {

    /** Records of a chunk. */
    static final int CHUNK = 500;
    /** How long a dead process' target is waited for. */
    static final Duration LEASE = Duration.ofSeconds(2);

    private static final Duration STARTING = Duration.ofSeconds(3);
    private static final Duration BEGINNING = Duration.ofMillis(500);
    private static final Duration A_CHUNK = Duration.ofMillis(40);
    private static final Duration AFTER_THE_LOAD = Duration.ofMillis(150);
    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final Duration LOOK = Duration.ofMillis(5);

    private final Stage stage;
    private final Path file;
    private final Fleet fleet;
    private final Random random;
    private final Tally tally;
    private final List<Handover> handovers = new ArrayList<>();
    private final String[] words;
    /** Looks without a new connection each time, which would take longer than a chunk. */
    private final SingleConnectionDataSource line;

    /** Stands by to follow who is killed next; null if that is to be a process that must first be started. */
    private WarmProcess successor;

    KilledImport(Stage stage, Path file, Fleet fleet, Random random, Tally tally) {
        this.stage = stage;
        this.file = file;
        this.fleet = fleet;
        this.random = random;
        this.tally = tally;
        TestDatabase database = stage.database();
        this.line = new SingleConnectionDataSource(database.url(), database.user(), database.password(), true);
        this.words = new String[] {
            "import",
            file.toString(),
            "--into",
            "product/410",
            "--create",
            "--reprise.input.block-records=" + CHUNK,
            "--reprise.lease=" + LEASE.toSeconds() + "s",
            "--reprise.renew=500ms"
        };
    }

    /** Who was killed when, and who came after. */
    private record Handover(long killed, Instant when, long next) {}

    /** Runs it to its end; not more kills than so many, and none of those who only find that it is done. */
    void run(int mostKills) {
        Attempt attempt = next();
        Optional<Answer> ended = Optional.empty();
        for (int kills = 0; ended.isEmpty() || !isOver(ended.get()); ) {
            if (ended.isPresent()) {
                attempt = next();
            }
            boolean spared = kills == mostKills || isCompleted();
            ended = spared ? Optional.of(theEnd(attempt)) : untilItsHour(attempt);
            if (ended.isPresent()) {
                attempt.close();
            } else {
                attempt = kill(attempt);
                kills++;
            }
        }
        tally.imports.incrementAndGet();
        tally.add(new Checker(stage.database(), file).finished(), file.toString());
        measure();
    }

    private Attempt next() {
        return random.nextInt(4) == 0
                ? Attempt.cold(stage.database(), words)
                : Attempt.warm(fleet, fleet.take(), stage.database(), words);
    }

    private boolean isCompleted() {
        return stage.number("SELECT count(*) FROM import WHERE status = 'completed'") > 0;
    }

    private Answer theEnd(Attempt attempt) {
        return attempt.ended(PATIENCE).orElseGet(() -> {
            tally.stuck.incrementAndGet();
            attempt.kill();
            return attempt.ended(PATIENCE).orElseThrow();
        });
    }

    /** Empty when it is time to kill it. One in five dies at any moment of its first seconds, one in five after the load. */
    private Optional<Answer> untilItsHour(Attempt attempt) {
        if (successor == null && random.nextInt(4) > 0) {
            successor = fleet.take();
        }
        int lot = random.nextInt(5);
        if (lot == 0) {
            return attempt.ended(upTo(attempt instanceof Attempt.Cold ? STARTING : BEGINNING));
        }
        long size = file.toFile().length();
        long from = Math.max(0, reached());
        long hour = lot == 1 ? size : from + random.nextLong(size - from + 1);
        Optional<Answer> ended = Optional.empty();
        while (ended.isEmpty() && reached() < hour) {
            ended = attempt.ended(LOOK);
        }
        return ended.isPresent() ? ended : attempt.ended(upTo(lot == 1 ? AFTER_THE_LOAD : A_CHUNK));
    }

    /** How many bytes are committed; -1 before the first run. */
    private long reached() {
        Long reached = new JdbcTemplate(line)
                .queryForObject("""
                SELECT coalesce((SELECT coalesce(c.byte_offset, 0) FROM import i LEFT JOIN import_checkpoint c USING (import_id)
                                 WHERE i.status = 'running'), CASE WHEN EXISTS (SELECT FROM import) THEN ? ELSE -1 END)
                """, Long.class, file.toFile().length());
        return reached == null ? -1 : reached;
    }

    private Duration upTo(Duration most) {
        return Duration.ofMillis(random.nextLong(most.toMillis() + 1));
    }

    private Attempt kill(Attempt attempt) {
        boolean atWork = isAtWork(attempt.pid());
        Instant when = attempt.kill();
        tally.kills.incrementAndGet();
        if (!atWork) {
            tally.early.incrementAndGet();
        }
        WarmProcess follower = successor;
        successor = null;
        if (follower == null) {
            return Attempt.cold(stage.database(), words);
        }
        Attempt following = Attempt.warm(fleet, follower, stage.database(), words);
        handovers.add(new Handover(attempt.pid(), when, follower.pid()));
        return following;
    }

    private boolean isAtWork(long pid) {
        return stage.number("SELECT count(*) FROM import_run WHERE holder LIKE ?", "process " + pid + " on %") > 0;
    }

    /** Whether it came to a good end. A dead process' session may outlive it for a moment, and then the target seems busy. */
    private boolean isOver(Answer answer) {
        switch (answer.exit()) {
            case 0 -> {
                return true;
            }
            case 7 -> tally.busy.incrementAndGet();
            default -> {
                tally.wrongStatus.incrementAndGet();
                System.err.println(file + ": exit " + answer.exit() + "\n" + answer.err());
            }
        }
        return false;
    }

    /** Where the killed process had the lease and the next one took the run up. */
    private void measure() {
        JdbcTemplate jdbc = stage.jdbc();
        for (Handover handover : handovers) {
            jdbc.query(
                    """
                    SELECT n.started_at FROM import_run n JOIN import_run r USING (import_id)
                    WHERE n.run_number = r.run_number + 1 AND r.holder LIKE ? AND n.holder LIKE ?
                    """,
                    row -> {
                        tally.takenUp.add(Duration.between(
                                handover.when(), row.getTimestamp(1).toInstant()));
                    },
                    "process " + handover.killed() + " on %",
                    "process " + handover.next() + " on %");
        }
        tally.redone.addAndGet(stage.number("""
                SELECT sum(n_tup_ins) - (SELECT coalesce(sum(written), 0) FROM import_counter) FROM pg_stat_user_tables
                WHERE relname LIKE '%\\_shared'
                """));
    }

    @Override
    public void close() {
        if (successor != null) {
            fleet.giveBack(successor);
        }
        line.destroy();
    }
}
