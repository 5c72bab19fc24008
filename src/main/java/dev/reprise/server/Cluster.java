package dev.reprise.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;

/** The data directory: made once, complete or not at all. */
final class Cluster {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PASSWORD_BYTES = 24;

    /** No line for sockets, other addresses, replication or trust: who has no password does not get in. */
    private static final String ACCESS = "host all all 127.0.0.1/32 scram-sha-256\n";

    private final Home home;
    private final Programs programs;

    Cluster(Home home, Programs programs) {
        this.home = home;
        this.programs = programs;
    }

    /** Creates it beside its place and renames it when complete: a process killed on the way leaves nothing that is used. */
    void createIfMissing() {
        if (Files.exists(home.data())) {
            return;
        }
        try {
            Path unfinished = home.unfinished();
            try {
                create(unfinished);
            } finally {
                Leftovers.delete(unfinished);
            }
        } catch (IOException e) {
            throw Refusals.create(home, Refusals.reason(e), e);
        }
    }

    private void create(Path unfinished) throws IOException {
        Path data = unfinished.resolve("data");
        Path password = unfinished.resolve("password");
        write(password, newPassword());
        initdb(data, password);
        Files.move(password, Home.passwordIn(data));
        Files.writeString(data.resolve("pg_hba.conf"), ACCESS);
        Files.writeString(
                data.resolve("postgresql.conf"),
                "\n# Written anew at every start; what stands below it wins.\ninclude = '" + Settings.FILE + "'\n",
                StandardOpenOption.APPEND);
        Settings.write(data, 0);
        force(data);
        Files.move(data, home.data(), StandardCopyOption.ATOMIC_MOVE);
        force(home.version());
    }

    private void initdb(Path data, Path password) {
        // The builtin provider sorts and folds alike on every system; PostgreSQL has it since 17.
        Programs.Outcome outcome = programs.run(
                LIMIT,
                "initdb",
                "--pgdata=" + data,
                "--username=" + Login.USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions");
        if (!outcome.succeeded()) {
            throw Refusals.create(home, outcome.output(), null);
        }
    }

    private static String newPassword() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** Closed to others from its first byte on, and on disk: with the password lost, the data would be locked away. */
    private static void write(Path file, String text) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(
                file, options, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
