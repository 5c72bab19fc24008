package dev.reprise.record;

import org.jspecify.annotations.Nullable;

/**
 * Where an element of an export stands.
 *
 * @param parent the element that holds this one's array; null for an element of a top array
 * @param array JSON Pointer of the array, seen from the parent or from the document, such as {@code /data/tasks}
 * @param index place in the array, from 0
 * @param offset byte offset of the element's first byte in the file
 */
public record Origin(@Nullable Origin parent, String array, long index, long offset) {

    /** An element of a top array. */
    public Origin(String array, long index, long offset) {
        this(null, array, index, offset);
    }

    /** JSON Pointer (RFC 6901) of the element, such as {@code /data/tasks/17/steps/3}. */
    public String pointer() {
        return (parent == null ? "" : parent.pointer()) + array + "/" + index;
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
