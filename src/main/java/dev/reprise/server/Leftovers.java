package dev.reprise.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Directories that nobody needs: begun by a process that was killed, or of an earlier release. */
final class Leftovers {

    static final String PREFIX = "unfinished-";

    private Leftovers() {}

    /** What was begun and never finished: swept before anything is unpacked, as it may be what fills the disk. */
    static void sweepUnfinished(Home home) {
        sweep(home, child -> name(child).startsWith(PREFIX));
    }

    /** Programs of other releases; only while no server runs. */
    static void sweepOtherBinaries(Home home, Path inUse) {
        sweep(home, child -> name(child).startsWith(Archive.PREFIX) && !child.equals(inUse));
    }

    private static void sweep(Home home, Predicate<Path> useless) {
        try (Stream<Path> children = Files.list(home.version())) {
            children.filter(useless).toList().forEach(Leftovers::delete);
        } catch (IOException e) {
            System.getLogger(Leftovers.class.getName()).log(System.Logger.Level.DEBUG, "not swept", e);
        }
    }

    private static String name(Path child) {
        return String.valueOf(child.getFileName());
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
