package dev.reprise.engine.ledger;

import dev.reprise.engine.job.ImportRequest;
import dev.reprise.report.ImportKind;
import dev.reprise.report.ImportStatus;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One request to bring one file into one target.
 *
 * @param importId a UUIDv7, so that newer ones sort after older ones
 * @param kind what it is meant to do
 * @param job name of its job
 * @param target such as {@code product/410}
 * @param file absolute path
 * @param fileSize size in bytes when it was asked for
 * @param options the job's own options
 * @param maxRejections the limit as it was given
 * @param status what has become of it
 * @param resumable whether it can be taken up again
 * @param generation what it loads into; null before it has one
 * @param base what was live when it was planned or before it was published, 0 for nothing; null before that
 * @param prove whether its rows are proved before they are published
 */
public record Import(
        UUID importId,
        ImportKind kind,
        String job,
        String target,
        String file,
        long fileSize,
        Map<String, String> options,
        String maxRejections,
        ImportStatus status,
        boolean resumable,
        @Nullable Long generation,
        @Nullable Long base,
        boolean prove) {

    /** Whether it was begun for the same as is asked for now, but for options, which its job must judge. */
    public boolean isOf(ImportRequest request, String path, long size) {
        return file.equals(path) && fileSize == size && job.equals(request.job()) && kind == request.kind();
    }
}
