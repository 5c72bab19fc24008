package dev.reprise.engine.job;

import dev.reprise.report.ImportKind;
import java.nio.file.Path;
import java.util.Map;

/**
 * What somebody asks for.
 *
 * @param job name of the job
 * @param target what to write to
 * @param file what to read
 * @param options the job's own options that were given
 * @param maxRejections how many records may stay out
 * @param fresh begin anew even where an unfinished import of the file could be taken up
 * @param kind import or plan
 * @param prove compare the rows with what was read before they are published
 */
public record ImportRequest(
        String job,
        Target target,
        Path file,
        Map<String, String> options,
        RejectionLimit maxRejections,
        boolean fresh,
        ImportKind kind,
        boolean prove) {

    /** An import that is published without being proved. */
    public ImportRequest(
            String job,
            Target target,
            Path file,
            Map<String, String> options,
            RejectionLimit maxRejections,
            boolean fresh) {
        this(job, target, file, options, maxRejections, fresh, ImportKind.IMPORT, false);
    }

    /** The same into another target. */
    public ImportRequest into(Target other) {
        return new ImportRequest(job, other, file, options, maxRejections, fresh, kind, prove);
    }
}
