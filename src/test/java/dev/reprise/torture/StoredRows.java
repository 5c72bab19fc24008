package dev.reprise.torture;

import dev.reprise.testing.ExactJson;
import dev.reprise.testing.ExactJson.Null;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/** Compares the rows of one generation with those expected: none lost, none too many, every value the same to its last digit. */
final class StoredRows {

    private final JdbcTemplate jdbc;
    private final Expected expected;
    private final Findings findings;

    StoredRows(JdbcTemplate jdbc, Expected expected, Findings findings) {
        this.jdbc = jdbc;
        this.expected = expected;
        this.findings = findings;
    }

    void compareTables(long generation) {
        expected.tables().forEach(table -> compare(table, generation));
    }

    /** Also what readers see of it, who see it alone. */
    void compareLive(long generation) {
        compareTables(generation);
        for (String table : expected.tables()) {
            String view = "live." + (table.equals(Entities.HEAD) ? "product" : table);
            Long seen = jdbc.queryForObject(
                    "SELECT count(*) FROM " + view + " WHERE product_id = ?", Long.class, expected.productId());
            long rows = expected.rows(table).size();
            if (seen == null || seen != rows) {
                findings.differing().add("%s shows %s rows, not %d".formatted(view, seen, rows));
            }
        }
    }

    private void compare(String table, long generation) {
        Map<String, Map<String, Object>> rows = expected.rows(table);
        Set<String> seen = new HashSet<>();
        jdbc.query(
                "SELECT row_to_json(t)::text FROM " + table + " t WHERE generation_id = ?",
                result -> {
                    Map<String, Object> row = ExactJson.object(result.getString(1));
                    row.remove("generation_id");
                    String key = key(table, row);
                    if (!rows.containsKey(key) || !seen.add(key)) {
                        findings.doubled().add(table + " " + key);
                    } else {
                        compare(table + " " + key, rows.get(key), row);
                    }
                },
                generation);
        rows.keySet().stream()
                .filter(key -> !seen.contains(key))
                .forEach(key -> findings.lost().add(table + " " + key));
    }

    private static String key(String table, Map<String, Object> row) {
        return switch (table) {
            case Entities.HEAD -> "head";
            case Entities.PART -> String.valueOf(row.get("byte_offset"));
            default -> String.valueOf(row.get("guid"));
        };
    }

    private void compare(String which, Map<String, Object> should, Map<String, Object> is) {
        Set<String> columns = new LinkedHashSet<>(should.keySet());
        columns.addAll(is.keySet());
        for (String column : columns) {
            Object right = should.getOrDefault(column, Null.NULL);
            Object found = is.getOrDefault(column, Null.NULL);
            if (!right.equals(found)) {
                findings.differing().add("%s: %s is %s, not %s".formatted(which, column, found, right));
            }
        }
    }
}
