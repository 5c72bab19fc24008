package dev.reprise.record;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record that goes in.
 *
 * @param origin where it stands in the file
 * @param entity its table
 * @param guid its GUID, as exported; null only where the entity has none
 * @param parent GUID of the element that it is nested in; null where it is not nested
 * @param tuple its columns, encoded as PostgreSQL's binary COPY format wants them: for each a length (four bytes, -1 for
 *     null) and that many bytes
 */
public record Row(
        Origin origin,
        String entity,
        @Nullable UUID guid,
        @Nullable UUID parent,
        byte[] tuple) implements Outcome {}
