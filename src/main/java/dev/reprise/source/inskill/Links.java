package dev.reprise.source.inskill;

import dev.reprise.record.Reason;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The links of a step to its resources: an array of objects, each with the GUID of a resource. */
final class Links {

    /** What was read within the limits of the input is read here under any. */
    private static final JsonMapper JSON = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build());

    private Links() {}

    /** What is wrong with the links; whether the resources exist is found out later, when all are known. */
    static List<Reason> check(byte[] json, String pointer) {
        if (json[0] == '[' && json.length == 2) {
            return List.of();
        }
        JsonNode links = JSON.readTree(json);
        if (!links.isArray()) {
            return List.of(new Reason("wrong-type", pointer, null, "an array was expected"));
        }
        List<Reason> reasons = new ArrayList<>(0);
        for (int i = 0; i < links.size(); i++) {
            JsonNode guid = links.get(i).path("guid");
            String place = pointer + "/" + i + "/guid";
            if (guid.isMissingNode() || guid.isNull()) {
                reasons.add(new Reason("guid-missing", place, null, "a link needs the GUID of its resource"));
            } else if (!guid.isString() || Guid.parse(guid.stringValue()) == null) {
                reasons.add(new Reason(
                        "guid-malformed",
                        place,
                        guid.isValueNode() ? guid.asString() : null,
                        "a GUID has 36 characters, 8-4-4-4-12 hexadecimal digits"));
            }
        }
        return reasons;
    }
}
