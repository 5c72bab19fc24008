package dev.reprise.engine.ledger;

import dev.reprise.report.ImportStatus;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One request to bring one file into one target.
 *
 * @param importId a UUIDv7, so that newer ones sort after older ones
 * @param job name of its job
 * @param target such as {@code product/410}
 * @param file absolute path
 * @param fileSize size in bytes when it was asked for
 * @param options the job's own options
 * @param maxRejections the limit as it was given
 * @param status what has become of it
 * @param resumable whether it can be taken up again
 * @param generation what it loads into; null before it has one
 */
public record Import(
        UUID importId,
        String job,
        String target,
        String file,
        long fileSize,
        Map<String, String> options,
        String maxRejections,
        ImportStatus status,
        boolean resumable,
        @Nullable Long generation) {}
