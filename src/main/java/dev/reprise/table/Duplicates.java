package dev.reprise.table;

import dev.reprise.record.Origin;
import dev.reprise.record.Reason;
import dev.reprise.record.Row;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Finds which rows of a chunk repeat a GUID, within the chunk or of a row written before. The first in the file is kept. */
final class Duplicates {

    private final Connection connection;
    private final long generation;
    private final Map<String, EntityTable> tables;

    Duplicates(Connection connection, long generation, Map<String, EntityTable> tables) {
        this.connection = connection;
        this.generation = generation;
        this.tables = tables;
    }

    /** Rows nested in a duplicate are passed over: they go with it, and so nothing repeats them. */
    Map<Row, Reason> find(List<Row> rows) throws SQLException {
        Map<Row, Reason> duplicates = new LinkedHashMap<>();
        Set<Origin> refused = new HashSet<>();
        for (EntityTable table : tables.values()) {
            List<Row> part = rows.stream()
                    .filter(row -> row.guid() != null && row.entity().equals(table.name()))
                    .filter(row -> !refused.contains(row.origin().parent()))
                    .toList();
            if (!part.isEmpty()) {
                Map<UUID, String> places = written(table, part);
                for (Row row : part) {
                    UUID guid = Objects.requireNonNull(row.guid());
                    String first = places.putIfAbsent(guid, row.origin().pointer());
                    if (first != null) {
                        duplicates.put(row, reason(row, guid, first));
                        refused.add(row.origin());
                    }
                }
            }
        }
        return duplicates;
    }

    private static Reason reason(Row row, UUID guid, String first) {
        return new Reason(
                "guid-duplicate",
                row.origin().pointer() + "/guid",
                guid.toString(),
                "the %s at %s has this GUID already".formatted(row.entity(), first));
    }

    private Map<UUID, String> written(EntityTable table, List<Row> rows) throws SQLException {
        String sql = "SELECT t.guid, %s FROM %s t WHERE t.generation_id = ? AND t.guid = ANY (?)"
                .formatted(table.pointerSql("t"), table.shared());
        Array guids =
                connection.createArrayOf("uuid", rows.stream().map(Row::guid).toArray());
        Map<UUID, String> places = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, generation);
            select.setArray(2, guids);
            ResultSet found = select.executeQuery();
            while (found.next()) {
                places.put(found.getObject(1, UUID.class), found.getString(2));
            }
        }
        return places;
    }
}
