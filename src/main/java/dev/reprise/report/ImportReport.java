package dev.reprise.report;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reprise.record.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happened in an import, as every door shows it. Times are the server's.
 *
 * @param importId the import
 * @param kind what it is meant to do
 * @param job such as {@code product-import}
 * @param target such as {@code product/410}
 * @param file absolute path of what was read; empty for a rollback
 * @param fileSize its size in bytes
 * @param status what became of it
 * @param dead its process is gone without having said how it ended: recover or run it again
 * @param exit exit code of the command; null while it runs
 * @param unchanged the content equalled what was live, and nothing was published
 * @param resumable whether the same command, or restart, takes it up again
 * @param generation the generation that it made, or made live again; null if it made none
 * @param provedAt when its rows were read again and found to be what was read; null if they were not
 * @param runs attempts
 * @param bytes bytes of the file that are read and committed
 * @param read records found in the file
 * @param written records in the generation
 * @param rejected records that stayed out
 * @param skipped records that stayed out because what they would have replaced may not be; null if there are none
 * @param entities the same for each entity
 * @param findings rejections and warnings in groups
 * @param error what ended it, if it did not complete
 * @param remark what else should be known, such as why it was abandoned
 * @param createdAt when it was asked for
 * @param finishedAt when it ended
 * @param seconds from its last start to its end, or to now
 * @param rowsPerSecond records read in a second of its last run
 * @param holder which process works on it, or did last
 * @param answer what the vendor's own system answers, by name; members of the document itself
 */
public record ImportReport(
        @JsonProperty("import") UUID importId,
        ImportKind kind,
        String job,
        String target,
        String file,
        long fileSize,
        ImportStatus status,
        boolean dead,
        @Nullable Integer exit,
        boolean unchanged,
        boolean resumable,
        @Nullable Long generation,
        @Nullable Instant provedAt,
        int runs,
        long bytes,
        long read,
        long written,
        long rejected,
        @Nullable Long skipped,
        Map<String, Counts> entities,
        List<FindingGroup> findings,
        @Nullable Problem error,
        @Nullable String remark,
        Instant createdAt,
        @Nullable Instant finishedAt,
        double seconds,
        long rowsPerSecond,
        @Nullable String holder,
        @JsonAnyGetter Map<String, Object> answer) {

    /** The same for whoever is not at this machine: of the paths of its files only the names. */
    public ImportReport elsewhere() {
        return new ImportReport(
                importId,
                kind,
                job,
                target,
                name(file),
                fileSize,
                status,
                dead,
                exit,
                unchanged,
                resumable,
                generation,
                provedAt,
                runs,
                bytes,
                read,
                written,
                rejected,
                skipped,
                entities,
                findings,
                error == null ? null : error.map(this::bare),
                remark,
                createdAt,
                finishedAt,
                seconds,
                rowsPerSecond,
                holder,
                answer);
    }

    /** Without the file's folder, where others that came with it lie, too. */
    private String bare(String text) {
        String folder = file.substring(0, file.length() - name(file).length());
        return folder.length() < 2 ? text : text.replace(folder, "");
    }

    private static String name(String file) {
        return file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    }
}
