package dev.reprise.torture;

import dev.reprise.testing.Fault;
import dev.reprise.testing.Fault.Mode;
import dev.reprise.testing.FaultProxy;
import dev.reprise.testing.RestartableServer;
import dev.reprise.testing.TestDatabase;
import dev.reprise.torture.Worker.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A server, a network and a database of one's own, where everything can go wrong. */
final class Battlefield implements AutoCloseable {

    private static final List<String> MOMENTARY = List.of("40001", "40P01", "57P01", "53300", "08006");
    private static final List<String> LASTING = List.of("53100", "57014", "XX000", "42501", "25006", "55P03");
    private static final Duration SLOW = Duration.ofMillis(15);
    private static final Duration WHILE = Duration.ofMillis(3500);

    private final RestartableServer server;
    private final TestDatabase database;
    private final FaultProxy proxy;
    private final Stage stage;
    private final Random random;
    /** How many operations an undisturbed import asks for. */
    private long operations = 1;

    private Duration life = Duration.ZERO;

    Battlefield(Path directory, Random random) {
        this.server = new RestartableServer(directory);
        this.database = server.createDatabase("torture").migrate();
        this.proxy = new FaultProxy(database);
        this.stage = Stage.of(database);
        this.random = random;
    }

    /** With the faults between. */
    TestDatabase seenByTheProgram() {
        return proxy.database();
    }

    /** Without. */
    Stage stage() {
        return stage;
    }

    /** Runs a command undisturbed, to learn how long it takes and how many operations it asks for. */
    Answer learn(WarmProcess process, String... command) {
        proxy.arm(Fault.of(Mode.CUT, Long.MAX_VALUE, ""));
        Answer answer = process.run(seenByTheProgram(), command);
        operations = proxy.operations();
        life = Duration.ofMillis(answer.ended() - answer.began());
        return answer;
    }

    /** How long an undisturbed import takes. */
    Duration life() {
        return life;
    }

    /** Lets one of those strike that wait for their operation; it may never come. */
    void arm(Strike strike, WarmProcess process) {
        long at = 1 + random.nextLong(operations);
        proxy.arm(
                switch (strike) {
                    case HALT -> Fault.halt(random.nextBoolean() ? Mode.HALT : Mode.HALT_AFTER, at, process::kill);
                    case CUT -> Fault.of(Mode.CUT, at, "");
                    case LOSE_ANSWER -> Fault.of(Mode.LOSE_ANSWER, at, "");
                    case ERROR -> Fault.of(Mode.THROW_ONCE, at, any(random.nextBoolean() ? MOMENTARY : LASTING));
                    case ERRORS -> Fault.of(Mode.THROW_FOREVER, at, any(LASTING));
                    default -> throw new IllegalArgumentException(strike.name());
                });
    }

    /** Whether what was armed has struck. */
    boolean struck() {
        return proxy.struck();
    }

    /** Does one of those that strike now, and waits until it is over. Returns false if there was nothing to strike. */
    boolean strike(Strike strike, WarmProcess process) {
        switch (strike) {
            case KILL -> process.kill();
            case TERMINATE -> {
                return terminateOne();
            }
            case RESTART -> {
                server.crash();
                sleep(upTo(WHILE.dividedBy(3)));
                server.startAgain();
            }
            case CUT -> proxy.cutAll();
            case DELAY -> {
                proxy.delay(SLOW);
                sleep(upTo(WHILE));
                proxy.delay(Duration.ZERO);
            }
            case BLACK_HOLE -> {
                proxy.blackHole(true);
                sleep(upTo(WHILE));
                proxy.blackHole(false);
            }
            case ABSENT -> {
                proxy.absent(true);
                proxy.cutAll();
                sleep(upTo(WHILE.dividedBy(2)));
                proxy.absent(false);
            }
            default -> throw new IllegalArgumentException(strike.name());
        }
        return true;
    }

    private boolean terminateOne() {
        List<Boolean> ended = stage.jdbc().queryForList("""
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND application_name LIKE 'reprise%' ORDER BY random() LIMIT 1
                """, Boolean.class);
        return !ended.isEmpty();
    }

    /** Nothing strikes any more. */
    void peace() {
        proxy.disarm();
        proxy.delay(Duration.ZERO);
        proxy.blackHole(false);
        proxy.absent(false);
    }

    Duration upTo(Duration most) {
        return Duration.ofMillis(random.nextLong(most.toMillis() + 1));
    }

    private String any(List<String> some) {
        return some.get(random.nextInt(some.size()));
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        proxy.close();
        server.close();
    }
}
