package dev.reprise.engine.export;

import dev.reprise.record.SourceRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Elements that are put aside until all are known: their bytes in a file that goes by itself, their places in memory. */
final class Spool implements Closeable {

    private final FileChannel channel;
    private final Map<String, List<Kept>> arrays = new HashMap<>();
    private long size;
    private long elements;

    /** Where an element is to stand, and where it lies. */
    private record Kept(long index, long offset, int length) {}

    Spool() throws IOException {
        Path file = Files.createTempFile("reprise-", ".rejected");
        this.channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** Keeps an element, to stand at a place in an array. */
    void add(String array, long index, SourceRecord record) throws IOException {
        int length = record.to() - record.from();
        ByteBuffer bytes = ByteBuffer.wrap(record.bytes(), record.from(), length);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        arrays.computeIfAbsent(array, name -> new ArrayList<>()).add(new Kept(index, size, length));
        size += length;
        elements++;
    }

    /** How many it holds. */
    long elements() {
        return elements;
    }

    /** Writes the elements of an array, in the order of their places. */
    void write(String array, JsonBuffer out) throws IOException {
        List<Kept> kept = arrays.getOrDefault(array, List.of());
        List<Kept> ordered =
                kept.stream().sorted(Comparator.comparingLong(Kept::index)).toList();
        String separator = "\n";
        for (Kept element : ordered) {
            out.write(separator.getBytes(StandardCharsets.US_ASCII));
            ByteBuffer bytes = ByteBuffer.allocate(element.length());
            while (bytes.hasRemaining() && channel.read(bytes, element.offset() + bytes.position()) >= 0) {
                // until all of it is there
            }
            out.write(bytes.array());
            separator = ",\n";
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
