package dev.reprise.source.snaplogic;

import dev.reprise.input.StrictJson;
import dev.reprise.record.RefusedException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What {@code export.json} says of an archive and of its assets. Its form is ours, as the vendor publishes none: {@code class_id,
 * class_version, source_org, kind, name, exported_at, assets[]}, each asset with {@code name, snode_id, asset_type, path} and whatever
 * else was known of it; of a file {@code project_path}, if its entry could not be called like it.
 *
 * @param fields all but the assets, by name, each as canonical JSON
 * @param assets by the entry that holds them
 */
record Manifest(Map<String, String> fields, Map<String, Asset> assets) {

    static final String ENTRY = "export.json";

    /** Of an archive that has none. */
    static final Manifest NONE = new Manifest(Map.of(), Map.of());

    /** What stands in a row of its own, and so need not be kept with the rest. */
    private static final Set<String> OWN = Set.of("snode_id", "asset_type", "path", "project_path", "version");

    /**
     * An asset's line.
     *
     * @param name as the project shows it
     * @param snodeId its id, kept
     * @param type as the vendor spells it
     * @param version its version; 0 if it is not told
     * @param projectPath of a file, where it is in the project; null if its entry tells
     * @param metadata the rest of the line, as canonical JSON
     */
    record Asset(
            @Nullable String name,
            @Nullable String snodeId,
            @Nullable String type,
            long version,
            @Nullable String projectPath,
            byte @Nullable [] metadata) {}

    /**
     * Reads it, as strictly as any asset.
     *
     * @throws RefusedException if it is no good JSON, or not of this form
     */
    static Manifest read(StrictJson json, byte[] bytes, String where) {
        return json.parseDocument(ENTRY, bytes, 0, bytes.length, parser -> read(parser, where));
    }

    private static Manifest read(JsonParser parser, String where) {
        Map<String, String> fields = new LinkedHashMap<>();
        Map<String, Asset> assets = new HashMap<>();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw malformed("it is not an object", where);
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (!name.equals("assets")) {
                fields.put(name, canonical(parser));
            } else if (value == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    asset(parser, assets, where);
                }
            } else {
                throw malformed("its member assets is not an array", where);
            }
        }
        return new Manifest(fields, assets);
    }

    private static RefusedException malformed(String what, String where) {
        return RefusedException.file(
                "manifest-malformed",
                "the list of assets is not what an export writes: " + what,
                where,
                "Export it again.");
    }

    private static void asset(JsonParser parser, Map<String, Asset> assets, String where) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw malformed("an asset is not an object", where);
        }
        Map<String, String> line = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            boolean text = value == JsonToken.VALUE_STRING;
            if (!isText(name) || name.equals("version")) {
                line.put(name, canonical(parser));
            } else if (text) {
                line.put(name, parser.getString());
            } else {
                parser.skipChildren();
            }
        }
        String path = line.get("path");
        Asset asset = new Asset(
                line.get("name"),
                line.get("snode_id"),
                line.get("asset_type"),
                version(line),
                line.get("project_path"),
                metadata(line));
        if (path != null && assets.put(path, asset) != null) {
            throw malformed("two lines have the path " + StrictJson.quote(path), where);
        }
    }

    private static boolean isText(String name) {
        return name.equals("name") || OWN.contains(name);
    }

    private static long version(Map<String, String> line) {
        String version = line.getOrDefault("version", "0");
        return version.matches("[1-9]\\d{0,14}") ? Long.parseLong(version) : 0;
    }

    private static byte @Nullable [] metadata(Map<String, String> line) {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        line.forEach((name, value) -> {
            if (!isText(name)) {
                String member = (rest.size() == 0 ? "{" : ",") + StrictJson.quote(name) + ":" + value;
                rest.writeBytes(member.getBytes(StandardCharsets.UTF_8));
            }
        });
        if (rest.size() == 0) {
            return null;
        }
        rest.write('}');
        return rest.toByteArray();
    }

    private static String canonical(JsonParser parser) {
        return new String(StrictJson.canonical(parser), StandardCharsets.UTF_8);
    }

    /** A field that is a text; null if there is none. */
    @Nullable
    String text(String name) {
        String value = fields.get(name);
        return value != null && value.startsWith("\"") ? value.substring(1, value.length() - 1) : null;
    }

    /** The document without its assets, as JSON. */
    String shell() {
        StringBuilder text = new StringBuilder("{");
        fields.forEach((name, value) -> text.append(text.length() == 1 ? "" : ",")
                .append(StrictJson.quote(name))
                .append(':')
                .append(value));
        return text.append('}').toString();
    }
}
