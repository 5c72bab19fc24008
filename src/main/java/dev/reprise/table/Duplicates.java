package dev.reprise.table;

import dev.reprise.record.Reason;
import dev.reprise.record.Row;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Knows where GUIDs were seen: in rows written before, and in those of a chunk that were checked. The first in the file is kept. */
final class Duplicates {

    private final Map<String, Map<UUID, String>> places = new HashMap<>();
    private final Map<String, EntityTable> tables = new HashMap<>();

    private Duplicates() {}

    /** Looks up which of the rows' GUIDs the generation has already. */
    static Duplicates lookUp(Connection connection, long generation, Collection<EntityTable> tables, List<Row> rows)
            throws SQLException {
        Duplicates duplicates = new Duplicates();
        for (EntityTable table : tables) {
            duplicates.tables.put(table.name(), table);
            UUID[] guids = rows.stream()
                    .filter(row -> row.guid() != null && row.entity().equals(table.name()))
                    .map(Row::guid)
                    .toArray(UUID[]::new);
            if (guids.length > 0) {
                duplicates.places.put(table.name(), written(connection, generation, table, guids));
            }
        }
        return duplicates;
    }

    /** Says why a row cannot go in; if it can, later ones with its GUID cannot. To be called in the order of the file. */
    Optional<Reason> check(Row row) {
        UUID guid = row.guid();
        if (guid == null) {
            return Optional.empty();
        }
        String pointer = row.origin().pointer();
        String first =
                places.computeIfAbsent(row.entity(), entity -> new HashMap<>()).putIfAbsent(guid, pointer);
        return Optional.ofNullable(first).map(place -> {
            EntityTable table = Objects.requireNonNull(tables.get(row.entity()));
            EntityTable.Identity identity = table.identity();
            return new Reason(
                    table.duplicateCode(),
                    pointer + identity.place(),
                    row.origin().entry() == null
                            ? guid.toString()
                            : row.origin().entry(),
                    "the %s at %s has this %s already".formatted(row.entity(), place, identity.word()));
        });
    }

    private static Map<UUID, String> written(Connection connection, long generation, EntityTable table, UUID[] guids)
            throws SQLException {
        String sql = "SELECT t.guid, %s FROM %s t WHERE t.generation_id = ? AND t.guid = ANY (?)"
                .formatted(table.pointerSql("t"), table.partition(generation));
        Array array = connection.createArrayOf("uuid", guids);
        Map<UUID, String> places = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, generation);
            select.setArray(2, array);
            ResultSet found = select.executeQuery();
            while (found.next()) {
                places.put(found.getObject(1, UUID.class), found.getString(2));
            }
        }
        return places;
    }
}
