package dev.reprise.web.transfer;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.record.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where uploads lie until they are imported. A file is called after its content, so that the same upload a second time goes on where the
 * first one stopped; until it is whole it has another name, and whatever breaks it, nothing of it stays.
 */
public final class Spool {

    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final int PIECE = 1 << 16;
    /** After so many bytes it is looked whether the disk has room for more. */
    private static final long LOOK = 8L << 20;

    private static final String UNFINISHED = ".part";
    /** Ends the names of files with secrets in them, which go soon after the last import that needs them. */
    public static final String SECRET = ".secret";

    /** Long enough for the request that brought it to have an import written down. */
    private static final Duration SECRET_KEPT = Duration.ofMinutes(15);

    /** No upload that is allowed takes as long without a byte being written. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path directory;
    private final TransferSettings settings;
    /** Bytes that bodies have promised and not brought yet. */
    private final AtomicLong promised = new AtomicLong();

    Spool(Path directory, TransferSettings settings) {
        this.directory = directory;
        this.settings = settings;
    }

    /**
     * An upload that is whole and on the disk.
     *
     * @param sha256 of its content
     * @param isNew whether the same content was not here before
     */
    public record Upload(Path file, byte[] sha256, long size, boolean isNew) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Upload upload && MessageDigest.isEqual(sha256, upload.sha256);
        }

        @Override
        public int hashCode() {
            return file.hashCode();
        }
    }

    /**
     * Begins to take a request's body. Refuses what says itself that it is too large before anything of it is read.
     *
     * @param length what it says; negative for nothing
     * @return its bytes; whoever reads too many, too slow or broken ones is told by {@code upload-too-large}, {@code upload-slow} and {@code
     *     upload-broken}. To be closed
     * @throws RefusedException {@code upload-too-large}, or {@code spool-full} if the disk has no room for it beside what is on its way
     */
    public InputStream accept(InputStream body, long length) {
        long limit = settings.uploadSize().toBytes();
        if (length > limit) {
            throw UploadBody.tooLarge(limit);
        }
        long expected = Math.max(0, length);
        try {
            Files.createDirectories(directory);
            checkRoom(expected + promised.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new UploadBody(body, limit, new Pace(settings.slowest().toBytes()), promised, expected);
    }

    private void checkRoom(long bytes) throws IOException {
        if (Files.getFileStore(directory).getUsableSpace() - bytes
                < settings.spoolReserve().toBytes()) {
            throw new RefusedException(
                    Exit.UNAVAILABLE,
                    Problem.unchanged("spool-full", "the disk has no room for the upload", null, "Try again later."));
        }
    }

    /**
     * Takes an upload.
     *
     * @param body of {@link #accept}, or a part of it
     * @param ending of the file's name, such as {@code .json}
     * @throws RefusedException as reading the body does, or {@code spool-full}; nothing of it stays then
     */
    public Upload receive(InputStream body, String ending) {
        Path part = directory.resolve("." + UUID.randomUUID() + UNFINISHED);
        try {
            MessageDigest digest = Sha256.digest();
            long size;
            try (FileChannel channel = FileChannel.open(
                            part,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                    OutputStream out = Channels.newOutputStream(channel)) {
                size = copy(body, out, digest);
                channel.force(true);
            }
            byte[] sha256 = digest.digest();
            Path file = directory.resolve(HexFormat.of().formatHex(sha256) + ending);
            boolean isNew = !Files.exists(file);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return new Upload(file.toRealPath(), sha256, size, isNew);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(part);
        }
    }

    /** Nothing came of an upload: it goes at the next reclaiming, unless somebody has sent the same meanwhile. */
    public void discard(Upload upload) {
        try {
            if (upload.isNew()) {
                Files.setLastModifiedTime(upload.file(), FileTime.from(Instant.EPOCH));
            }
        } catch (IOException e) {
            LOG.warn("it goes later: {}", upload.file(), e);
        }
    }

    private long copy(InputStream body, OutputStream out, MessageDigest digest) throws IOException {
        long size = 0;
        byte[] piece = new byte[PIECE];
        for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
            if (size / LOOK != (size + read) / LOOK) {
                checkRoom(0);
            }
            size += read;
            digest.update(piece, 0, read);
            write(out, piece, read);
        }
        return size;
    }

    private void write(OutputStream out, byte[] piece, int length) throws IOException {
        try {
            out.write(piece, 0, length);
        } catch (IOException e) {
            checkRoom(0);
            throw e;
        }
    }

    /**
     * Removes what nobody needs any more: what was never whole, and what is old and not {@code needed}.
     *
     * @param needed which files are, if those are among them of imports that ended not longer ago than this and can be restarted
     */
    public void reclaim(Function<Duration, Set<String>> needed) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        Instant now = Instant.now();
        Set<String> kept = needed.apply(settings.restartableKept());
        try (Stream<Path> files = Files.list(directory.toRealPath())) { // imports name them so
            files.filter(Files::isRegularFile).forEach(file -> {
                boolean unfinished = file.getFileName().toString().endsWith(UNFINISHED);
                boolean secret = file.getFileName().toString().endsWith(SECRET);
                Duration most = unfinished ? ABANDONED : secret ? SECRET_KEPT : settings.spoolKept();
                if (age(file, now).compareTo(most) > 0 && (unfinished || !kept.contains(file.toString()))) {
                    delete(file);
                }
            });
        } catch (IOException e) {
            LOG.warn("the spool could not be looked through", e);
        }
    }

    private static Duration age(Path file, Instant now) {
        try {
            return Duration.between(Files.getLastModifiedTime(file).toInstant(), now);
        } catch (IOException e) {
            return Duration.ZERO; // gone meanwhile
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("not deleted: {}", file, e);
        }
    }
}
