package dev.reprise.source.inskill;

import dev.reprise.input.StrictJson;
import dev.reprise.record.Reason;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The links of a step to its resources: an array of objects, each with the GUID of a resource. */
final class Links {

    private static final String MALFORMED = "a GUID has 36 characters, 8-4-4-4-12 hexadecimal digits";

    private Links() {}

    /** What is wrong with the links; whether the resources exist is found out later, when all are known. */
    static List<Reason> check(byte[] json, int from, int to, String pointer) {
        if (to - from == 2 && json[from] == '[') {
            return List.of();
        }
        List<Reason> reasons = new ArrayList<>(0);
        try (JsonParser links = StrictJson.reread(json, from, to)) {
            if (links.nextToken() != JsonToken.START_ARRAY) {
                return List.of(new Reason("wrong-type", pointer, null, "an array was expected"));
            }
            for (int i = 0; links.nextToken() != JsonToken.END_ARRAY; i++) {
                if (i == ElementMapper.MOST_NESTED) {
                    throw RecordProcessor.tooMany(pointer);
                }
                link(links, pointer + "/" + i + "/guid", reasons);
            }
        }
        return reasons;
    }

    private static void link(JsonParser link, String place, List<Reason> reasons) {
        if (link.currentToken() != JsonToken.START_OBJECT) {
            link.skipChildren();
            reasons.add(missing(place));
            return;
        }
        boolean found = false;
        while (link.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean guid = link.currentName().equals("guid");
            JsonToken token = link.nextToken();
            if (guid && token != JsonToken.VALUE_NULL) {
                found = true;
                String text = token.isScalarValue() ? link.getString() : null;
                if (token != JsonToken.VALUE_STRING || Guid.parse(String.valueOf(text)) == null) {
                    reasons.add(new Reason("guid-malformed", place, text, MALFORMED));
                }
            }
            link.skipChildren();
        }
        if (!found) {
            reasons.add(missing(place));
        }
    }

    private static Reason missing(String place) {
        return new Reason("guid-missing", place, null, "a link needs the GUID of its resource");
    }
}
