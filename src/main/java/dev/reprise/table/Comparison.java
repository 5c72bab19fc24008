package dev.reprise.table;

import dev.reprise.record.Changes;
import dev.reprise.record.Difference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares two generations row by row, by GUID: in SQL, in one pass over both. An element has changed when its own JSON differs, as it
 * is kept; elements nested in it are compared by themselves, and where in its array it stands does not count.
 */
public final class Comparison {

    private final JdbcTemplate jdbc;
    private final long base;
    private final long generation;

    /** Of what was there, which may be 0 for nothing, with what is to come. */
    public Comparison(JdbcTemplate jdbc, long base, long generation) {
        this.jdbc = jdbc;
        this.base = base;
        this.generation = generation;
    }

    /** What would become of an entity's rows. */
    public Changes count(EntityTable table) {
        String sql = """
                SELECT count(n.generation_id), count(o.generation_id),
                       count(*) FILTER (WHERE o.generation_id IS NULL),
                       count(*) FILTER (WHERE n.generation_id = ? AND o.generation_id = ? AND %s),
                       count(*) FILTER (WHERE n.generation_id IS NULL)
                FROM %s
                """.formatted(differs(table), joined(table));
        return jdbc.queryForObject(
                sql,
                (row, i) -> {
                    long both = row.getLong(1) - row.getLong(3);
                    return new Changes(
                            row.getLong(1),
                            row.getLong(2),
                            row.getLong(3),
                            row.getLong(4),
                            row.getLong(5),
                            both - row.getLong(4));
                },
                generation,
                base,
                generation,
                base);
    }

    /** The first rows that differ, by key. */
    public List<Difference> differences(EntityTable table, long limit) {
        String key = keys(table).stream().map(column -> column + "::text").collect(Collectors.joining(", "));
        String sql = """
                SELECT concat_ws('/', %s) AS key, n.generation_id AS n, o.generation_id AS o, %s, %s
                FROM %s
                WHERE n.generation_id IS NULL OR o.generation_id IS NULL OR %s
                ORDER BY %s LIMIT ?
                """.formatted(
                        key,
                        texts(table, "n"),
                        texts(table, "o"),
                        joined(table),
                        differs(table),
                        String.join(", ", keys(table)));
        Fields fields = new Fields(table);
        return jdbc.query(
                sql,
                (row, i) -> new Difference(
                        table.name(), row.getString("key"), fields.read(row, "o"), fields.read(row, "n")),
                generation,
                base,
                limit);
    }

    /** Parameters: the new generation, the old one. */
    private String joined(EntityTable table) {
        return """
                (SELECT * FROM %s WHERE generation_id = ?) n
                FULL JOIN (SELECT * FROM %s WHERE generation_id = ?) o USING (%s)
                """.formatted(table.partition(generation), table.partition(base), String.join(", ", keys(table)));
    }

    private static List<String> keys(EntityTable table) {
        return table.kind() == EntityTable.Kind.PART ? List.of("array_name", "element_index") : List.of("guid");
    }

    private static String differs(EntityTable table) {
        return columns(table)
                .map(name -> differs(text(table, "n", name), text(table, "o", name), isJson(table, name)))
                .collect(Collectors.joining(" OR ", "(", ")"));
    }

    /**
     * The members of a JSON object have no order. Only what is as long can be the same in another one, and only such numbers as jsonb can
     * hold are looked at.
     */
    private static String differs(String one, String other, boolean json) {
        if (!json) {
            return one + " IS DISTINCT FROM " + other;
        }
        return """
                CASE WHEN %1$s IS NOT DISTINCT FROM %2$s THEN false
                     WHEN length(%1$s) = length(%2$s) AND %1$s || %2$s !~ '[eE][+-]?[0-9]{3}' THEN %1$s::jsonb <> %2$s::jsonb
                     ELSE true END""".formatted(one, other);
    }

    private static String texts(EntityTable table, String alias) {
        // what is only added or removed is named, not shown: its texts need not be read
        String both = "CASE WHEN n.generation_id IS NOT NULL AND o.generation_id IS NOT NULL THEN %s END AS %s_%s";
        return columns(table)
                .map(name -> both.formatted(shown(table, alias, name), alias, name))
                .collect(Collectors.joining(", "));
    }

    /** Fields without a column, each with the text that it has. */
    private static String shown(EntityTable table, String alias, String name) {
        return name.equals(EntityTable.ATTRIBUTES)
                ? "(SELECT json_object_agg(key, value::text) FROM json_each(%s.%s))".formatted(alias, name)
                : text(table, alias, name);
    }

    /** JSON has no equality. */
    private static String text(EntityTable table, String alias, String name) {
        return alias + "." + name + (isJson(table, name) ? "::text" : "");
    }

    private static boolean isJson(EntityTable table, String name) {
        int index = table.index(name);
        return index >= 0 && table.columns().get(index).type() == Column.Type.JSON;
    }

    /** Which of an element's columns count: where it is nested, and its fields. */
    private static Stream<String> columns(EntityTable table) {
        Stream<String> fields = table.columns().stream()
                .map(Column::name)
                .filter(name -> !keys(table).contains(name));
        return table.kind() == EntityTable.Kind.NESTED ? Stream.concat(Stream.of("parent_guid"), fields) : fields;
    }

    /** Puts an element's fields together again, as JSON. */
    private static final class Fields {

        private static final JsonMapper JSON = new JsonMapper();
        private static final TypeReference<LinkedHashMap<String, String>> TEXTS = new TypeReference<>() {};

        private final EntityTable table;

        Fields(EntityTable table) {
            this.table = table;
        }

        @Nullable
        Map<String, String> read(ResultSet row, String alias) throws SQLException {
            row.getLong(alias);
            if (row.wasNull()) {
                return null;
            }
            Map<String, String> fields = new LinkedHashMap<>();
            if (table.kind() == EntityTable.Kind.NESTED) {
                fields.put("parent_guid", JSON.writeValueAsString(row.getString(alias + "_parent_guid")));
            }
            for (Column column : table.columns()) {
                if (columns(table).anyMatch(column.name()::equals)) {
                    put(fields, column, row, alias + "_" + column.name());
                }
            }
            return fields;
        }

        private static void put(Map<String, String> fields, Column column, ResultSet row, String label)
                throws SQLException {
            String text = row.getString(label);
            if (text == null) {
                return;
            }
            if (column.name().equals(EntityTable.ATTRIBUTES)) {
                fields.putAll(JSON.readValue(text, TEXTS));
            } else {
                fields.put(
                        column.name(),
                        switch (column.type()) {
                            case TEXT, UUID, BYTES -> JSON.writeValueAsString(text);
                            case BOOLEAN -> Boolean.toString(row.getBoolean(label));
                            case BIGINT, JSON -> text;
                        });
            }
        }
    }
}
