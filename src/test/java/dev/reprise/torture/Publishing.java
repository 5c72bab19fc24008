package dev.reprise.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.Exports;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import dev.reprise.torture.Worker.Answer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Two exports of a product take turns, while somebody reads. Processes are killed at random moments; half of the kills strike in the
 * publish, which is made slow.
 */
final class Publishing implements AutoCloseable {

    private static final Duration SLOW = Duration.ofMillis(50);
    private static final Duration LIFE = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final Duration LOOK = Duration.ofMillis(2);

    private final Stage stage = Stage.of(TestPostgres.createDatabase().migrate());
    private final Random random;
    private final Fleet fleet = new Fleet(3);
    private final List<Path> exports;
    private final List<String> states;
    private int publishes;
    private int kills;

    Publishing(Path directory, long seed) {
        this.random = new Random(seed);
        this.exports = Stream.of("one", "two")
                .map(name -> directory.resolve(name + ".json"))
                .toList();
        Exports.write(exports.get(0), 410, "b-17", 10, seed);
        Exports.write(exports.get(1), 410, "b-17", 11, seed + 1);
        this.states = exports.stream().map(this::imported).toList();
        assertThat(states.get(0)).isNotEqualTo(states.get(1));
        stage.trigger("AFTER UPDATE", "product", "PERFORM pg_sleep(%s);".formatted(SLOW.toMillis() / 1000.0));
    }

    TestDatabase database() {
        return stage.database();
    }

    int publishes() {
        return publishes;
    }

    int kills() {
        return kills;
    }

    /** What is live after an import that nobody disturbed, proved by the file. */
    private String imported(Path export) {
        WarmProcess process = fleet.take();
        Answer answer = process.run(stage.database(), words(export));
        assertThat(answer.exit()).as(answer.err()).isZero();
        fleet.giveBack(process);
        Findings findings = new Checker(stage.database(), export).finished();
        assertThat(findings.none()).as(findings.toString()).isTrue();
        return Reader.state(stage.database());
    }

    private static String[] words(Path export) {
        return new String[] {
            "import",
            export.toString(),
            "--into",
            "product/410",
            "--create",
            "--reprise.lease=500ms",
            "--reprise.renew=100ms",
            "--reprise.input.block-records=100"
        };
    }

    /** The next publish; its processes may be killed so many times before one comes to the end. */
    void publish(int mostKills) {
        Path export = exports.get(publishes % 2);
        int killed = 0;
        while (true) {
            WarmProcess process = fleet.take();
            process.order(stage.database(), words(export));
            Optional<Answer> ended = killed < mostKills ? untilItsHour(process) : process.answer(PATIENCE);
            if (ended.isPresent()) {
                fleet.giveBack(process);
                if (ended.get().exit() == 0) {
                    break;
                }
                assertThat(ended.get().exit()).as(ended.get().err()).isEqualTo(7);
            } else {
                assertThat(killed)
                        .as("a process that nobody kills comes to an end")
                        .isLessThan(mostKills);
                process.kill();
                killed++;
                kills++;
            }
        }
        publishes++;
    }

    private Optional<Answer> untilItsHour(WarmProcess process) {
        if (random.nextBoolean()) {
            return process.answer(upTo(LIFE));
        }
        while (!stage.text(
                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()")
                .equals("1")) {
            Optional<Answer> ended = process.answer(LOOK);
            if (ended.isPresent()) {
                return ended;
            }
        }
        return process.answer(upTo(SLOW.multipliedBy(2)));
    }

    private Duration upTo(Duration most) {
        return Duration.ofMillis(random.nextLong(most.toMillis() + 1));
    }

    /** How often the reader saw something else than one of the two. */
    long mixed(Reader reader) throws SQLException {
        assertThat(reader.seen()).containsKeys(states.get(0), states.get(1));
        return reader.seen().entrySet().stream()
                .filter(seen -> !states.contains(seen.getKey()))
                .peek(seen -> System.err.println("mixed " + seen))
                .mapToLong(seen -> seen.getValue())
                .sum();
    }

    @Override
    public void close() {
        fleet.close();
    }
}
