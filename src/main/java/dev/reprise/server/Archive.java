package dev.reprise.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs: an archive on the class path, unpacked once into the home. */
final class Archive {

    static final String PREFIX = "bin-";

    private static final int OWNER_MAY_EXECUTE = 0100;

    private final URL resource;

    private Archive(URL resource) {
        this.resource = resource;
    }

    static Archive ofThisPlatform() {
        List<String> names = names(System.getProperty("os.name"), System.getProperty("os.arch"));
        for (String name : names) {
            URL resource = Archive.class.getResource("/" + name);
            if (resource != null) {
                return new Archive(resource);
            }
        }
        throw Refusals.platform(String.join(" or ", names));
    }

    static List<String> names(String os, String arch) {
        String system =
                os.startsWith("Mac") ? "darwin" : os.toLowerCase(Locale.ROOT).replace(' ', '_');
        String machine = arch.equals("amd64") ? "x86_64" : arch.equals("aarch64") ? "arm_64" : arch;
        List<String> names = new ArrayList<>();
        if (Files.exists(Path.of("/etc/alpine-release"))) {
            // Another C library: the common build would not even load there.
            names.add("postgres-" + system + "-" + machine + "-alpine_linux.txz");
        }
        names.add("postgres-" + system + "-" + machine + ".txz");
        return names;
    }

    /** The directory with bin, lib and share, complete. */
    Path unpacked(Home home) {
        try {
            Path place = home.version().resolve(PREFIX + mark());
            if (!Files.isDirectory(place)) {
                Path unfinished = home.unfinished();
                unpack(unfinished);
                Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
            }
            return place;
        } catch (IOException e) {
            throw Refusals.create(home, "its programs cannot be unpacked, " + Refusals.reason(e), e);
        }
    }

    /** Tells one release's archive from another's without reading it: a jar's directory has a checksum of each entry. */
    private String mark() throws IOException {
        URLConnection connection = resource.openConnection();
        if (connection instanceof JarURLConnection jar) {
            return Long.toHexString(jar.getJarEntry().getCrc()) + "-"
                    + jar.getJarEntry().getSize();
        }
        try (InputStream opened = connection.getInputStream()) {
            return Long.toHexString(connection.getLastModified()) + "-" + connection.getContentLengthLong();
        }
    }

    private void unpack(Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new XZCompressorInputStream(new BufferedInputStream(resource.openStream(), 1 << 16)))) {
            TarArchiveEntry entry = tar.getNextEntry();
            while (entry != null) {
                write(entry, tar, target);
                entry = tar.getNextEntry();
            }
        }
    }

    private static void write(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
            throw new IOException("the archive names a place outside itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.resolve("..").normalize());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, file);
        boolean program = (entry.getMode() & OWNER_MAY_EXECUTE) != 0;
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(program ? "rwx------" : "rw-------"));
    }
}
