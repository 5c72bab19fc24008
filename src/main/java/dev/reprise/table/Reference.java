package dev.reprise.table;

import org.jspecify.annotations.Nullable;

/**
 * A rule that something which a row names must be in the same generation.
 *
 * @param from the table whose rows refer
 * @param form how the reference is kept
 * @param column the column that keeps it
 * @param to the table that must hold it
 * @param only SQL condition on the referring row, alias {@code s}; null for all rows
 * @param code what a broken reference is called
 */
public record Reference(
        EntityTable from,
        Form form,
        String column,
        EntityTable to,
        @Nullable String only,
        String code) {

    /** How a reference is kept in a row. */
    public enum Form {
        /** A column holds the other's GUID. */
        COLUMN,
        /** A JSON column holds an array of objects, each with the other's GUID under {@code guid}. */
        LINKS,
        /** The row is nested in the other. */
        PARENT
    }

    /** A column that holds the other's GUID. */
    public static Reference column(EntityTable from, String column, EntityTable to, String code) {
        return new Reference(from, Form.COLUMN, column, to, null, code);
    }

    /** The broken references of a generation: guid, pointer, byte offset, value. Parameter: the generation, twice. */
    String brokenSql(long generation) {
        String offset = from.isHead() ? "NULL::bigint" : "s.byte_offset";
        return """
                SELECT s.guid::text AS guid, %s || %s AS pointer, %s AS byte_offset, r.guid AS value
                FROM %s s CROSS JOIN LATERAL (%s) r
                WHERE s.generation_id = ? AND %s
                  AND NOT EXISTS (SELECT FROM %s t WHERE t.generation_id = ? AND t.guid = r.guid)
                """.formatted(
                        from.pointerSql("s"),
                        suffixSql(),
                        offset,
                        from.partition(generation),
                        valuesSql(),
                        condition(),
                        to.partition(generation));
    }

    /** Most rows have no links: they need not be taken apart to know that. */
    private String condition() {
        String filled = form == Form.LINKS ? "s.%s::text <> '[]'".formatted(column) : "true";
        return only == null ? filled : filled + " AND " + only;
    }

    private String valuesSql() {
        return switch (form) {
            case COLUMN, PARENT -> "SELECT s.%s AS guid, 0 AS n WHERE s.%s IS NOT NULL".formatted(column, column);
            case LINKS -> """
                SELECT (l.link ->> 'guid')::uuid AS guid, l.n - 1 AS n
                FROM json_array_elements(CASE json_typeof(s.%s) WHEN 'array' THEN s.%s END) WITH ORDINALITY l(link, n)
                WHERE json_typeof(l.link) = 'object'
                """.formatted(column, column);
        };
    }

    private String suffixSql() {
        return switch (form) {
            case COLUMN -> "'/" + column + "'";
            case LINKS -> "format('/" + column + "/%s/guid', r.n)";
            case PARENT -> "''";
        };
    }
}
