package dev.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes, one home; some of them killed. */
@Timeout(120)
class SharedServerTest {

    @TempDir
    Path temp;

    private Path home;

    @BeforeEach
    void prepare() throws IOException {
        home = Homes.in(temp.resolve("home"));
    }

    @Test
    void twoThatComeAtOnceShareOneServerAndTheLastStopsIt() throws Exception {
        try (Visitor one = Visitor.start(home);
                Visitor other = Visitor.start(home)) {
            String url = one.line();
            String password = one.line();
            assertThat(other.line()).isEqualTo(url).startsWith("jdbc:postgresql://127.0.0.1:");
            assertThat(other.line()).isEqualTo(password);

            one.tell("leave");
            assertThat(one.rest()).isEqualTo("left\n");
            assertThat(Homes.query(url, Login.USER, password, "SELECT 1")).isEqualTo("1");

            other.tell("leave");
            assertThat(other.rest()).isEqualTo("left\n");
            assertThat(Homes.running(home)).isFalse();
        }
    }

    @Test
    void aServerWhoseUserWasKilledIsAdopted() throws Exception {
        try (Visitor killed = Visitor.start(home)) {
            String url = killed.line();
            killed.kill();
            assertThat(Homes.running(home)).isTrue();
            try (EmbeddedServer server = EmbeddedServer.join(home)) {
                assertThat(server.url()).isEqualTo(url);
            }
            assertThat(Homes.running(home)).isFalse();
        }
    }

    @Test
    void aFirstStartThatWasKilledLeavesNothingInTheWay() throws Exception {
        try (Visitor killed = Visitor.start(home)) {
            Awaitility.await().until(() -> unfinished("data/PG_VERSION"));
            killed.kill();
            assertThat(new Home(home).data()).doesNotExist();
            try (EmbeddedServer server = EmbeddedServer.join(home)) {
                assertThat(Homes.query(server, "SELECT current_database()")).isEqualTo("reprise");
            }
        }
    }

    @Test
    void aServerInAnotherContainerIsNotStartedTwice() throws Exception {
        try (Visitor elsewhere = Visitor.start(home)) {
            elsewhere.line();
            Path recorded = new Home(home).data().resolve("reprise.namespace");
            String truth = Files.readString(recorded);
            Files.writeString(recorded, "pid:[1] net:[1]");
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> EmbeddedServer.join(home))
                    .satisfies(e -> assertThat(e.problem().code()).isEqualTo("embedded-postgres-elsewhere"));
            Files.writeString(recorded, truth);
            elsewhere.tell("leave");
            assertThat(elsewhere.rest()).endsWith("left\n");
        }
    }

    private boolean unfinished(String file) throws IOException {
        try (Stream<Path> children = Files.list(new Home(home).version())) {
            return children.anyMatch(child -> Files.exists(child.resolve(file)));
        }
    }

    @Test
    void whoReadsOurOutputToItsEndIsNotKeptWaitingByTheServer() throws Exception {
        try (Visitor gone = Visitor.start(home)) {
            gone.tell("halt");
            assertThat(gone.rest()).contains("jdbc:postgresql:");
            assertThat(Homes.running(home)).isTrue();
        } finally {
            EmbeddedServer.join(home).close();
        }
        assertThat(Homes.running(home)).isFalse();
    }
}
