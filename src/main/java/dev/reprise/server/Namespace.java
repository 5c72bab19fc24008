package dev.reprise.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where process numbers and the loopback address mean the same. Containers may share a home and still not see each other's
 * server: they would take it for dead and start a second one on the same data.
 */
final class Namespace {

    private static final String FILE = "reprise.namespace";

    private Namespace() {}

    static void record(Home home) throws IOException {
        Files.writeString(home.data().resolve(FILE), current());
    }

    /** Whether a server that may still run was started where we cannot see it. */
    static boolean foreign(Home home) throws IOException {
        Path recorded = home.data().resolve(FILE);
        return Files.exists(Postmaster.file(home))
                && Files.exists(recorded)
                && !Files.readString(recorded).equals(current());
    }

    private static String current() {
        return link("pid") + " " + link("net");
    }

    private static String link(String kind) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns", kind)).toString();
        } catch (IOException e) {
            // A system without namespaces: all places are one.
            return kind;
        }
    }
}
