package dev.reprise.torture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tables of a product, written down a second time, so that a mistake in the program's own list is seen. */
final class Entities {

    static final String HEAD = "product_fields";
    static final String PART = "part";

    /** Of each table the columns that hold fields, and their types; {@code attributes} stands apart. */
    static final Map<String, Map<String, String>> COLUMNS = new LinkedHashMap<>();

    /** Which table holds the elements of which array under {@code data}. */
    static final Map<String, String> TABLE_OF_ARRAY = new LinkedHashMap<>();

    /** Values that are remarked upon if they are others. */
    static final Map<String, Set<String>> KNOWN = Map.of(
            "step.type", Set.of("solution", "observation", "information", "subtask"),
            "translation.entity", Set.of("product", "task", "step", "script", "resource", "variable"));

    /** Tables whose rows a translation can be of, by the word in its field {@code entity}. */
    static final List<String> TRANSLATED = List.of("task", "step", "script", "resource", "variable");

    static {
        define("task", "name:text position:bigint description:text access_level:text dependencies:json");
        define(
                "step",
                "type:text position:bigint title:text body:text script_guid:uuid task_guid:uuid feedback:json"
                        + " dependencies:json resources:json");
        define("script", "name:text event:text code:text");
        define("translation", "language:text entity:text entity_guid:uuid field:text text:text");
        define("resource", "type:text name:text url:text dependencies:json");
        define("variable", "name:text scope:text kind:text");
        define(
                HEAD,
                "guid:uuid bundle_id:text name:text published:bigint visible:bigint aliases:json"
                        + " escalation_task_guid:uuid inherited:boolean");
        for (String table : List.of("task", "script", "translation", "resource", "variable")) {
            TABLE_OF_ARRAY.put(table + "s", table);
        }
    }

    private Entities() {}

    private static void define(String table, String columns) {
        Map<String, String> types = new LinkedHashMap<>();
        for (String column : columns.split(" ")) {
            types.put(column.replaceFirst(":.*", ""), column.replaceFirst(".*:", ""));
        }
        COLUMNS.put(table, types);
    }
}
