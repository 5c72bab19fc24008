package dev.reprise.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** The JSON that programs read: one document a line, {@code "schema":"reprise/1"}, names in snake_case, only ever added to. */
public final class Documents {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
            .addModule(new SimpleModule().addSerializer(ImportStatus.class, new StatusSerializer()))
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

    private static final class StatusSerializer extends StdSerializer<ImportStatus> {

        StatusSerializer() {
            super(ImportStatus.class);
        }

        @Override
        public void serialize(ImportStatus status, JsonGenerator generator, SerializationContext context) {
            generator.writeString(status.spelling());
        }
    }
}
