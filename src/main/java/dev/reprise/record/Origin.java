package dev.reprise.record;

import org.jspecify.annotations.Nullable;

/**
 * Where an element of an export stands.
 *
 * @param parent the element that holds this one's array; null for an element of a top array
 * @param array JSON Pointer of the array, seen from the parent or from the document, such as {@code /data/tasks}
 * @param index place in the array, from 0
 * @param offset byte offset of the element's first byte in the file; of an entry of an archive its number, from 0
 * @param entry name of the archive's entry that it is; null for an element of a JSON array
 */
public record Origin(
        @Nullable Origin parent,
        String array,
        long index,
        long offset,
        @Nullable String entry) {

    /** An element of a JSON array. */
    public Origin(@Nullable Origin parent, String array, long index, long offset) {
        this(parent, array, index, offset, null);
    }

    /** An element of a top array. */
    public Origin(String array, long index, long offset) {
        this(null, array, index, offset);
    }

    /** An entry of an archive, which has no other order than that of their numbers. */
    public static Origin entry(String name, long number) {
        return new Origin(null, "", 0, number, name);
    }

    /** JSON Pointer (RFC 6901) of the element, such as {@code /data/tasks/17/steps/3}; the name of an archive's entry. */
    public String pointer() {
        return entry != null ? entry : (parent == null ? "" : parent.pointer()) + array + "/" + index;
    }

    /** An element of an array inside this element. */
    public Origin child(String array, long index, long offset) {
        return new Origin(this, array, index, offset);
    }

    /** A name as a JSON Pointer spells it. */
    public static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
