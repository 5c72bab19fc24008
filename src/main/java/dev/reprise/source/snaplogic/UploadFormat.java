package dev.reprise.source.snaplogic;

import dev.reprise.input.ExportFormat;
import dev.reprise.input.JsonExportReader;
import dev.reprise.input.Position;
import dev.reprise.input.archive.ArchiveReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An archive with what belongs to it. That it is the same as before, its directories say: with names, sizes and checksums of all that is in
 * them, which are compared with the content when that is read.
 */
final class UploadFormat implements ExportFormat {

    private final ImportOptions options;
    private final Upload.Limits limits;
    private final String inner;
    private final Consumer<Upload> opened;
    /** Of what was opened last; to open a large one takes a while. */
    private long length = -1;

    /** {@code opened} is told of each that is opened, before anything of it is read. */
    UploadFormat(ImportOptions options, Upload.Limits limits, String inner, Consumer<Upload> opened) {
        this.options = options;
        this.limits = limits;
        this.inner = inner;
        this.opened = opened;
    }

    @Override
    public ExportFormat.Reader open(Path file, @Nullable Position from) throws IOException {
        Upload upload = Upload.open(file, options, limits);
        if (from != null && !Arrays.equals(from.chain(), upload.identity())) {
            upload.close();
            throw JsonExportReader.changed(file.toString());
        }
        length = upload.length();
        try {
            opened.accept(upload);
        } catch (RuntimeException e) {
            upload.close();
            throw e;
        }
        return new ArchiveReader(upload.content(inner), limits.input(), from, upload);
    }

    @Override
    public long unpackedSize(Path file) throws IOException {
        if (length < 0) {
            open(file, null).close();
        }
        return length;
    }

    @Override
    public void checkTail(Path file, Position position) throws IOException {
        try (Upload upload = Upload.open(file, options, limits)) {
            if (!Arrays.equals(position.chain(), upload.identity())) {
                throw JsonExportReader.changed(file.toString());
            }
        }
    }

    @Override
    public void checkChain(Path file, Position position) {
        // the checksums were compared already
    }
}
