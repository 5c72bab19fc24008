package dev.reprise.source.snaplogic;

import dev.reprise.engine.job.DocumentJob;
import dev.reprise.table.Column;
import dev.reprise.table.EntityTable;
import java.util.List;

/** The document of an archive, whichever way it goes. */
interface ProjectTables extends DocumentJob {

    /** No member of an archive's list of assets holds records: these are entries. */
    String INNER = "assets";

    String ATTRIBUTES = EntityTable.ATTRIBUTES;

    /** What an archive says of itself. */
    EntityTable HEAD = new EntityTable(
            "project_fields",
            EntityTable.Kind.HEAD,
            "/",
            List.of(
                    new Column("source_org", Column.Type.TEXT),
                    new Column("name", Column.Type.TEXT),
                    new Column("exported_at", Column.Type.TEXT),
                    new Column(ATTRIBUTES, Column.Type.JSON)));

    @Override
    default String inner() {
        return INNER;
    }

    @Override
    default List<EntityTable> tables() {
        return AssetType.TABLES;
    }
}
