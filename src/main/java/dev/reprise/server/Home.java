package dev.reprise.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where everything of the embedded server lies below a home directory.
 *
 * @param directory the home, absolute and without links
 */
record Home(Path directory) {

    /** The data directory's format; goes together with the binaries on the class path. */
    private static final String MAJOR = "18";

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    /** pg_ctl hands paths to a shell between double quotes; PostgreSQL cuts lines of its pid file. */
    private static final Pattern UNSAFE = Pattern.compile("[\"$`\\\\\\p{Cntrl}]");

    static Home prepare(Path directory) {
        if (UNSAFE.matcher(directory.toString()).find()) {
            throw Refusals.home(
                    directory, "its name holds a quote, a dollar sign, a backslash or a control character", null);
        }
        try {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            Home home = new Home(directory.toRealPath());
            Files.createDirectories(home.version());
            // A home that was there before keeps its mode; what is ours is closed to others.
            Files.setPosixFilePermissions(home.server(), OWNER_ONLY);
            return home;
        } catch (IOException | UnsupportedOperationException e) {
            throw Refusals.home(directory, Refusals.reason(e), e);
        }
    }

    /** A new directory for something unfinished, in the same file system as its final place. */
    Path unfinished() throws IOException {
        return Files.createTempDirectory(version(), Leftovers.PREFIX);
    }

    Path startLock() {
        return server().resolve("start.lock");
    }

    Path usersLock() {
        return server().resolve("users.lock");
    }

    Path version() {
        return server().resolve(MAJOR);
    }

    Path data() {
        return version().resolve("data");
    }

    /** Inside the data directory, so that neither can be had without the other. */
    Path password() {
        return passwordIn(data());
    }

    String readPassword() {
        try {
            return Files.readString(password()).strip();
        } catch (IOException e) {
            throw Refusals.password(this, Refusals.reason(e), e);
        }
    }

    static Path passwordIn(Path data) {
        return data.resolve("reprise.password");
    }

    Path log() {
        return version().resolve("server.log");
    }

    private Path server() {
        return directory.resolve("postgres");
    }
}
