package dev.reprise.record;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An element that is added, removed or changed.
 *
 * @param entity its entity
 * @param key its GUID; the name of its array and its place where it has none
 * @param before its fields, each as JSON, if it is changed; null if it is added
 * @param after the same of what is to come; null if it is removed
 */
public record Difference(
        String entity,
        String key,
        @Nullable Map<String, String> before,
        @Nullable Map<String, String> after) {

    /** How it is called: add, remove or change. */
    public String kind() {
        return before == null ? "add" : after == null ? "remove" : "change";
    }

    /**
     * A field's values, as JSON.
     *
     * @param before null if it had none
     * @param after null if it would have none
     */
    public record Values(@Nullable String before, @Nullable String after) {}

    /** Of an element that is changed the fields that differ. */
    public Map<String, Values> fields() {
        Map<String, Values> fields = new LinkedHashMap<>();
        if (before != null && after != null) {
            before.forEach((name, value) -> fields.put(name, new Values(value, after.get(name))));
            after.forEach((name, value) -> fields.put(name, new Values(before.get(name), value)));
            fields.values().removeIf(values -> Objects.equals(values.before(), values.after()));
        }
        return fields;
    }
}
