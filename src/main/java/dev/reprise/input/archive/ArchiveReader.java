package dev.reprise.input.archive;

import dev.reprise.input.Block;
import dev.reprise.input.ExportFormat;
import dev.reprise.input.InputSettings;
import dev.reprise.input.Position;
import dev.reprise.input.Shell;
import dev.reprise.record.Origin;
import dev.reprise.record.SourceRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the entries of archives as records, whole, in the order of their directories. Can go on at any entry: that costs nothing, as
 * a directory says where each begins.
 */
public final class ArchiveReader implements ExportFormat.Reader {

    /** What stands for the array of a document; only that there is one matters. */
    private static final String ENTRIES = "entries";

    private final Content content;
    private final InputSettings settings;
    private final Closeable archives;
    private long next;
    private boolean delivered;

    /** Begins at an entry. With the reader all is closed that {@code archives} holds open. */
    public ArchiveReader(Content content, InputSettings settings, @Nullable Position from, Closeable archives) {
        this.archives = archives;
        this.content = content;
        this.settings = settings;
        this.next = from == null ? 0 : from.offset();
        this.delivered = from != null && from.finished();
    }

    /**
     * What is handed out.
     *
     * @param parts one after the other
     * @param shell what is known of the whole, as JSON
     * @param inner the member of the shell whose arrays are streamed; of an archive none
     * @param identity 32 bytes that tell it from every other content
     * @param fileSize bytes of the main archive, which tell how far a reader has come
     */
    public record Content(List<Part> parts, String shell, String inner, byte[] identity, long fileSize) {

        private long size() {
            return parts.stream().mapToLong(part -> part.entries().length).sum();
        }
    }

    /**
     * Entries of one archive.
     *
     * @param archive where they are
     * @param prefix stands before their names in messages
     * @param entries their numbers in it, ascending
     */
    public record Part(Archive archive, String prefix, int[] entries) {}

    @Override
    public Shell head() {
        return Shell.parse(content.shell(), content.inner());
    }

    @Override
    public boolean finished() {
        return next == content.size();
    }

    @Override
    public @Nullable Block read() throws IOException {
        if (delivered) {
            return null;
        }
        int used = 0;
        List<SourceRecord> records = new ArrayList<>();
        while (!finished()
                && records.size() < settings.blockRecords()
                && used < settings.blockSize().toBytes()) {
            Part part = content.parts().get(0);
            long inPart = next;
            for (int i = 1; inPart >= part.entries().length; i++) {
                inPart -= part.entries().length;
                part = content.parts().get(i);
            }
            int entry = part.entries()[(int) inPart];
            byte[] one = part.archive().read(entry);
            records.add(new SourceRecord(
                    Origin.entry(part.prefix() + part.archive().name(entry), next), one, 0, one.length));
            used += one.length;
            next++;
        }
        delivered = finished();
        return new Block(records, position());
    }

    private Position position() {
        long size = Math.max(1, content.size());
        byte[] tail = ByteBuffer.allocate(content.identity().length + Long.BYTES)
                .put(content.identity())
                .putLong(content.fileSize() * next / size)
                .array();
        return new Position(next, finished() ? null : ENTRIES, next, content.shell(), content.identity(), tail);
    }

    @Override
    public void close() throws IOException {
        archives.close();
    }
}
