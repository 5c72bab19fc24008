package dev.reprise.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is queued comes to its end, once, whichever process dies; {@link ServingSoak} has more of it. */
class ServingProcessesTest {

    private static final int IMPORTS = 24;
    private static final int PRODUCTS = 12;

    @TempDir
    Path spool;

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM"})
    void whatAProcessRanThatEndedGoesOnInAnother(String signal) throws SQLException {
        try (ServingProcesses processes = new ServingProcesses(spool, ServingProcesses.HASTY)) {
            processes.run(IMPORTS, PRODUCTS, signal);
            assertThat(processes.faults(IMPORTS, PRODUCTS)).isEmpty();
            // its imports are stopped; else they would wait for the lock as long as it is waited for
            assertThat(processes.ending()).isLessThan(Duration.ofSeconds(20));
            if (signal.equals("KILL")) { // one that is told to end may complete what it is about to publish
                assertThat(processes.number("FROM import_run WHERE run_number > 1"))
                        .isPositive();
            }
        }
    }
}
