package dev.reprise.engine.export;

import dev.reprise.engine.export.Snapshot.Rows;
import dev.reprise.engine.job.ArchiveContent;
import dev.reprise.engine.job.ArchiveContent.Entry;
import dev.reprise.input.Shell;
import dev.reprise.table.EntityTable;
import dev.reprise.table.StoredRow;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.springframework.jdbc.UncategorizedSQLException;

/** Writes a generation as an archive, an entry a row. The same generation gives the same bytes, so its entries have no time of their own. */
final class ArchiveWriter {

    /** A local time, so that it is the same in all time zones; of the earliest year it would need a field of its own. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1981, 1, 1, 0, 0);

    private final Snapshot snapshot;
    private final long generation;
    private final Runnable eachEntry;
    private final Map<String, Long> counts = new TreeMap<>();

    /** {@code eachEntry} is called between entries. */
    ArchiveWriter(Snapshot snapshot, long generation, Runnable eachEntry) {
        this.snapshot = snapshot;
        this.generation = generation;
        this.eachEntry = eachEntry;
    }

    /** How many rows of each entity were written. */
    Map<String, Long> counts() {
        return counts;
    }

    /** Writes all of it, and leaves the stream open. */
    void write(ArchiveContent content, List<EntityTable> tables, Shell shell, OutputStream out) throws IOException {
        ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out);
        zip.setEncoding(StandardCharsets.UTF_8.name());
        zip.setUseZip64(Zip64Mode.AsNeeded);
        for (EntityTable table : tables) {
            try (Rows rows = snapshot.rows(table, generation)) {
                for (StoredRow row = rows.peek(); row != null; row = rows.peek()) {
                    Optional<Entry> entry = content.entry(table, row);
                    if (entry.isPresent()) {
                        put(zip, entry.get());
                        counts.merge(table.name(), 1L, Long::sum);
                    }
                    rows.advance();
                    eachEntry.run();
                }
            } catch (SQLException e) {
                throw new UncategorizedSQLException("export of " + table.name(), null, e);
            }
        }
        for (Entry entry : content.last(shell)) {
            put(zip, entry);
        }
        zip.finish();
        zip.flush();
    }

    private static void put(ZipArchiveOutputStream zip, Entry entry) throws IOException {
        ZipArchiveEntry header = new ZipArchiveEntry(entry.name());
        header.setTime(NO_TIME.atZone(ZoneId.systemDefault()).toInstant().toEpochMilli());
        header.setSize(entry.content().length);
        zip.putArchiveEntry(header);
        zip.write(entry.content());
        zip.closeArchiveEntry();
    }
}
