package dev.reprise.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The JSON that programs read: one document a line, {@code "schema":"reprise/1"}, names in snake_case, only ever added to. */
public final class Documents {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private Documents() {}

    /** A document of a type, with the members of a record or map. Null members are left out. */
    public static String of(String type, Object content) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "reprise/1");
        document.put("type", type);
        MAPPER.<Map<String, Object>>convertValue(content, MAPPER.constructType(LinkedHashMap.class))
                .forEach(document::put);
        return MAPPER.writeValueAsString(document);
    }

    /** A part of a document: the members of a record alone. */
    public static String plain(Object content) {
        return MAPPER.writeValueAsString(content);
    }
}
