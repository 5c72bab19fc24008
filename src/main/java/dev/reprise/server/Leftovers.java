package dev.reprise.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directories that nobody needs: begun by a process that was killed, or of an earlier release. */
final class Leftovers {

    static final String PREFIX = "unfinished-";

    private Leftovers() {}

    /** Deletes what is left over beside the binaries in use, as far as possible. */
    static void sweep(Home home, Path binaries) {
        try (Stream<Path> children = Files.list(home.version())) {
            for (Path child : children.toList()) {
                String name = child.getFileName().toString();
                if (name.startsWith(PREFIX) || name.startsWith(Archive.PREFIX) && !child.equals(binaries)) {
                    delete(child);
                }
            }
        } catch (IOException e) {
            System.getLogger(Leftovers.class.getName()).log(System.Logger.Level.DEBUG, "not swept", e);
        }
    }

    /** Deletes a file or a tree; what cannot be deleted now, because an orphan still writes there, stays for the next time. */
    static void delete(Path tree) {
        try (Stream<Path> all = Files.walk(tree)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            System.getLogger(Leftovers.class.getName()).log(System.Logger.Level.DEBUG, "not deleted: " + tree, e);
        }
    }
}
