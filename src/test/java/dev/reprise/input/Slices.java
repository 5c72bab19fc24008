package dev.reprise.input;

import dev.reprise.record.Origin;
import dev.reprise.record.SourceRecord;
import java.nio.charset.StandardCharsets;

/** Records made by hand, as a reader would hand them out. */
final class Slices {

    private Slices() {}

    /** A record over all bytes of an array. */
    static SourceRecord whole(byte[] bytes, long offset) {
        return new SourceRecord(new Origin("", 0, offset), bytes, 0, bytes.length);
    }

    /** The task 7 of a file, which begins at an offset of the file and in the middle of an array of bytes. */
    static SourceRecord between(String before, String text, String after, long offset) {
        byte[] bytes = (before + text + after).getBytes(StandardCharsets.UTF_8);
        int from = before.getBytes(StandardCharsets.UTF_8).length;
        int to = from + text.getBytes(StandardCharsets.UTF_8).length;
        return new SourceRecord(new Origin("/data/tasks", 7, offset), bytes, from, to);
    }

    /** The text of a record. */
    static String text(SourceRecord record) {
        return new String(record.bytes(), record.from(), record.to() - record.from(), StandardCharsets.UTF_8);
    }
}
