package dev.reprise.table;

/**
 * A column that holds one field of an element, and is spelled like it.
 *
 * @param name the field's and the column's name
 * @param type what it can hold
 */
public record Column(String name, Type type) {

    /** What a column can hold, besides null. */
    public enum Type {
        /** A GUID in its canonical form of 36 characters. */
        UUID,
        /** Any string without U+0000. */
        TEXT,
        /** A whole number of 64 bits. */
        BIGINT,
        /** True or false. */
        BOOLEAN,
        /** Any JSON value; its text is kept. */
        JSON,
        /** Any bytes. */
        BYTES
    }
}
