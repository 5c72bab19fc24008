package dev.reprise.record;

/**
 * One element as it stands in the file: its place and its bytes, not yet judged.
 *
 * @param origin where it stands
 * @param bytes hold it, between those of its neighbours; shared, and good until the next block is read
 * @param from index in {@code bytes} of its first byte
 * @param to index in {@code bytes} after its last byte
 */
public record SourceRecord(Origin origin, byte[] bytes, int from, int to) {}
