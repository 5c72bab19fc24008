package dev.reprise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reprise.testing.InProcess;
import dev.reprise.testing.RepriseProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An import that is asked to stop does so soon, says so, and can be restarted. */
class StoppedImportTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"TERM, 143, the process was told to end", "INT, 130, interrupted from the keyboard"})
    void aSignalStopsTheLoadAndTheReportSaysSo(String signal, int exit, String reason) throws Exception {
        assumeTrue(isHeard(signal), "this JVM was started with SIGINT ignored, and so its children are");
        Scene scene = Scene.of(directory, 1000);
        try (RepriseProcess process = scene.start("--json")) {
            scene.awaitBytes(Files.size(scene.file) / 3);
            process.signal(signal);
            RepriseProcess.Result result = process.await();
            String id = scene.text("SELECT import_id FROM import");
            assertThat(result.exit()).as(result.err()).isEqualTo(exit);
            assertThat(result.lastLine())
                    .contains("\"type\":\"summary\"", "\"status\":\"stopped\"", "\"exit\":" + exit + ",");
            assertThat(result.err())
                    .isEqualTo("error: stopped: the import was stopped: " + reason
                            + ".\nNothing was published; what was committed is kept. Go on with the same command, or: reprise restart "
                            + id + "\n");
        }
        RepriseProcess.Result again = InProcess.run(scene.database, "restart", "last");
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(again.err()).matches("resuming import \\S+ from byte [1-9]\\d+ of \\d+\n");
        Scene unbroken = Scene.of(directory, 1000);
        assertThat(InProcess.run(unbroken.database, Scene.command(unbroken.file))
                        .exit())
                .isZero();
        assertThat(scene.stored()).isEqualTo(unbroken.stored());
    }

    @Test
    void stopEndsTheLoadOfAnotherProcess() throws Exception {
        Scene scene = Scene.of(directory, 1000);
        try (RepriseProcess process = scene.start("--reprise.input.block-records=10")) {
            scene.awaitBytes(Files.size(scene.file) / 20);
            RepriseProcess.Result stop = InProcess.run(scene.database, "stop", "last");
            assertThat(stop.exit()).as(stop.err()).isZero();
            assertThat(stop.out()).matches("import \\S+  product/410  stopped in \\d+\\.\\d s\n");
            endsSoon(process, 143);
            assertThat(process.out()).startsWith("import ").contains("  product/410  stopped in ");
            assertThat(process.err()).contains("the import was stopped: reprise stop was called");
        }
        RepriseProcess.Result second = InProcess.run(scene.database, "stop", "last");
        assertThat(second.exit()).isEqualTo(9);
        assertThat(second.err())
                .contains("is stopped and cannot be stopped", "Only an import that is running or waiting can.");
    }

    @ParameterizedTest
    @CsvSource({"publish, true", "verify, false"})
    void aLongStatementIsCancelled(String where, boolean byCommand) throws Exception {
        Scene scene = Scene.of(directory, 5);
        try (AutoCloseable held = where.equals("verify") ? scene.holdVerify() : scene.holdPublish();
                RepriseProcess process = scene.start()) {
            assertThat(held).isNotNull();
            scene.awaitBlocked();
            if (byCommand) {
                assertThat(InProcess.run(scene.database, "stop", "last").exit()).isZero();
            } else {
                process.signal("TERM");
            }
            endsSoon(process, 143);
            assertThat(scene.text("SELECT status || ' ' || exit || ' ' || resumable FROM import"))
                    .isEqualTo("stopped 143 true");
        }
        RepriseProcess.Result again = InProcess.run(scene.database, Scene.command(scene.file));
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(scene.text("SELECT count(*) FROM live.task")).isEqualTo("5");
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "stop, 143"})
    void whoWaitsForADeadLeaseStopsAtOnce(String how, int exit) throws Exception {
        assumeTrue(isHeard(how), "this JVM was started with SIGINT ignored, and so its children are");
        Scene scene = Scene.of(directory, 5);
        try (AutoCloseable held = scene.holdVerify();
                RepriseProcess dead = scene.start("--reprise.lease=60s")) {
            assertThat(held).isNotNull();
            scene.awaitBlocked();
            dead.signal("KILL");
            dead.await();
            try (RepriseProcess waiting = scene.start()) {
                Awaitility.await()
                        .atMost(SOON.multipliedBy(4))
                        .until(() -> waiting.err().contains("waiting for the lease of process "));
                if (how.equals("stop")) {
                    scene.database.jdbc().update("UPDATE import SET stop_requested = true, status = 'stopping'");
                } else {
                    waiting.signal(how);
                }
                endsSoon(waiting, exit);
                assertThat(waiting.err())
                        .endsWith("error: stopped: stopped while waiting for the lease of product/410.\n"
                                + "Nothing was changed. Go on with the same command.\n");
            }
        }
    }

    /** A shell lets its background jobs ignore SIGINT. */
    static boolean isHeard(String signal) throws IOException {
        Path status = Path.of("/proc/self/status");
        return !signal.equals("INT")
                || !Files.exists(status)
                || Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .noneMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    }

    private static void endsSoon(RepriseProcess process, int exit) {
        Awaitility.await().atMost(SOON).until(() -> !process.isAlive());
        assertThat(process.await().exit()).as(process.err()).isEqualTo(exit);
    }
}
