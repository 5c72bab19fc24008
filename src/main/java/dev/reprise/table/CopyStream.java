package dev.reprise.table;

import dev.reprise.record.Origin;
import dev.reprise.record.Row;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Sends rows of one table by one binary COPY. If the database refuses one, all are refused: the transaction decides. */
final class CopyStream {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final int MESSAGE = 64 * 1024;

    private final EntityTable table;
    private final long generation;
    private final int fields;
    private ByteBuffer buffer = ByteBuffer.allocate(MESSAGE);

    CopyStream(EntityTable table, long generation) {
        this.table = table;
        this.generation = generation;
        this.fields = table.copyColumns().size();
    }

    void send(Connection connection, List<Row> rows) throws SQLException {
        String columns = String.join(", ", table.copyColumns());
        String sql = "COPY %s (%s) FROM STDIN (FORMAT binary)".formatted(table.partition(generation), columns);
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        try {
            buffer.put(SIGNATURE).putInt(0).putInt(0);
            for (Row row : rows) {
                put(copy, row);
            }
            need(copy, 2);
            buffer.putShort((short) -1);
            flush(copy);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void put(CopyIn copy, Row row) throws SQLException {
        need(copy, 128 + row.tuple().length);
        buffer.putShort((short) fields);
        bigint(generation);
        Origin origin = row.origin();
        switch (table.kind()) {
            case TOP, ENTRY -> uuid(Objects.requireNonNull(row.guid()));
            case NESTED -> {
                uuid(Objects.requireNonNull(row.guid()));
                uuid(Objects.requireNonNull(row.parent()));
                bigint(Objects.requireNonNull(origin.parent()).index());
            }
            case PART, HEAD -> {
                // no GUID of their own
            }
        }
        switch (table.kind()) {
            case TOP, NESTED, PART -> {
                bigint(origin.index());
                bigint(origin.offset());
            }
            case ENTRY -> {
                bigint(origin.offset());
                text(copy, origin.pointer());
            }
            case HEAD -> {
                // one row has no place
            }
        }
        need(copy, row.tuple().length);
        buffer.put(row.tuple());
    }

    private void bigint(long value) {
        buffer.putInt(8).putLong(value);
    }

    private void uuid(UUID guid) {
        buffer.putInt(16).putLong(guid.getMostSignificantBits()).putLong(guid.getLeastSignificantBits());
    }

    private void text(CopyIn copy, String text) throws SQLException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        need(copy, 4 + utf8.length);
        buffer.putInt(utf8.length).put(utf8);
    }

    private void need(CopyIn copy, int bytes) throws SQLException {
        if (buffer.remaining() < bytes) {
            flush(copy);
        }
        if (buffer.remaining() < bytes) {
            buffer = ByteBuffer.allocate(bytes);
        }
    }

    private void flush(CopyIn copy) throws SQLException {
        copy.writeToCopy(buffer.array(), 0, buffer.position());
        buffer.clear();
    }
}
