package dev.reprise.input;

import dev.reprise.record.Origin;
import dev.reprise.record.RefusedException;
import org.jspecify.annotations.Nullable;

/** Makes the refusals of one file. It knows where the reader stands, so that each message can say it. */
final class JsonRefusals {

    static final String MEND = "Mend the file at this place, or export again.";

    private final String file;
    private String pointer = "";
    private @Nullable Origin origin;

    JsonRefusals(String file) {
        this.file = file;
    }

    /** The reader now stands at this JSON Pointer. */
    void standAt(String place) {
        this.pointer = place;
        this.origin = null;
    }

    /** The reader now stands at this element; its pointer is made only when it is needed. */
    void standAt(Origin element) {
        this.origin = element;
    }

    RefusedException at(long offset, String code, String what, String next) {
        String place = origin == null ? pointer : origin.pointer();
        String where = file + ", byte " + offset + (place.isEmpty() ? "" : ", " + place);
        return RefusedException.file(code, what, where, next);
    }

    RefusedException syntax(long offset, String what) {
        return at(offset, "json-syntax", what, MEND);
    }

    RefusedException duplicate(long offset, String name) {
        return at(offset, "json-duplicate-name", "the name " + StrictJson.quote(name) + " stands here twice", MEND);
    }

    RefusedException truncated(long offset) {
        return at(offset, "json-truncated", "the file ends in the middle of the document", "Copy or export it again.");
    }
}
