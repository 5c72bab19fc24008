package dev.reprise.source.inskill;

import dev.reprise.engine.job.DocumentJob;
import dev.reprise.table.EntityTable;
import java.util.List;

/** The document of a product export, whichever way it goes. */
interface ProductJob extends DocumentJob {

    @Override
    default String inner() {
        return "data";
    }

    @Override
    default List<EntityTable> tables() {
        return Tables.ALL;
    }
}
