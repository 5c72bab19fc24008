package dev.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server is like: who gets in, what it keeps, what it writes. */
class EmbeddedServerTest {

    @TempDir
    Path temp;

    private Path home;

    @BeforeEach
    void prepare() throws IOException {
        home = Homes.in(temp.resolve("a home"));
    }

    @Test
    void keepsDataBetweenRunsAndRunsOnlyWhileItIsUsed() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.join(home)) {
            Homes.query(server, "CREATE TABLE kept AS SELECT 'é' AS value");
        }
        assertThat(Homes.running(home)).isFalse();
        try (EmbeddedServer server = EmbeddedServer.join(home)) {
            assertThat(Homes.query(server, "SELECT value FROM kept")).isEqualTo("é");
        }
        assertThat(Homes.running(home)).isFalse();
    }

    @Test
    void letsNobodyInWithoutThePassword() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.join(home)) {
            for (String password : List.of("wrong", "reprise", "postgres")) {
                assertThatExceptionOfType(SQLException.class)
                        .isThrownBy(() -> Homes.query(server.url(), "reprise", password, "SELECT 1"))
                        .satisfies(e -> assertThat(e.getSQLState()).isEqualTo(Login.WRONG_PASSWORD));
            }
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> Homes.query(server.url(), "postgres", server.password(), "SELECT 1"));
            assertThat(Homes.query(
                            server,
                            "SELECT string_agg(DISTINCT auth_method || ' ' || address, ',') FROM pg_hba_file_rules"))
                    .isEqualTo("scram-sha-256 127.0.0.1");
            assertThat(Homes.query(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(Homes.query(server, "SHOW unix_socket_directories")).isEmpty();
            assertThat(server.toString()).contains(server.url()).doesNotContain(server.password());
            assertThat(modes(home, home.resolve("postgres"), new Home(home).data(), new Home(home).password()))
                    .containsExactly("rwx------", "rwx------", "rwx------", "rw-------");
        }
    }

    private static List<String> modes(Path... files) throws IOException {
        List<String> modes = new ArrayList<>();
        for (Path file : files) {
            modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
        return modes;
    }

    @Test
    void isSafeAndSortsAlikeEverywhere() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.join(home)) {
            assertThat(Homes.query(
                            server,
                            "SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) FROM pg_settings WHERE name IN"
                                    + " ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums',"
                                    + " 'client_connection_check_interval', 'server_encoding')"))
                    .isEqualTo("client_connection_check_interval=1000 data_checksums=on fsync=on full_page_writes=on"
                            + " server_encoding=UTF8 synchronous_commit=on");
            assertThat(Homes.query(
                            server,
                            "SELECT concat(datlocprovider, ' ', datlocale) FROM pg_database WHERE datname = 'reprise'"))
                    .isEqualTo("b C.UTF-8");
        }
    }

    @Test
    void writesNoRowsToItsLog() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.join(home)) {
            Homes.query(server, "CREATE TABLE one (value text PRIMARY KEY)");
            Homes.query(server, "INSERT INTO one VALUES ('hush-hush')");
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> Homes.query(server, "INSERT INTO one VALUES ('hush-hush')"));
            assertThat(new Home(home).log()).content().doesNotContain("hush-hush");
        }
    }
}
