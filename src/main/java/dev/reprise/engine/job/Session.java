package dev.reprise.engine.job;

import dev.reprise.input.Block;
import dev.reprise.input.ExportFormat;
import dev.reprise.input.Shell;
import dev.reprise.record.Row;
import dev.reprise.record.Warning;
import dev.reprise.table.Overlay;
import java.util.List;
import java.util.Optional;

/**
 * What a source does for one import. Used by one thread, but for {@link #process}, which another one calls meanwhile. Refusals are
 * {@link dev.reprise.record.RefusedException}.
 */
public interface Session {

    /** How the import's file is read. */
    ExportFormat format();

    /**
     * Refuses a target that is not there or may not be written. Asked before anything else, and again in each run.
     */
    void checkTarget();

    /**
     * Refuses a document that is not an export, or not one for this target.
     *
     * @param complete whether the shell is the whole of it; until then what has not come yet is not missed
     */
    void checkDocument(Shell shell, boolean complete);

    /** Judges the records of a block: a pure function of their bytes, of which it keeps none. */
    Judged process(Block block);

    /** The row that a generation keeps of the document's head. Only for a complete shell that was checked. */
    Row head(Shell shell);

    /** What is remarkable about the document as a whole. Only for a complete shell that was checked. */
    List<Warning> remarks(Shell shell);

    /** Makes a generation live, in the caller's transaction, after checking the target once more under its lock. */
    void publish(long generation);

    /** What of what is live may be replaced, if what the document does not hold stays; empty if all of it goes. */
    default Optional<Overlay.Policy> overlay() {
        return Optional.empty();
    }

    /** Refuses a target that is not there, though an import might make it. */
    default void checkThere() {
        checkTarget();
    }

    /** The generation that is live now; 0 if there is none. */
    long liveGeneration();
}
