package dev.reprise.server;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** Points Spring Boot's data source to the embedded server. */
final class EmbeddedConnectionDetails implements JdbcConnectionDetails {

    private final EmbeddedServer server;

    EmbeddedConnectionDetails(EmbeddedServer server) {
        this.server = server;
    }

    @Override
    public String getJdbcUrl() {
        return server.url();
    }

    @Override
    public String getUsername() {
        return server.user();
    }

    @Override
    public String getPassword() {
        return server.password();
    }
}
