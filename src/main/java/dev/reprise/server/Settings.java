package dev.reprise.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The server's settings: those that keep it safe, and those that a bulk import wants on an ordinary machine. */
final class Settings {

    static final String FILE = "reprise.conf";

    /** The log takes no statements, no failing ones either: their text and details would hold rows of users. */
    private static final String TEXT = """
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            port = %d
            password_encryption = 'scram-sha-256'
            fsync = on
            full_page_writes = on
            synchronous_commit = on
            shared_buffers = '128MB'
            max_wal_size = '2GB'
            wal_level = minimal
            max_wal_senders = 0
            max_logical_replication_workers = 0
            client_connection_check_interval = '1s'
            log_min_messages = log
            log_min_error_statement = panic
            log_error_verbosity = terse
            log_checkpoints = off
            log_timezone = 'UTC'
            timezone = 'UTC'
            """;

    private Settings() {}

    static void write(Path data, int port) throws IOException {
        Files.writeString(data.resolve(FILE), TEXT.formatted(port));
    }
}
