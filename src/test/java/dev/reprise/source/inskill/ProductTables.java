package dev.reprise.source.inskill;

import dev.reprise.table.EntityTable;
import dev.reprise.table.Reference;
import java.util.List;

/** The tables of a product for tests of other rooms: real ones instead of made-up ones. */
public final class ProductTables {

    public static final EntityTable HEAD = Tables.PRODUCT_FIELDS;
    public static final EntityTable TASK = Tables.TASK;
    public static final EntityTable STEP = Tables.STEP;
    public static final EntityTable SCRIPT = Tables.SCRIPT;
    public static final EntityTable TRANSLATION = Tables.TRANSLATION;
    public static final EntityTable RESOURCE = Tables.RESOURCE;
    public static final EntityTable VARIABLE = Tables.VARIABLE;
    public static final EntityTable PART = Tables.PART;
    public static final List<EntityTable> ALL = Tables.ALL;

    private ProductTables() {}

    /** What must hold between them. */
    public static List<Reference> references() {
        return Tables.references();
    }
}
