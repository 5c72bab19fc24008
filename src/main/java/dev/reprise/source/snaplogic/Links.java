package dev.reprise.source.snaplogic;

import dev.reprise.record.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Finds what an asset refers to: accounts and child pipelines of the snaps of a pipeline, its error pipeline and expression libraries, the
 * pipeline of a job. Where the reference is an expression, it is known when the pipeline runs; where it leads into another project, it is
 * not looked at.
 */
final class Links {

    /** Members that name a pipeline; from the vendor's own files. */
    private static final Set<String> PIPELINES = Set.of("pipeline", "error_pipeline", "child_pipeline");

    private final Place place;
    private final List<Link> links = new ArrayList<>();

    private Links(Place place) {
        this.place = place;
    }

    /**
     * One reference.
     *
     * @param to type of what is named
     * @param name as it is called in the project
     * @param at JSON Pointer of the name
     */
    record Link(AssetType to, String name, String at) {}

    /** All of an asset of this type, in the order in which they stand there. */
    static List<Link> of(AssetType type, JsonNode content, Place place) {
        Links found = new Links(place);
        if (type == AssetType.JOB) {
            found.pipeline(content.at("/parameters/pipeline_path"), "/parameters/pipeline_path");
        } else if (type == AssetType.PIPELINE) {
            found.walk(content.path("snap_map"), "/snap_map");
            found.walk(content.path("property_map"), "/property_map");
        }
        return found.links;
    }

    private void walk(JsonNode node, String at) {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            String name = member.getKey();
            String pointer = at + "/" + Origin.escape(name);
            JsonNode value = member.getValue();
            if (name.equals("account_ref")) {
                account(value, pointer);
            } else if (PIPELINES.contains(name) && value.path("value").isString()) {
                if (!isExpression(value)) {
                    pipeline(value.path("value"), pointer + "/value");
                }
            } else if (name.equals("imports")) {
                imports(value.path("value"), pointer + "/value");
            } else {
                walk(value, pointer);
            }
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            walk(node.get(i), at + "/" + i);
        }
    }

    private void account(JsonNode reference, String pointer) {
        JsonNode label = reference.at("/value/label/value");
        if (!isExpression(reference) && label.isString() && !label.asString().isEmpty()) {
            name(AssetType.ACCOUNT, label.asString(), pointer + "/value/label/value");
        }
    }

    private void imports(JsonNode libraries, String pointer) {
        for (int i = 0; i < libraries.size(); i++) {
            JsonNode path = libraries.get(i).at("/library_path/value");
            if (path.isString() && !isExpression(libraries.get(i).path("library_path"))) {
                name(AssetType.FILE, path.asString(), pointer + "/" + i + "/library_path/value");
            }
        }
    }

    private void pipeline(JsonNode path, String pointer) {
        if (path.isString() && !path.asString().isEmpty()) {
            name(AssetType.PIPELINE, path.asString(), pointer);
        }
    }

    private static boolean isExpression(JsonNode value) {
        return value.path("expression").asBoolean(false);
    }

    /** A name alone is one of this project; so is a path that begins with the project's own. */
    private void name(AssetType to, String path, String at) {
        String own = "/" + place.path() + "/";
        String name = path.startsWith(own) ? path.substring(own.length()) : path;
        if (!name.startsWith("/") && !name.startsWith("../") && (to == AssetType.FILE || name.indexOf('/') < 0)) {
            links.add(new Link(to, name, at));
        }
    }
}
