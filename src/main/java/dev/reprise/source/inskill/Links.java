package dev.reprise.source.inskill;

import dev.reprise.input.JsonCursor;
import dev.reprise.input.JsonCursor.Kind;
import dev.reprise.input.JsonNames;
import dev.reprise.input.RawValue;
import dev.reprise.record.Reason;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The links of a step to its resources: an array of objects, each with the GUID of a resource. Not safe for use by several threads. */
final class Links {

    private static final String MALFORMED = "a GUID has 36 characters, 8-4-4-4-12 hexadecimal digits";

    private final JsonNames<Boolean> names = new JsonNames<>("guid"::equals);
    private final RawValue raw = new RawValue();

    /**
     * Passes over the links at the cursor and adds what is wrong with them; whether the resources exist is found out later, when all are
     * known.
     */
    void check(JsonCursor cursor, Supplier<String> pointer, Consumer<Reason> reasons) {
        int start = cursor.from();
        if (cursor.kind() != Kind.ARRAY) {
            reasons.accept(new Reason("wrong-type", pointer.get(), null, "an array was expected"));
            cursor.skip();
            return;
        }
        for (int i = 0; cursor.nextElement(); i++) {
            if (i == ElementMapper.MOST_NESTED) {
                throw RecordProcessor.tooMany(pointer.get());
            }
            int index = i;
            link(cursor, () -> pointer.get() + "/" + index + "/guid", reasons);
        }
        cursor.passed(start);
    }

    private void link(JsonCursor cursor, Supplier<String> place, Consumer<Reason> reasons) {
        boolean found = false;
        if (cursor.kind() == Kind.OBJECT) {
            for (var name = cursor.nextMember(names); name != null; name = cursor.nextMember(names)) {
                if (name.meaning() && cursor.kind() != Kind.NULL) {
                    found = true;
                    guid(cursor, place, reasons);
                }
                cursor.skip();
            }
        } else {
            cursor.skip();
        }
        if (!found) {
            reasons.accept(new Reason("guid-missing", place.get(), null, "a link needs the GUID of its resource"));
        }
    }

    private void guid(JsonCursor cursor, Supplier<String> place, Consumer<Reason> reasons) {
        String text = null;
        if (cursor.kind() == Kind.STRING) {
            raw.forget();
            raw.findString(cursor);
            if (Guid.parse(raw.bytes(), raw.from(), raw.to()) != null) {
                return;
            }
            text = raw.text();
        } else if (cursor.kind().isScalar()) {
            raw.findJson(cursor);
            text = raw.text();
        }
        reasons.accept(new Reason("guid-malformed", place.get(), text, MALFORMED));
    }
}
