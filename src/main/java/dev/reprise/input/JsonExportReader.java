package dev.reprise.input;

import dev.reprise.record.Origin;
import dev.reprise.record.RefusedException;
import dev.reprise.record.SourceRecord;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an export {@code {..., "data": {..., "tasks": [...], ...}, ...}} in one pass and hands out blocks of the elements of the
 * arrays under one member, whatever their names, order and number. Everything else is kept in the {@link Shell}. Any JSON
 * document can be read; which are exports is for the source to say.
 *
 * <p>Elements are handed out unparsed: who takes them must put each through {@link JsonCursor}. A document that is broken,
 * too deep, too large in one element or in the wrong encoding ends the reading with a {@link RefusedException} that names the
 * byte.
 */
public final class JsonExportReader implements ExportFormat.Reader {

    private final String file;
    private final int blockRecords;
    private final long blockSize;
    private final ByteWindow window;
    private final JsonSkeleton skeleton;
    private final Shell shell;
    private boolean delivered;
    /** Of the records of a block; those of the next go over them. */
    private byte[] bytes = new byte[0];

    /**
     * Opens a file.
     *
     * @param inner the member whose arrays are streamed
     * @param from where an earlier reader had come to; null for the beginning
     * @throws IOException if the file cannot be read
     */
    public JsonExportReader(Path file, String inner, InputSettings settings, @Nullable Position from)
            throws IOException {
        this.file = file.toString();
        this.blockRecords = settings.blockRecords();
        this.blockSize = settings.blockSize().toBytes();
        this.shell = from == null ? new Shell(inner) : Shell.parse(from.shell(), inner);
        this.window = from == null
                ? new ByteWindow(file, 0, Fingerprint.start())
                : new ByteWindow(file, from.offset(), from.chain());
        this.skeleton = new JsonSkeleton(inner, this.file, settings, window, shell);
        if (from != null) {
            if (!window.isPast(from)) {
                window.close();
                throw changed(this.file);
            }
            skeleton.takeUp(from);
        }
    }

    @Override
    public Shell head() throws IOException {
        skeleton.advance();
        return shell;
    }

    @Override
    public boolean finished() {
        return skeleton.finished();
    }

    @Override
    public @Nullable Block read() throws IOException {
        if (delivered) {
            return null;
        }
        int used = 0;
        List<Origin> origins = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        skeleton.advance();
        reserve();
        long full = skeleton.objects() + blockRecords;
        while (!skeleton.finished() && origins.size() < blockRecords && skeleton.objects() < full && used < blockSize) {
            Origin origin = skeleton.element();
            if (origin == null) {
                skeleton.advance();
            } else {
                int length = window.position - window.mark;
                if (bytes.length - used < length) {
                    bytes = Arrays.copyOf(bytes, used + Math.max(length, used / 2));
                }
                System.arraycopy(window.bytes, window.mark, bytes, used, length);
                used += length;
                origins.add(origin);
                ends.add(used);
            }
        }
        delivered = skeleton.finished();
        return new Block(records(bytes, origins, ends), position());
    }

    /** One long element must not hold memory for all that follow. */
    private void reserve() {
        long usual = Math.min(blockSize + blockSize / 8, window.rest()) + 1;
        if (bytes.length < usual || bytes.length > 4 * blockSize) {
            bytes = new byte[(int) usual];
        }
    }

    private static List<SourceRecord> records(byte[] bytes, List<Origin> origins, List<Integer> ends) {
        List<SourceRecord> records = new ArrayList<>(origins.size());
        int from = 0;
        for (int i = 0; i < origins.size(); i++) {
            records.add(new SourceRecord(origins.get(i), bytes, from, ends.get(i)));
            from = ends.get(i);
        }
        return records;
    }

    private Position position() throws IOException {
        if (delivered && window.hasGrown()) {
            throw changed(file);
        }
        return new Position(
                window.offset(), skeleton.array(), skeleton.index(), shell.text(), window.chain(), window.tail());
    }

    /** Whether a file is compressed, and so larger than it seems. */
    public static boolean isCompressed(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return Gunzip.is(file.toString(), channel);
        }
    }

    /**
     * Compares the last bytes before a position with the file; quick, and so left to {@link #checkChain} and to whoever goes on reading
     * where the file is compressed.
     *
     * @throws RefusedException if the file is not the one that was read up to there
     */
    public static void checkTail(Path file, Position position) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (!Gunzip.is(file.toString(), channel)
                    && (channel.size() < position.offset()
                            || !Arrays.equals(position.tail(), Fingerprint.tail(channel, position.offset())))) {
                throw changed(file.toString());
            }
        }
    }

    /**
     * Reads all whole blocks before a position again and compares; takes as long as reading them.
     *
     * @throws RefusedException if the file is not the one that was read up to there
     */
    public static void checkChain(Path file, Position position) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (!isSame(file, channel, position)) {
                throw changed(file.toString());
            }
        }
    }

    private static boolean isSame(Path file, FileChannel channel, Position position) throws IOException {
        if (!Gunzip.is(file.toString(), channel)) {
            return Arrays.equals(position.chain(), Fingerprint.chain(channel, position.offset()));
        }
        try (ByteWindow window = new ByteWindow(file, position.offset(), position.chain())) {
            return window.isPast(position);
        }
    }

    /** SHA-256 of a whole file, as it lies there. */
    public static byte[] sha256(Path file) throws IOException {
        return Fingerprint.whole(file);
    }

    /** What is told of a file that is not the one that was begun. */
    public static RefusedException changed(String file) {
        return RefusedException.file(
                "file-changed",
                "the file is no longer the one of which a part was read",
                file,
                "Import it from its beginning with --fresh.");
    }

    @Override
    public void close() throws IOException {
        window.close();
    }
}
