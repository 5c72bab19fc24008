package dev.reprise.report;

/**
 * All findings of one kind in an import.
 *
 * @param severity rejection or warning
 * @param code what they have in common
 * @param count how many
 * @param first the first in the file
 */
public record FindingGroup(String severity, String code, long count, Finding first) {}
