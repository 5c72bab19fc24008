package dev.reprise.table;

import java.util.List;
import java.util.stream.Stream;

/**
 * One entity's table, as a source declares it.
 *
 * @param name of the table and of the entity
 * @param kind which columns every row has besides its fields
 * @param pointer JSON Pointer of the entity's array, with {@code %s} for the index of the element that it is nested in; of the
 *     value itself for {@link Kind#HEAD}
 * @param columns the fields, in the order of the row's tuple
 */
public record EntityTable(String name, Kind kind, String pointer, List<Column> columns) {

    /** Name of the JSON column that keeps every field which no other column gives back exactly; it wins over a column of that name. */
    public static final String ATTRIBUTES = "attributes";

    /** The columns that every row of a table has besides its fields; they lead in COPY. */
    public enum Kind {
        /** Elements of a top array, each with a GUID. */
        TOP("generation_id", "guid", "element_index", "byte_offset"),
        /** Elements of an array inside another element. */
        NESTED("generation_id", "guid", "parent_guid", "parent_index", "element_index", "byte_offset"),
        /** Elements without a GUID. */
        PART("generation_id", "element_index", "byte_offset"),
        /** Entries of an archive; the GUID stands for the name, the offset is the entry's number. */
        ENTRY("generation_id", "guid", "byte_offset", "entry"),
        /** The one row a generation has for the document's head. */
        HEAD("generation_id");

        private final List<String> columns;

        Kind(String... columns) {
            this.columns = List.of(columns);
        }
    }

    /** Index of a field's column; -1 if the field has none. */
    public int index(String field) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(field)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Where a generation's rows are: written straight into the partition, nothing has to be routed, and there before it is attached.
     */
    String partition(long generation) {
        if (isHead()) {
            return name;
        }
        return name + "_" + (Generations.isLarge(generation) ? Long.toString(generation) : "shared");
    }

    /** Whether a generation has only one row of it. */
    boolean isHead() {
        return kind == Kind.HEAD;
    }

    /** What tells the rows of one generation apart. */
    String key() {
        return kind == Kind.PART ? "byte_offset" : "guid";
    }

    /** All columns in the order of COPY. */
    List<String> copyColumns() {
        return Stream.concat(kind.columns.stream(), columns.stream().map(Column::name))
                .toList();
    }

    /** SQL expressions of a row's GUID, its parent's GUID, its parent's place and its own place; null for what it has not. */
    String keysSql() {
        return switch (kind) {
            case NESTED -> "guid, parent_guid, parent_index, element_index";
            case TOP -> "guid, NULL::uuid, NULL::bigint, element_index";
            case ENTRY -> "guid, NULL::uuid, NULL::bigint, NULL::bigint";
            case PART -> "NULL::uuid, NULL::uuid, NULL::bigint, element_index";
            case HEAD -> "NULL::uuid, NULL::uuid, NULL::bigint, NULL::bigint";
        };
    }

    /** SQL expressions that bring rows into the order of the file; parts, array by array as these stand in it. */
    String orderSql() {
        return switch (kind) {
            case NESTED -> "parent_index, element_index";
            case TOP -> "element_index";
            case ENTRY -> "name";
            case PART -> "min(byte_offset) OVER (PARTITION BY array_name), element_index";
            case HEAD -> "generation_id";
        };
    }

    /** SQL expression for the JSON Pointer of a row. */
    String pointerSql(String alias) {
        return switch (kind) {
            case NESTED -> "format('" + pointer + "/%s', " + alias + ".parent_index, " + alias + ".element_index)";
            case TOP -> "format('" + pointer + "/%s', " + alias + ".element_index)";
            case ENTRY -> alias + ".entry";
            case PART, HEAD -> "'" + pointer + "'";
        };
    }

    /** What it is called that a row's GUID is an earlier one's. */
    String duplicateCode() {
        return kind == Kind.ENTRY ? "name-duplicate" : "guid-duplicate";
    }

    /** What a person knows that GUID as, of a row {@code t}: its column, its word, and where it stands after the row's pointer. */
    Identity identity() {
        return kind == Kind.ENTRY
                ? new Identity("entry", "NULL", "name", "")
                : new Identity("guid::text", "d.shown", "GUID", "/guid");
    }

    /**
     * What tells an entity's rows apart, as a person sees it.
     *
     * @param column SQL expression of it
     * @param guid SQL expression of what is listed as GUID, of what was shown of a row {@code d}
     * @param word what it is called
     * @param place where it stands in the element
     */
    record Identity(String column, String guid, String word, String place) {}
}
