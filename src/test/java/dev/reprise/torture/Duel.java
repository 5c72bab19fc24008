package dev.reprise.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.Exports;
import dev.reprise.testing.TestPostgres;
import dev.reprise.torture.Stage.Held;
import dev.reprise.torture.Worker.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Two processes that do the same at the same instant, again and again, each time with a product of its own. */
final class Duel implements AutoCloseable {

    private static final int TASKS = 20;
    private static final Duration AHEAD = Duration.ofMillis(30);
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final int PATIENCE_LOOKS = 12_000;

    private final Stage stage = Stage.of(TestPostgres.createDatabase().migrate());
    private final Path directory;
    private final long seed;
    private final WarmProcess one = WarmProcess.warmed(stage.database());
    private final WarmProcess other = WarmProcess.warmed(stage.database());
    private final Figures refusals = new Figures();

    Duel(Path directory, long seed) {
        this.directory = directory;
        this.seed = seed;
    }

    /** How an import came to be unfinished, before both restart it. */
    enum Before {
        STOPPED,
        FAILED,
        DEAD
    }

    /** A round's own product and export. */
    private record Round(int number, boolean gated, Path file) {

        String target() {
            return "product/" + (1000 + number);
        }
    }

    private record Outcome(WarmProcess process, Answer answer) {}

    /** From the instant of the start to the end of the process that was refused. */
    Figures refusals() {
        return refusals;
    }

    /** Both import the same file into the same new product; the one that may waits in verify until the other is refused. */
    void start(int number) {
        Round round = round(number);
        Outcome refused;
        WarmProcess winner;
        try (Held held = stage.holdVerify()) {
            assertThat(held).isNotNull();
            Instant begin = begin(round, importing(round));
            refused = first();
            refusals.add(Duration.between(
                    begin, Instant.ofEpochMilli(refused.answer().ended())));
            winner = refused.process() == one ? other : one;
            assertRefused(refused.answer(), round, winner.pid());
        }
        Answer done = winner.answer();
        assertThat(done.exit()).as(done.err()).isZero();
        assertWhole(round, 1);
    }

    /** Both restart the same unfinished import; in every other round the one that may waits until the other is refused. */
    void restart(int number, Before before) {
        Round round = round(number);
        String id = unfinished(round, before);
        List<Answer> answers = new ArrayList<>();
        boolean stand = number % 4 < 2;
        try (Held held = stand ? stage.holdVerify() : () -> {}) {
            assertThat(held).isNotNull();
            Instant begin = begin(round, "restart", id, "--reprise.lease=2s", "--reprise.renew=500ms");
            Outcome first = first();
            answers.add(first.answer());
            if (stand) {
                assertThat(first.answer().exit()).as(first.answer().err()).isEqualTo(7);
                refusals.add(Duration.between(
                        begin, Instant.ofEpochMilli(first.answer().ended())));
            }
            held.close();
            answers.add((first.process() == one ? other : one).answer());
        }
        assertThat(answers)
                .as("%s", answers)
                .extracting(Answer::exit)
                .contains(0)
                .containsAnyOf(7, 9);
        assertWhole(round, 2);
    }

    private Round round(int number) {
        Path file = directory.resolve("export-" + number + ".json");
        Exports.write(file, 1000 + number, "b-" + number, TASKS, seed + number);
        return new Round(number, number % 2 == 0, file);
    }

    private static String[] importing(Round round) {
        return new String[] {
            "import",
            round.file().toString(),
            "--into",
            round.target(),
            "--create",
            "--reprise.input.block-records=100",
            "--reprise.lease=2s",
            "--reprise.renew=500ms"
        };
    }

    /**
     * Both begin. By the clock each comes to the lease when it comes there; at the gate they wait for each other, so that both reach
     * for it in the same moment.
     */
    private Instant begin(Round round, String... words) {
        if (!round.gated()) {
            Instant begin = Instant.now().plus(AHEAD);
            one.order(begin, stage.database(), words);
            other.order(begin, stage.database(), words);
            return begin;
        }
        try (Held gate = stage.holdLeases()) {
            assertThat(gate).isNotNull();
            one.order(stage.database(), words);
            other.order(stage.database(), words);
            stage.awaitBlocked(2);
            return Instant.now();
        }
    }

    private Outcome first() {
        for (int i = 0; i < PATIENCE_LOOKS; i++) {
            for (WarmProcess process : List.of(one, other)) {
                var answer = process.answer(LOOK);
                if (answer.isPresent()) {
                    return new Outcome(process, answer.get());
                }
            }
        }
        throw new AssertionError("neither process answers");
    }

    private static void assertRefused(Answer refused, Round round, long holder) {
        assertThat(refused.exit()).as(refused.out() + refused.err()).isEqualTo(7);
        assertThat(refused.err())
                .startsWith(
                        "error: target-busy: " + round.target() + " is being written by process " + holder + " on ");
    }

    private void assertWhole(Round round, int runs) {
        Findings findings = new Checker(stage.database(), round.file()).finished();
        assertThat(findings.none()).as(findings.toString()).isTrue();
        assertThat(stage.text("""
                        SELECT string_agg(i.status || ' ' || (SELECT count(*) FROM import_run r WHERE r.import_id = i.import_id), ', ')
                        FROM import i WHERE target = ?
                        """, round.target())).isEqualTo("completed " + runs);
        deleteFile(round);
    }

    private static void deleteFile(Round round) {
        try {
            Files.delete(round.file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves an import behind that began and did not come to its end; returns its id. */
    private String unfinished(Round round, Before before) {
        switch (before) {
            case STOPPED -> stopOnTheWay(round);
            case FAILED -> failOnTheWay(round);
            case DEAD -> dieOnTheWay(round);
        }
        return stage.text("SELECT import_id FROM import WHERE target = ?", round.target());
    }

    private void stopOnTheWay(Round round) {
        try (Held held = stage.holdVerify()) {
            assertThat(held).isNotNull();
            one.order(stage.database(), importing(round));
            stage.awaitBlocked(1);
            Answer stop = other.run(stage.database(), "stop", "last");
            assertThat(stop.exit()).as(stop.err()).isZero();
        }
        assertThat(one.answer().exit()).isEqualTo(143);
    }

    private void failOnTheWay(Round round) {
        long half = round.file().toFile().length() / 2;
        try (Held held = stage.trigger(
                "BEFORE UPDATE",
                "import_checkpoint",
                "IF new.byte_offset > " + half + " THEN RAISE EXCEPTION 'tortured'; END IF;")) {
            assertThat(held).isNotNull();
            Answer failed = one.run(stage.database(), importing(round));
            assertThat(failed.exit()).as(failed.err()).isEqualTo(1);
        }
    }

    private void dieOnTheWay(Round round) {
        try (Held held = stage.holdVerify();
                WarmProcess third = WarmProcess.start()) {
            assertThat(held).isNotNull();
            third.order(stage.database(), importing(round));
            stage.awaitBlocked(1);
            third.kill();
        }
    }

    @Override
    public void close() {
        one.close();
        other.close();
    }
}
