package dev.reprise.torture;

import dev.reprise.testing.Fault;
import dev.reprise.testing.Fault.Mode;
import dev.reprise.testing.FaultProxy;
import dev.reprise.testing.InProcess;
import dev.reprise.testing.RepriseProcess;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One import with one fault at one operation, and what a user does then, until it is done; all the while it is looked for lies. */
final class CrashCase {

    private static final int DONE = 3;
    private static final int NOT_FOUND = 5;
    private static final long PATIENCE_SECONDS = 90;
    private static final int MOST_STARTS = 4;
    private static final List<String> SQL_STATES = List.of("40P01", "57014", "53100", "XX000", "08006", "57P01");
    /** The program in this JVM captures the only stdout there is. */
    private static final Object ONE_AT_A_TIME = new Object();

    private final Scenario scenario;
    private final Mode mode;
    private final long at;
    private final List<String> complaints = new ArrayList<>();
    private final Findings findings = new Findings();
    private final TestDatabase database;
    private final Progress progress;

    CrashCase(Scenario scenario, Mode mode, long at) {
        this.scenario = scenario;
        this.mode = mode;
        this.at = at;
        this.database = scenario.fresh();
        this.progress = new Progress(database);
    }

    /**
     * What came of it.
     *
     * @param mode of the fault
     * @param at which operation
     * @param operations that the command asked for
     * @param struck whether the one at which it should strike was among them
     * @param exit of the command that met the fault
     * @param findings what the checker found in the end
     * @param complaints what was wrong on the way
     * @param written how many rows the server was sent, those of torn chunks included; -1 if the whole import was done twice
     */
    record Outcome(
            Mode mode,
            long at,
            long operations,
            boolean struck,
            int exit,
            Findings findings,
            List<String> complaints,
            long written) {

        boolean survived() {
            return findings.none() && complaints.isEmpty();
        }

        @Override
        public String toString() {
            return "%s at operation %d: exit %d, %s%s"
                    .formatted(
                            mode, at, exit, findings, complaints.isEmpty() ? "" : "\n" + String.join("\n", complaints));
        }
    }

    Outcome run() {
        try (FaultProxy proxy = new FaultProxy(database)) {
            RepriseProcess.Result first = halting() ? killed(proxy) : thrownAt(proxy);
            long operations = proxy.operations();
            boolean struck = proxy.struck();
            proxy.disarm();
            complaints.addAll(new Honesty(scenario, database).lies(first, struck, halting()));
            RepriseProcess.Result last = first.exit() == DONE ? first : goOn(proxy);
            long written = progress.written();
            Findings end = new Checker(database, scenario.file()).finished();
            if (last == first && struck && !end.leftOver().isEmpty()) {
                end.leftOver().clear(); // if the next import takes it away
                run(proxy.database(), scenario.command());
                end.add(new Checker(database, scenario.file()).finished());
            }
            findings.add(end);
            findings.add(kept());
            return new Outcome(mode, at, operations, struck, first.exit(), findings, complaints, written);
        } finally {
            TestPostgres.drop(database);
        }
    }

    private boolean halting() {
        return mode == Mode.HALT || mode == Mode.HALT_AFTER;
    }

    private RepriseProcess.Result killed(FaultProxy proxy) {
        CompletableFuture<RepriseProcess> started = new CompletableFuture<>();
        proxy.arm(Fault.halt(mode, at, () -> {
            started.join().close();
            started.join().await();
        }));
        try (RepriseProcess victim = RepriseProcess.start(proxy.database(), scenario.command())) {
            started.complete(victim);
            return victim.await();
        }
    }

    private RepriseProcess.Result thrownAt(FaultProxy proxy) {
        proxy.arm(Fault.of(mode, at, SQL_STATES.get((int) (at % SQL_STATES.size()))));
        return run(proxy.database(), mode == Mode.THROW_FOREVER ? scenario.impatient() : scenario.command());
    }

    /** In this JVM, in bounded time. */
    private RepriseProcess.Result run(TestDatabase through, String... words) {
        synchronized (ONE_AT_A_TIME) {
            CompletableFuture<RepriseProcess.Result> result = new CompletableFuture<>();
            Thread thread = new Thread(() -> result.complete(InProcess.run(through, words)), "reprise-case");
            thread.setDaemon(true);
            thread.start();
            try {
                return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                AssertionError hang = new AssertionError("%s at operation %d: it hangs".formatted(mode, at));
                hang.setStackTrace(thread.getStackTrace());
                throw hang;
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void complainUnless(boolean good, String otherwise) {
        if (!good) {
            complaints.add(otherwise);
        }
    }

    private RepriseProcess.Result goOn(FaultProxy proxy) {
        boolean restart = at % 2 == 0;
        for (int start = 1; start <= MOST_STARTS; start++) {
            progress.before();
            RepriseProcess.Result result = run(proxy.database(), restart ? scenario.restart() : scenario.command());
            if (result.exit() == DONE) {
                complaints.addAll(progress.after());
                return result;
            }
            boolean nothingFailed = restart && result.exit() == NOT_FOUND;
            complainUnless(
                    nothingFailed, "start %d ended with exit %d: %s".formatted(start, result.exit(), result.err()));
            restart = false;
        }
        return new RepriseProcess.Result(-1, "", "");
    }

    /** The generation before the live one is as it was. */
    private Findings kept() {
        Findings kept = new Findings();
        List<Map<String, Object>> generations = database.jdbc().queryForList("""
                SELECT g.generation_id, i.file FROM generation g JOIN import i USING (import_id)
                WHERE g.state = 'published' AND g.generation_id NOT IN (SELECT live_generation FROM product)
                """);
        complainUnless(!generations.isEmpty(), "no generation was kept");
        generations.forEach(generation ->
                kept.add(new Checker(database, Path.of(Objects.toString(generation.get("file"))))
                        .rowsOf((Long) generation.get("generation_id"))));
        return kept;
    }
}
