package dev.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No server, and a message that helps. */
class RefusalsTest {

    @TempDir
    Path temp;

    @Test
    void aFileInThePlaceOfTheHome() throws Exception {
        Path file = Files.createFile(temp.resolve("home"));
        assertThat(refusal(file).text())
                .startsWith("embedded-postgres-home: ")
                .contains("file in its place", "REPRISE_HOME");
    }

    @Test
    void aHomeBelowAFile() throws Exception {
        Path file = Files.createFile(temp.resolve("file"));
        assertThat(refusal(file.resolve("home")).code()).isEqualTo("embedded-postgres-home");
    }

    @Test
    void aNameThatAShellWouldExpand() {
        assertThat(refusal(temp.resolve("$HOME")).what()).contains("dollar");
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void aDataDirectoryThatIsNone() throws Exception {
        Home home = new Home(Homes.in(temp.resolve("home")));
        Files.createDirectory(home.data());
        Files.createFile(home.password());
        Problem problem = refusal(home.directory());
        assertThat(problem.code()).isEqualTo("embedded-postgres-start");
        assertThat(problem.what()).contains("not a database cluster directory").doesNotContain("\n");
    }

    @Test
    void aSettingThatTheServerRefuses() throws Exception {
        Home home = new Home(Homes.in(temp.resolve("home")));
        EmbeddedServer.join(home.directory()).close();
        Files.writeString(home.data().resolve("postgresql.auto.conf"), "max_connections = 'many'\n");
        assertThat(refusal(home.directory()).what()).contains("max_connections");
    }

    @Test
    void aLostPassword() throws Exception {
        Home home = new Home(Homes.in(temp.resolve("home")));
        EmbeddedServer.join(home.directory()).close();
        String password = home.readPassword();
        Files.writeString(home.password(), "another");
        assertThat(refusal(home.directory()).code()).isEqualTo("embedded-postgres-password");
        Files.writeString(home.password(), password);
        EmbeddedServer.join(home.directory()).close();
        assertThat(Homes.running(home.directory())).isFalse();
    }

    @Test
    void aPlatformWithoutBinaries() {
        assertThat(Archive.names("Linux", "amd64")).contains("postgres-linux-x86_64.txz");
        assertThat(Archive.names("Linux", "aarch64")).contains("postgres-linux-arm_64.txz");
        assertThat(Archive.names("Mac OS X", "aarch64")).contains("postgres-darwin-arm_64.txz");
        assertThat(Refusals.platform("postgres-plan_9.txz").problem().text())
                .contains("postgres-plan_9.txz", "SPRING_DATASOURCE_URL");
    }

    @Test
    void theLastLinesOnly() throws IOException {
        Path log = Files.writeString(temp.resolve("log"), "old\n" + "1\n2\n\n3\n4\n5\n6\n");
        assertThat(Tail.of(log, 4)).isEqualTo("2 | 3 | 4 | 5 | 6");
        assertThat(Tail.of(log, Files.size(log))).isEqualTo("it said nothing");
    }

    private static Problem refusal(Path home) {
        RefusedException[] caught = new RefusedException[1];
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> EmbeddedServer.join(home))
                .satisfies(e -> caught[0] = e);
        assertThat(caught[0].exit()).isEqualTo(Exit.UNAVAILABLE);
        return caught[0].problem();
    }
}
