package dev.reprise.report;

import java.util.List;

/**
 * An element that an import would add, change or remove.
 *
 * @param change add, change or remove
 * @param entity its entity
 * @param key its GUID; the name of its array and its place where it has none
 * @param fields of a changed one, what changes
 */
public record ElementChange(String change, String entity, String key, List<FieldChange> fields) {}
