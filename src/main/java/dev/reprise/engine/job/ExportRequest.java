package dev.reprise.engine.job;

import java.nio.file.Path;
import java.util.Map;

/**
 * What somebody asks for.
 *
 * @param job name of the job
 * @param target what to read
 * @param file what to write
 * @param options the job's own options that were given
 * @param replace whether a file that is there may go
 */
public record ExportRequest(String job, Target target, Path file, Map<String, String> options, boolean replace) {}
