package dev.reprise.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The PostgreSQL that tests run against, one for the whole JVM: an address from the environment (REPRISE_TEST_URL, _USERNAME and
 * _PASSWORD, of a role that may create databases), else a container where a Docker engine answers, else the embedded one.
 */
public final class TestPostgres {

    private static final String IMAGE = "postgres:18-alpine";
    private static final Server SERVER = start();

    private TestPostgres() {}

    /** Where a server is, and how to log in. */
    private record Server(String url, String user, String password) {}

    /** An empty database of its own for a test, in a session time zone that is not UTC. */
    public static TestDatabase createEmpty() {
        return createFrom("template0");
    }

    /** The same with our schema: a copy, as to migrate each of hundreds anew takes minutes. */
    public static TestDatabase createDatabase() {
        return copyOf(Migrated.DATABASE);
    }

    private static final class Migrated {

        private static final TestDatabase DATABASE = createEmpty().migrate();
    }

    /** A database that holds what another one does, to which nobody may be connected. */
    public static TestDatabase copyOf(TestDatabase database) {
        return createFrom(name(database));
    }

    /** Removes a database, for tests that make very many. */
    public static void drop(TestDatabase database) {
        execute("DROP DATABASE " + name(database) + " WITH (FORCE)");
    }

    private static String name(TestDatabase database) {
        return database.url().replaceFirst(".*/([^/?]*).*", "$1");
    }

    private static void execute(String... statements) {
        try (Connection connection = DriverManager.getConnection(SERVER.url, SERVER.user, SERVER.password);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the test's database cannot be made or removed", e);
        }
    }

    private static TestDatabase createFrom(String template) {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        execute(
                "CREATE DATABASE " + name + " ENCODING 'UTF8' TEMPLATE " + template,
                "ALTER DATABASE " + name + " SET timezone = 'Pacific/Chatham'");
        String url = SERVER.url.replaceFirst("/[^/?]*(\\?|$)", "/" + name + "$1");
        return new TestDatabase(url, SERVER.user, SERVER.password);
    }

    private static Server start() {
        String url = System.getenv("REPRISE_TEST_URL");
        if (url != null) {
            String user = System.getenv().getOrDefault("REPRISE_TEST_USERNAME", "postgres");
            return new Server(url, user, System.getenv().getOrDefault("REPRISE_TEST_PASSWORD", ""));
        }
        return DockerClientFactory.instance().isDockerAvailable() ? container() : embedded();
    }

    @SuppressWarnings("resource") // Testcontainers removes it when the JVM ends
    private static Server container() {
        PostgreSQLContainer container = new PostgreSQLContainer(IMAGE);
        container.start();
        return new Server(container.getJdbcUrl(), container.getUsername(), container.getPassword());
    }

    private static Server embedded() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("fsync", "off") // it is never killed; those that are have servers of their own
                    .setServerConfig("full_page_writes", "off")
                    .start();
            return new Server(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
