package dev.reprise.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A JSON document, perhaps compressed.
 *
 * @param inner the member whose arrays are streamed
 * @param settings how much is taken at once, and how much is too much
 */
public record JsonFormat(String inner, InputSettings settings) implements ExportFormat {

    /** How much larger than its file a compressed export may well be; gzip itself knows it only modulo 4 GB. */
    private static final int USUAL_RATIO = 8;

    @Override
    public JsonExportReader open(Path file, @Nullable Position from) throws IOException {
        return new JsonExportReader(file, inner, settings, from);
    }

    @Override
    public long unpackedSize(Path file) throws IOException {
        return Files.size(file) * (JsonExportReader.isCompressed(file) ? USUAL_RATIO : 1);
    }

    @Override
    public void checkTail(Path file, Position position) throws IOException {
        JsonExportReader.checkTail(file, position);
    }

    @Override
    public void checkChain(Path file, Position position) throws IOException {
        JsonExportReader.checkChain(file, position);
    }
}
