package dev.reprise.engine.export;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file that is to be made. Until it is whole it lies under another name in the same directory, and whatever goes wrong, nothing is
 * left of it. One whose name ends in {@code .gz} is compressed.
 */
final class Destination implements AutoCloseable {

    private static final int PIECE = 1 << 16;

    private final Path file;
    private final boolean replace;
    private final Path unfinished;
    private final FileChannel channel;
    private final OutputStream out;

    private Destination(Path file, boolean replace, Path unfinished) throws IOException {
        this.file = file;
        this.replace = replace;
        this.unfinished = unfinished;
        this.channel = FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream plain = Channels.newOutputStream(channel);
        try {
            this.out = file.toString().endsWith(".gz") ? new GZIPOutputStream(plain, PIECE) : plain;
        } catch (IOException e) {
            close(); // its header found no room
            throw e;
        }
    }

    /**
     * Begins a file.
     *
     * @param replace whether one that is there may go
     * @throws RefusedException with exit 9 if there is one that may not, with exit 2 if something else stands there, with exit 5 if the
     *     directory is missing, with exit 4 if it may not be written to
     */
    static Destination begin(Path path, boolean replace) {
        Path file = path.toAbsolutePath();
        checkPlace(file, replace);
        try {
            Path real = Files.exists(file) ? file.toRealPath() : file;
            String name = "." + real.getFileName() + "." + UUID.randomUUID() + ".part";
            return new Destination(real, replace, real.resolveSibling(name));
        } catch (AccessDeniedException e) {
            throw refused(
                    Exit.NOT_ALLOWED,
                    "directory-not-allowed",
                    "the directory of " + file + " may not be written to",
                    "Have the right granted, or choose another place.",
                    e);
        } catch (IOException e) {
            throw unwritable(file.toString(), e);
        }
    }

    private static void checkPlace(Path file, boolean replace) {
        Path directory = file.getParent();
        if (file.getFileName() == null || Files.isDirectory(file)) {
            throw refused(Exit.USAGE, "file-is-directory", file + " is a directory", "Name a file in it.", null);
        }
        if (directory == null || !Files.isDirectory(directory)) {
            throw refused(
                    Exit.NOT_FOUND, "directory-missing", "there is no directory " + directory, "Check the path.", null);
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw refused(
                        Exit.USAGE, "file-irregular", file + " is not a regular file", "Write to stdout: -o -", null);
            }
            if (!replace) {
                throw exists(file, null);
            }
        }
    }

    private static RefusedException exists(Path file, @Nullable Exception cause) {
        return refused(
                Exit.WRONG_STATE,
                "file-exists",
                "there is a file " + file + " already",
                "Choose another name, or let it go with --replace.",
                cause);
    }

    private static RefusedException refused(
            Exit exit, String code, String what, String next, @Nullable Exception cause) {
        return new RefusedException(exit, Problem.unchanged(code, what, null, next), cause);
    }

    /** What is told when what was written cannot be kept. */
    static RefusedException unwritable(String where, IOException e) {
        String reason = e instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : String.valueOf(e.getMessage());
        Problem problem = new Problem(
                "file-unwritable",
                "the file cannot be written: " + reason,
                where,
                "No file was made, nothing was changed.",
                "Make room, or choose another place.");
        return new RefusedException(Exit.FAILED, problem, e);
    }

    Path file() {
        return file;
    }

    OutputStream out() {
        return out;
    }

    /** Lets the file be seen under its name, on the disk as far as the system can promise. */
    void complete() {
        try {
            out.flush();
            if (out instanceof GZIPOutputStream gzip) {
                gzip.finish();
            }
            channel.force(true);
            channel.close();
            appear();
            force(file.getParent());
        } catch (FileAlreadyExistsException e) {
            throw exists(file, e);
        } catch (IOException e) {
            throw unwritable(file.toString(), e);
        }
    }

    /** A move would go over a file that has come meanwhile; a link does not. Not every file system has links. */
    private void appear() throws IOException {
        if (!replace) {
            try {
                Files.createLink(file, unfinished);
                return;
            } catch (FileAlreadyExistsException e) {
                throw e;
            } catch (IOException | UnsupportedOperationException e) {
                if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                    throw new FileAlreadyExistsException(file.toString());
                }
            }
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void force(@Nullable Path directory) {
        if (directory == null) {
            return;
        }
        try (FileChannel open = FileChannel.open(directory, StandardOpenOption.READ)) {
            open.force(true);
        } catch (IOException e) {
            // not every system opens directories; the file itself is on the disk
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            throw unwritable(unfinished.toString(), e);
        }
    }
}
