package dev.reprise.input.archive;

/**
 * Entries that have the same name once their folders are gone. SnapLogic flattens the folders of an expression archive, and of equal
 * names one survives.
 *
 * @param name the name without folders
 * @param first index of the first entry of that name
 * @param last index of the last one: the one that stays
 */
public record Collision(String name, int first, int last) {}
