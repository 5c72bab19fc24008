package dev.reprise.server;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.stream.Stream;

/** Homes for tests: the programs are unpacked once for all of them. */
final class Homes {

    private Homes() {}

    /** An empty home that needs no unpacking any more. */
    static Path in(Path directory) throws IOException {
        String own = "server-test-" + System.getProperty("test.fork", "1"); // tests run in two processes
        Path binaries = Archive.ofThisPlatform().unpacked(Home.prepare(Path.of("target", own)));
        Home home = Home.prepare(directory);
        link(binaries, home.version().resolve(binaries.getFileName()));
        return home.directory();
    }

    /** Hard links: a symbolic one would be reported by the deletion of temporary directories. */
    private static void link(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path));
                if (Files.isDirectory(path)) {
                    Files.createDirectory(target);
                } else {
                    linkOrCopy(path, target);
                }
            }
        }
    }

    private static void linkOrCopy(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.copy(from, to, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    static String query(EmbeddedServer server, String sql) throws SQLException {
        return query(server.url(), server.user(), server.password(), sql);
    }

    static String query(String url, String user, String password, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return String.valueOf(statement.getUpdateCount());
            }
            try (ResultSet rows = statement.getResultSet()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    static boolean running(Path directory) throws IOException {
        Postmaster postmaster = Postmaster.of(new Home(directory.toRealPath()));
        return postmaster != null && postmaster.alive();
    }

    static ProcessHandle postmaster(Path directory) throws IOException {
        Postmaster postmaster = Objects.requireNonNull(Postmaster.of(new Home(directory.toRealPath())));
        return ProcessHandle.of(postmaster.pid()).orElseThrow();
    }
}
