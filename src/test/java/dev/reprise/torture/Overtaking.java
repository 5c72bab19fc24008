package dev.reprise.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.Exports;
import dev.reprise.testing.TestPostgres;
import dev.reprise.torture.Stage.Held;
import dev.reprise.torture.Worker.Answer;
import java.nio.file.Path;
import java.util.Map;

/**
 * A process is paused in the middle of an import for longer than its lease, another one takes the import over and ends it, and then
 * the first wakes up.
 */
final class Overtaking implements AutoCloseable {

    private static final int TASKS = 150;
    private static final int LOOKS = 500;

    private final Stage stage = Stage.of(TestPostgres.createDatabase().migrate());
    private final Path directory;
    private final long seed;
    private final WarmProcess paused = WarmProcess.warmed(stage.database());
    private final WarmProcess other = WarmProcess.warmed(stage.database());

    Overtaking(Path directory, long seed) {
        this.directory = directory;
        this.seed = seed;
    }

    /** Where the process is when it is paused. */
    enum Place {
        /** The rows of a chunk are written, not yet the checkpoint. */
        CHUNK,
        /** No transaction is open: the next block is being read. */
        BETWEEN_CHUNKS,
        VERIFY,
        PUBLISH,
        /** The server is about to commit the publish. */
        COMMIT
    }

    /** Returns what the first process says when it wakes up; it must have written nothing. */
    Answer pauseAt(Place place, int round) {
        Path file = directory.resolve("export-" + round + ".json");
        Exports.write(file, 1000 + round, "b-" + round, TASKS, seed + round);
        String[] words = {
            "import",
            file.toString(),
            "--into",
            "product/" + (1000 + round),
            "--create",
            "--reprise.input.block-records=100",
            "--reprise.lease=1s",
            "--reprise.renew=250ms"
        };
        try (Held held = hold(place)) {
            assertThat(held).isNotNull();
            paused.order(stage.database(), words);
            stop(place);
            stage.awaitTrue("SELECT expires_at < clock_timestamp() FROM import_lease WHERE target = ?", words[3]);
        }
        Answer done = other.run(stage.database(), words);
        assertThat(done.exit()).as(done.err()).isZero();
        assertFinished(file);
        Map<String, String> before = stage.everything();
        paused.signal("CONT");
        Answer woken = paused.answer();
        assertThat(stage.everything()).as(woken.err()).isEqualTo(before);
        assertThat(woken.exit()).as(woken.out() + woken.err()).isPositive();
        assertFinished(file);
        return woken;
    }

    private void assertFinished(Path file) {
        Findings findings = new Checker(stage.database(), file).finished();
        assertThat(findings.none()).as(findings.toString()).isTrue();
    }

    private Held hold(Place place) {
        return switch (place) {
            case CHUNK -> stage.hold("LOCK TABLE import_checkpoint IN SHARE MODE");
            case BETWEEN_CHUNKS -> () -> {};
            case VERIFY -> stage.holdVerify();
            case PUBLISH -> stage.holdPublish();
            case COMMIT -> stage.slowCommit("product");
        };
    }

    private void stop(Place place) {
        switch (place) {
            case BETWEEN_CHUNKS -> stopBetweenChunks();
            case COMMIT -> {
                stage.awaitTrue("""
                        SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database())
                        """);
                paused.signal("STOP");
            }
            default -> {
                stage.awaitBlocked(1);
                paused.signal("STOP");
            }
        }
    }

    private void stopBetweenChunks() {
        stage.awaitTrue(
                "SELECT EXISTS (SELECT FROM import_checkpoint c JOIN import i USING (import_id) WHERE i.status = 'running')");
        for (int i = 0; i < LOOKS; i++) {
            paused.signal("STOP");
            if (stage.number("""
                    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'reprise%'
                    AND state <> 'idle'
                    """) == 0) {
                return;
            }
            paused.signal("CONT");
        }
        throw new AssertionError("the process is always in a transaction");
    }

    @Override
    public void close() {
        paused.close();
        other.close();
    }
}
