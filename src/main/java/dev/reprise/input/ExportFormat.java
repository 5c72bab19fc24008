package dev.reprise.input;

import dev.reprise.record.RefusedException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How a kind of export lies in a file: how it is read, and how a file is known again that was read in part. */
public interface ExportFormat {

    /** Reads an export in one pass and hands out blocks of its records; what is not records is kept in the {@link Shell}. */
    interface Reader extends Closeable {

        /** Reads up to the first record and gives what stands before it: enough to know most files that must be refused. */
        Shell head() throws IOException;

        /** Whether the document has been read to its end. */
        boolean finished();

        /** The next block, whose bytes are good until the one after it is read; null after the block that ended the document. */
        @Nullable
        Block read() throws IOException;
    }

    /**
     * Opens a file.
     *
     * @param from where an earlier reader had come to; null for the beginning
     * @throws IOException if the file cannot be read
     * @throws RefusedException if it is not of this format, or not the one that was read before
     */
    Reader open(Path file, @Nullable Position from) throws IOException;

    /** About how many bytes there will be once it is unpacked; large ones are stored in another way. */
    long unpackedSize(Path file) throws IOException;

    /**
     * Compares with the file what is quick to compare.
     *
     * @throws RefusedException if the file is not the one that was read up to there
     */
    void checkTail(Path file, Position position) throws IOException;

    /**
     * Compares all that was read; takes as long as reading it.
     *
     * @throws RefusedException if the file is not the one that was read up to there
     */
    void checkChain(Path file, Position position) throws IOException;
}
