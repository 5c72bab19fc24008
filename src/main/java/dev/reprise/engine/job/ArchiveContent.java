package dev.reprise.engine.job;

import dev.reprise.input.Shell;
import dev.reprise.table.EntityTable;
import dev.reprise.table.StoredRow;
import java.util.List;
import java.util.Optional;

/** What a source puts into one archive that it exports. Used by one thread, rows first. */
public interface ArchiveContent {

    /** An entry: its whole name, and what it holds. */
    record Entry(String name, byte[] content) {}

    /** The entry of a row, which is good until the next one is asked for; empty if it is not to be in the archive. */
    Optional<Entry> entry(EntityTable table, StoredRow row);

    /** The entries that tell of all others, after the last of those. */
    List<Entry> last(Shell shell);
}
