package dev.reprise.source.inskill;

import dev.reprise.testing.ExactJson;
import dev.reprise.testing.ExactJson.Null;
import dev.reprise.testing.TestDatabase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A document poured together again from what the live generation of a product holds: shell, tables, attributes. */
final class Rebuilt {

    private static final Set<String> BOOKKEEPING =
            Set.of("generation_id", "parent_guid", "parent_index", "element_index", "byte_offset", "attributes");
    private static final Map<String, String> TABLES = Map.of(
            "tasks",
            "task",
            "scripts",
            "script",
            "translations",
            "translation",
            "resources",
            "resource",
            "variables",
            "variable");

    private final TestDatabase database;
    private final long generation;

    private Rebuilt(TestDatabase database, long generation) {
        this.database = database;
        this.generation = generation;
    }

    static Map<String, Object> document(TestDatabase database, long product) {
        Long generation = database.jdbc()
                .queryForObject("SELECT live_generation FROM product WHERE product_id = ?", Long.class, product);
        return new Rebuilt(database, Objects.requireNonNull(generation)).document();
    }

    private Map<String, Object> document() {
        String shell = database.jdbc()
                .queryForObject("SELECT shell FROM generation WHERE generation_id = ?", String.class, generation);
        Map<String, Object> document = ExactJson.object(shell);
        if (document.get("data") instanceof Map<?, ?> data) {
            @SuppressWarnings("unchecked")
            Map<String, Object> members = (Map<String, Object>) data;
            members.replaceAll((name, value) -> value.equals(List.of()) ? elements(name) : value);
            members.put("product", product());
        }
        return document;
    }

    private Map<String, Object> product() {
        return element(ExactJson.object(database.jdbc()
                .queryForObject(
                        "SELECT row_to_json(t)::text FROM product_fields t WHERE generation_id = ?",
                        String.class,
                        generation)));
    }

    private List<Object> elements(String array) {
        String table = TABLES.get(array);
        if (table == null) {
            List<Object> parts = new ArrayList<>();
            rows("part", "t.array_name = ?", array).forEach(row -> parts.add(row.get("content")));
            return parts;
        }
        List<Object> elements = new ArrayList<>();
        for (Map<String, Object> row : rows(table, "?::text IS NOT NULL", array)) {
            Map<String, Object> element = element(row);
            List<Object> steps = new ArrayList<>();
            if (table.equals("task")) {
                rows("step", "t.parent_guid = ?::uuid", String.valueOf(row.get("guid")))
                        .forEach(step -> steps.add(element(step)));
            }
            if (!steps.isEmpty()) {
                element.put("steps", steps);
            }
            elements.add(element);
        }
        return elements;
    }

    private List<Map<String, Object>> rows(String table, String condition, String value) {
        String sql = "SELECT row_to_json(t)::text FROM %s t WHERE generation_id = ? AND %s ORDER BY element_index"
                .formatted(table, condition);
        return database.jdbc().queryForList(sql, String.class, generation, value).stream()
                .map(ExactJson::object)
                .toList();
    }

    /** The columns that are not null, overlaid by the attributes. */
    private static Map<String, Object> element(Map<String, Object> row) {
        Map<String, Object> element = new LinkedHashMap<>();
        row.forEach((column, value) -> {
            if (!BOOKKEEPING.contains(column) && value != Null.NULL) {
                element.put(column, value);
            }
        });
        if (row.get("attributes") instanceof Map<?, ?> attributes) {
            attributes.forEach((name, value) -> element.put((String) name, value));
        }
        return element;
    }
}
