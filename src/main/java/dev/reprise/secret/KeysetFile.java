package dev.reprise.secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A keyset in a file, read again whenever it has changed, so that a rotation by another process is seen at once. It is replaced
 * whole: written beside, forced to disk, renamed. Who makes or changes it holds a lock on a file beside it, which stays.
 */
final class KeysetFile {

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final FileAttribute<?> OWNERS_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** File locks belong to the process: threads of one process need a lock of their own. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final Path path;
    private volatile @Nullable State state;

    KeysetFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    /** Keys, and by what one sees that the file is another one by now. */
    private record State(Keys keys, Object identity) {}

    Path path() {
        return path;
    }

    boolean exists() {
        return Files.exists(path);
    }

    /** The keys as they are now; null if there is no file. */
    @Nullable
    Keys read() {
        State known = state;
        try {
            // Looked at before the content: if it is replaced in between, the next call reads once more.
            Object identity = identity();
            if (known != null && known.identity().equals(identity)) {
                return known.keys();
            }
            if (Files.size(path) > JsonText.MOST_BYTES) {
                throw Refusals.damaged(path.toString());
            }
            Keys keys = Keys.parse(Files.readAllBytes(path));
            if (keys == null) {
                throw Refusals.damaged(path.toString());
            }
            state = new State(keys, identity);
            return keys;
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw Refusals.unreadable(path, e);
        }
    }

    /**
     * Replaces the keys, alone among all processes and threads.
     *
     * @param change is given the keys as they are then, null for none, and gives those to write: the same object to write nothing
     */
    Keys change(UnaryOperator<@Nullable Keys> change) {
        THREADS.lock();
        try {
            Files.createDirectories(directory(), OWNERS_DIRECTORY);
            Path lock = path.resolveSibling(path.getFileName() + ".lock");
            try (FileChannel channel = open(lock);
                    FileLock held = channel.lock()) {
                Keys before = read();
                Keys after = change.apply(before);
                if (after == null) {
                    throw new IllegalStateException("a keyset is never removed");
                }
                if (after != before) {
                    write(after);
                }
                return after;
            }
        } catch (IOException | GeneralSecurityException | UnsupportedOperationException e) {
            throw Refusals.unwritten(path, e);
        } finally {
            THREADS.unlock();
        }
    }

    private static FileChannel open(Path lock) throws IOException {
        return FileChannel.open(lock, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNER_ONLY);
    }

    private void write(Keys keys) throws IOException, GeneralSecurityException {
        // A link stays a link: what it points to is replaced.
        Path target = Files.exists(path) ? path.toRealPath() : path;
        Path directory = target.resolveSibling("");
        String prefix = "." + target.getFileName() + ".";
        removeTorn(directory, prefix);
        Path part = Files.createTempFile(directory, prefix, ".part", OWNER_ONLY);
        try {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                ByteBuffer text = ByteBuffer.wrap(keys.toText());
                while (text.hasRemaining()) {
                    channel.write(text);
                }
                channel.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** What a killed process left: its keys were never used. */
    private static void removeTorn(Path directory, String prefix) throws IOException {
        try (DirectoryStream<Path> torn = Files.newDirectoryStream(directory, prefix + "*.part")) {
            for (Path part : torn) {
                Files.deleteIfExists(part);
            }
        }
    }

    private Path directory() {
        return path.resolveSibling("");
    }

    private Object identity() throws IOException {
        BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
        return Arrays.asList(file.fileKey(), file.lastModifiedTime(), file.size());
    }
}
