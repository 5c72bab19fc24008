package dev.reprise.engine.job;

import dev.reprise.table.EntityTable;
import java.util.List;

/** One kind of export, as a source brings it: a bean. The engine does the rest, the same for all. */
public interface ExportJob {

    /** How the command line knows it. */
    JobDescriptor descriptor();

    /** The member of the document whose arrays hold the records. */
    String inner();

    /** The tables that hold the records. */
    List<EntityTable> tables();

    /**
     * The generation of a target that is live now, in the caller's transaction.
     *
     * @throws dev.reprise.record.RefusedException with exit 5 if there is no such target, with exit 2 if there cannot be one
     */
    long liveGeneration(Target target);
}
