package dev.reprise.torture.plain;

import dev.reprise.testing.Fault;
import dev.reprise.testing.Fault.Mode;
import dev.reprise.testing.FaultProxy;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.awaitility.Awaitility;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Lets the k-th database operation of a job fail, for k = 1, 2, 3 ... until a run meets no fault, brings the job to its end each time
 * by {@link Restarts}, and judges what is in the table.
 *
 * <p>The table has no unique key on the business id, so that a row that is written twice shows as one. With a key the same double
 * write would be an error at each restart: a stuck job instead of a doubled row, no better.
 */
final class PlainLoop implements AutoCloseable {

    private static final Set<Mode> DEADLY = EnumSet.of(Mode.HALT, Mode.HALT_AFTER);
    /** Disk full: an error that passes, and that the server raises at any statement. */
    private static final String DISK_FULL = "53100";

    private static final long SHORT_PATIENCE = 500;

    private final TestDatabase database = TestPostgres.createDatabase();
    private final JdbcTemplate jdbc = database.jdbc();
    private final FaultProxy proxy = new FaultProxy(database);
    private final Map<Scenario, Path> files = new EnumMap<>(Scenario.class);
    private final ConfigurableApplicationContext restarted;
    private final ConfigurableApplicationContext warm;

    PlainLoop(Path directory) throws IOException {
        jdbc.execute("CREATE TABLE item (id int NOT NULL, title text NOT NULL)");
        restarted = PlainJob.start(
                database,
                "--spring.batch.jdbc.initialize-schema=always",
                "--spring.datasource.hikari.data-source-properties.ApplicationName=restarted");
        warm = PlainJob.start(proxy.database());
        for (Scenario scenario : Scenario.values()) {
            files.put(scenario, scenario.write(directory));
        }
    }

    /** The version that is judged, as its jar says. */
    static String version() {
        return String.valueOf(JobOperator.class.getPackage().getImplementationVersion());
    }

    /** All points of one mode. */
    Tally run(Scenario scenario, Mode mode, BiConsumer<Long, Verdict> each) throws Exception {
        Tally tally = new Tally();
        Victim victim = victim(scenario, mode);
        try {
            for (long point = 1; ; point++) {
                Victim next = victim(scenario, mode); // starts while this one works
                Optional<Verdict> verdict;
                try (Victim one = victim) {
                    victim = next;
                    verdict = point(one, scenario, mode, point);
                }
                if (verdict.isEmpty()) {
                    return tally;
                }
                tally.add(verdict.get());
                each.accept(point, verdict.get());
            }
        } finally {
            victim.close();
        }
    }

    /** One point, on its own. */
    Optional<Verdict> point(Scenario scenario, Mode mode, long point) throws Exception {
        try (Victim victim = victim(scenario, mode)) {
            return point(victim, scenario, mode, point);
        }
    }

    /** Empty if the run is over before that point. */
    private Optional<Verdict> point(Victim victim, Scenario scenario, Mode mode, long point) throws Exception {
        reset();
        victim.prepare();
        victim.proxy().arm(new Fault(mode, point, DISK_FULL, DEADLY.contains(mode) ? victim::kill : () -> {}));
        victim.run();
        boolean struck = victim.proxy().struck();
        victim.proxy().disarm();
        victim.proxy().cutAll();
        awaitQuiet();
        if (!struck) {
            Verdict verdict = judge(scenario, new Restarts.End(true, ""));
            if (verdict.kind() != Verdict.Kind.EXACT) {
                throw new AssertionError("the harness is unsound: without a fault " + verdict);
            }
            return Optional.empty();
        }
        return Optional.of(judge(scenario, restart(scenario)));
    }

    private Victim victim(Scenario scenario, Mode mode) {
        Path file = files.get(scenario);
        if (DEADLY.contains(mode)) {
            return new ChildVictim(database, scenario, file);
        }
        // A connection that will never come need not be waited for.
        long patience = mode == Mode.THROW_FOREVER ? SHORT_PATIENCE : WarmVictim.DEFAULT_PATIENCE;
        return new WarmVictim(warm, proxy, scenario, file, patience);
    }

    /** An empty table, and a Spring Batch that has never run a job. */
    void reset() {
        jdbc.execute("TRUNCATE item, batch_job_instance CASCADE");
    }

    Restarts.End restart(Scenario scenario) throws Exception {
        return new Restarts(restarted).run(scenario, files.get(scenario));
    }

    Verdict judge(Scenario scenario, Restarts.End end) {
        List<String> rows = jdbc.queryForList("SELECT id || ' ' || title FROM item", String.class);
        return Verdict.of(scenario, rows, end);
    }

    JdbcTemplate jdbc() {
        return jdbc;
    }

    /** Nobody restarts a job within milliseconds of a crash: the server has rolled back what was open. */
    private void awaitQuiet() {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> Boolean.TRUE.equals(jdbc.queryForObject("""
                        SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()
                          AND application_name = 'plain' AND xact_start IS NOT NULL)
                        """, Boolean.class)));
    }

    @Override
    public void close() {
        warm.close();
        restarted.close();
        proxy.close();
    }
}
