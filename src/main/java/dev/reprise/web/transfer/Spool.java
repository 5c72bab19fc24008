package dev.reprise.web.transfer;

import dev.reprise.record.RefusedException;
import dev.reprise.record.Sha256;
import dev.reprise.web.limit.Places;
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
import java.util.concurrent.ConcurrentHashMap;
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

    /** Before JDK 21 each holds one of 200 threads while it comes. */
    private static final int MOST = 40;

    private static final int MOST_OF_ONE = 20;
    private static final String UNFINISHED = ".part";

    /** Other processes say that they hold a file by its time, each time they look through the spool, which is much more often. */
    private static final Duration UNNEEDED = Duration.ofMinutes(15);

    /** No upload that is allowed takes as long without a byte being written. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path directory;
    private final TransferSettings settings;
    private final DiskShares shares = new DiskShares(this::room);
    private final Places places = new Places("uploads-full", "uploads are on their way", MOST, MOST_OF_ONE, 0);
    /** Files of requests that are not over, and of how many. */
    private final ConcurrentHashMap<Path, Integer> held = new ConcurrentHashMap<>();

    Spool(Path directory, TransferSettings settings) {
        this.directory = directory;
        this.settings = settings;
    }

    /**
     * An upload that is whole and on the disk.
     *
     * @param sha256 of its content
     */
    public record Upload(Path file, byte[] sha256, long size) {

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
     * @param caller whose it is
     * @param length what it says; negative for nothing
     * @return to be closed when what came of it is written down
     * @throws RefusedException {@code upload-too-large}; {@code uploads-full} if too many are on their way; {@code spool-full} if the disk has
     *     no room for it beside them, or the caller has announced more than a half of what there is
     */
    public Incoming accept(String caller, InputStream body, long length) {
        long limit = settings.uploadSize().toBytes();
        if (length > limit) {
            throw UploadBody.tooLarge(limit);
        }
        Places.Place place = places.take(caller, Duration.ZERO);
        try {
            Files.createDirectories(directory);
            DiskShares.Share share = shares.begin(caller, Math.max(0, length));
            return new Incoming(this, new UploadBody(body, limit, pace(length), share::came), share, place);
        } catch (IOException e) {
            place.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            place.close();
            throw e;
        }
    }

    /** What would not be over in time at half the pace that it needs is given up soon, as it holds the room that it has announced. */
    Pace pace(long length) {
        long needed = length / 2 / Math.max(1, settings.uploadTime().toSeconds());
        return new Pace(Math.max(settings.slowest().toBytes(), needed), settings.uploadTime());
    }

    /** A body that is read at once and not kept: it must keep the pace, and not be larger than uploads may. */
    public InputStream paced(InputStream body) {
        return new UploadBody(body, settings.uploadSize().toBytes(), pace(0), bytes -> {});
    }

    private long room() {
        try {
            return Files.getFileStore(directory).getUsableSpace()
                    - settings.spoolReserve().toBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes an upload, which is held until it is released. */
    Upload receive(InputStream body, String ending) {
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
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            Path real = file.toRealPath();
            held.merge(real, 1, Integer::sum);
            return new Upload(real, sha256, size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(part);
        }
    }

    /** Its request is over: it stays for as long as an import needs it. */
    void release(Upload upload) {
        held.computeIfPresent(upload.file(), (file, requests) -> requests == 1 ? null : requests - 1);
    }

    private static void date(Path file, Instant time) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(time));
        } catch (IOException e) {
            LOG.warn("it stays a little longer or shorter than it should: {}", file, e);
        }
    }

    private long copy(InputStream body, OutputStream out, MessageDigest digest) throws IOException {
        long size = 0;
        byte[] piece = new byte[PIECE];
        for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
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
            if (room() < 0) {
                throw DiskShares.full();
            }
            throw e;
        }
    }

    /** Which files imports need. */
    public interface Needed {

        /**
         * Those that they read or will read.
         *
         * @param restartable also those of imports that ended not longer ago than this and can be restarted
         * @param partly and not longer ago than this and of which not all was taken
         */
        Set<String> files(Duration restartable, Duration partly);
    }

    /**
     * Removes what nobody needs: what no request is about and no import has to read, and what was never whole. It has to be called every few
     * minutes, as this also tells other processes which files are held.
     *
     * @param needed tells which files are
     */
    public void reclaim(Needed needed) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        Instant now = Instant.now();
        held.keySet().forEach(file -> date(file, now));
        Set<String> kept = needed.files(settings.restartableKept(), settings.spoolKept());
        try (Stream<Path> files = Files.list(directory.toRealPath())) { // imports name them so
            files.filter(Files::isRegularFile)
                    .filter(file -> isOver(file, now) && !held.containsKey(file) && !kept.contains(file.toString()))
                    .forEach(Spool::delete);
        } catch (IOException e) {
            LOG.warn("the spool could not be looked through", e);
        }
    }

    private static boolean isOver(Path file, Instant now) {
        boolean unfinished = file.getFileName().toString().endsWith(UNFINISHED);
        return age(file, now).compareTo(unfinished ? ABANDONED : UNNEEDED) > 0;
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
