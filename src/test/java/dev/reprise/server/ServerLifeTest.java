package dev.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long the server lives, and what it survives. */
class ServerLifeTest {

    @TempDir
    Path temp;

    private Path home;

    @BeforeEach
    void prepare() throws IOException {
        home = Homes.in(temp.resolve("home"));
    }

    @Test
    void startsAgainAfterTheServerWasKilled() throws Exception {
        try (EmbeddedServer first = EmbeddedServer.join(home)) {
            Homes.query(first, "CREATE TABLE kept AS SELECT 7 AS value");
            ProcessHandle postmaster = Homes.postmaster(home);
            postmaster.destroyForcibly();
            Awaitility.await().until(() -> !postmaster.isAlive());
            try (EmbeddedServer second = EmbeddedServer.join(home)) {
                assertThat(Homes.query(second, "SELECT value FROM kept")).isEqualTo("7");
            }
            assertThat(Homes.running(home)).as("the first user is still there").isTrue();
        }
        assertThat(Homes.running(home)).isFalse();
    }

    @Test
    void leavesInPeaceWhenTheServerWasKilled() throws Exception {
        EmbeddedServer server = EmbeddedServer.join(home);
        ProcessHandle postmaster = Homes.postmaster(home);
        postmaster.destroyForcibly();
        Awaitility.await().until(() -> !postmaster.isAlive());
        server.close();
        EmbeddedServer.join(home).close();
        assertThat(Homes.running(home)).isFalse();
    }

    @Test
    void isNotFooledByAPidThatBelongsToAnotherProgramNow() throws Exception {
        EmbeddedServer.join(home).close();
        Files.writeString(
                Postmaster.file(new Home(home)),
                ProcessHandle.current().pid() + "\n" + home + "\n1\n9\n\n127.0.0.1\n  1  1\nready   \n");
        try (EmbeddedServer server = EmbeddedServer.join(home)) {
            assertThat(Homes.query(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void doesNotHangUpWithOurTerminal() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.join(home)) {
            assertThat(session(Homes.postmaster(home).pid()))
                    .as(server.url())
                    .isNotEqualTo(session(ProcessHandle.current().pid()));
        }
    }

    private static String session(long pid) throws IOException {
        Path stat = Path.of("/proc", String.valueOf(pid), "stat");
        assumeTrue(Files.exists(stat), "a /proc file system");
        String fields = Files.readString(stat);
        int afterName = fields.lastIndexOf(')') + 2;
        return fields.substring(afterName).split(" ", -1)[3];
    }

    @Test
    void closesOnlyOnce() throws Exception {
        EmbeddedServer first = EmbeddedServer.join(home);
        try (EmbeddedServer second = EmbeddedServer.join(home)) {
            first.close();
            first.close();
            assertThat(Homes.query(second, "SELECT 1")).isEqualTo("1");
        }
        assertThat(Homes.running(home)).isFalse();
    }

    @Test
    void stopsTheServerEvenWhenInterrupted() throws Exception {
        EmbeddedServer server = EmbeddedServer.join(home);
        Thread.currentThread().interrupt();
        server.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Homes.running(home)).isFalse();
    }
}
