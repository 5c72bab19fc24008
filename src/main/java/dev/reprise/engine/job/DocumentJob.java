package dev.reprise.engine.job;

import dev.reprise.table.EntityTable;
import java.util.List;

/** What reading a kind of document and writing it have in common. */
public interface DocumentJob {

    /** How the command line knows it. */
    JobDescriptor descriptor();

    /** The member of the document whose arrays hold the records. */
    String inner();

    /** The tables that hold the records, parents before what is nested in them. */
    List<EntityTable> tables();
}
