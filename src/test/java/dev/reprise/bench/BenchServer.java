package dev.reprise.bench;

import dev.reprise.testing.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The server that everything is timed on: the one at {@code REPRISE_TEST_URL}, else an embedded one that waits for the disk. */
final class BenchServer {

    private final TestDatabase administration;
    private int made;

    BenchServer() throws IOException {
        String url = System.getenv("REPRISE_TEST_URL");
        administration = url == null
                ? embedded()
                : new TestDatabase(
                        url,
                        System.getenv().getOrDefault("REPRISE_TEST_USERNAME", "postgres"),
                        System.getenv().getOrDefault("REPRISE_TEST_PASSWORD", ""));
    }

    private static TestDatabase embedded() throws IOException {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        return new TestDatabase(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "");
    }

    String version() {
        return administration.jdbc().queryForObject("SHOW server_version", String.class);
    }

    /** An empty database. */
    TestDatabase database() {
        String name = "bench_" + ++made;
        administration.jdbc().execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        administration.jdbc().execute("CREATE DATABASE " + name + " ENCODING 'UTF8' TEMPLATE template0");
        return new TestDatabase(
                administration.url().replaceFirst("/[^/?]*(\\?|$)", "/" + name + "$1"),
                administration.user(),
                administration.password());
    }

    /** One that has Reprise's tables. */
    TestDatabase migrated() {
        return database().migrate();
    }

    void drop(TestDatabase database) {
        administration
                .jdbc()
                .execute("DROP DATABASE " + database.url().replaceFirst(".*/([^/?]*).*", "$1") + " WITH (FORCE)");
    }

    /** Whether there is a pg_dump that takes this server; it refuses newer ones. */
    boolean canBeDumped() {
        try {
            Process process = new ProcessBuilder(List.of("pg_dump", "--version")).start();
            String version =
                    new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            process.waitFor(10, TimeUnit.SECONDS);
            return major(version.replaceFirst("\\D*", "")) >= major(version());
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private static int major(String version) {
        return Integer.parseInt(version.replaceFirst("\\D.*", "").trim());
    }
}
