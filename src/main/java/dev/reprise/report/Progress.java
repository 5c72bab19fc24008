package dev.reprise.report;

import java.util.UUID;

/**
 * How far a running import has come; told after each committed chunk and at each step.
 *
 * @param importId the import
 * @param target what it writes to
 * @param step check, load, verify or publish
 * @param bytes bytes of the file that are read
 * @param size size of the file in bytes
 * @param counts all entities together
 */
public record Progress(UUID importId, String target, String step, long bytes, long size, Counts counts) {}
