package dev.reprise.engine.job;

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
 */
public record ImportRequest(
        String job,
        Target target,
        Path file,
        Map<String, String> options,
        RejectionLimit maxRejections,
        boolean fresh) {}
