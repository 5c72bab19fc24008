package dev.reprise.input;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads an export in one pass and hands out blocks of its records; what is not records is kept in the {@link Shell}. */
public interface ExportReader extends Closeable {

    /** Reads up to the first record and gives what stands before it: enough to know most files that must be refused. */
    Shell head() throws IOException;

    /** Whether the document has been read to its end. */
    boolean finished();

    /** The next block, whose bytes are good until the one after it is read; null after the block that ended the document. */
    @Nullable
    Block read() throws IOException;
}
