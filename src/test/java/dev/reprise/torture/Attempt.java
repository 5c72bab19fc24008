package dev.reprise.torture;

import dev.reprise.testing.RepriseProcess;
import dev.reprise.testing.TestDatabase;
import dev.reprise.torture.Worker.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One process that tries to bring an import to its end. */
interface Attempt {

    long pid();

    /** What came of it, if it ends within this time; 128 plus the signal of one that was killed. */
    Optional<Answer> ended(Duration patience);

    /** Sends a signal, such as {@code TERM}. */
    void signal(String name);

    /** Kills it, and waits until it is gone. Returns when the signal was sent. */
    Instant kill();

    /** It is over. */
    void close();

    /** A process that is started for it. */
    static Attempt cold(TestDatabase database, String... words) {
        return new Cold(RepriseProcess.start(database, words), Instant.now());
    }

    /** A process of a fleet, which goes back there when it is over. */
    static Attempt warm(Fleet fleet, WarmProcess process, TestDatabase database, String... words) {
        process.order(database, words);
        return new Warm(fleet, process);
    }

    /** See {@link #cold}. */
    record Cold(RepriseProcess process, Instant began) implements Attempt {

        @Override
        public long pid() {
            return process.pid();
        }

        @Override
        public Optional<Answer> ended(Duration patience) {
            if (!process.endsWithin(patience)) {
                return Optional.empty();
            }
            RepriseProcess.Result result = process.await();
            long now = Instant.now().toEpochMilli();
            return Optional.of(new Answer(result.exit(), result.out(), result.err(), began.toEpochMilli(), now));
        }

        @Override
        public void signal(String name) {
            process.signal(name);
        }

        @Override
        public Instant kill() {
            Instant sent = Instant.now();
            process.close();
            process.await();
            return sent;
        }

        @Override
        public void close() {
            process.close();
        }
    }

    /** See {@link #warm}. */
    record Warm(Fleet fleet, WarmProcess process) implements Attempt {

        @Override
        public long pid() {
            return process.pid();
        }

        @Override
        public Optional<Answer> ended(Duration patience) {
            return process.answer(patience);
        }

        @Override
        public void signal(String name) {
            process.signal(name);
        }

        @Override
        public Instant kill() {
            return process.kill();
        }

        @Override
        public void close() {
            fleet.giveBack(process);
        }
    }
}
