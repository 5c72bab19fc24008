package dev.reprise.engine.job;

import java.nio.file.Path;

/**
 * What somebody asks for.
 *
 * @param job name of the job
 * @param target what to read
 * @param file what to write
 * @param replace whether a file that is there may go
 */
public record ExportRequest(String job, Target target, Path file, boolean replace) {}
