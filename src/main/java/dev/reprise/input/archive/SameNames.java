package dev.reprise.input.archive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Finds entries whose names have the same key, without keeping a string for each: hashes are sorted, and only keys whose hashes begin
 * alike are compared. The hash is SHA-256, so that nobody makes many begin alike.
 */
final class SameNames {

    private static final long INDEX = ArchiveSettings.MOST_ENTRIES - 1L;

    private static final int INDEX_BITS = Long.bitCount(INDEX);

    private SameNames() {}

    /** Indices of entries with equal keys, in ascending order; the lists in the order of their first. */
    static List<List<Integer>> groups(int count, IntFunction<String> key) {
        long[] hashes = new long[count];
        MessageDigest sha256 = Hashes.sha256();
        for (int i = 0; i < count; i++) {
            byte[] hash = sha256.digest(key.apply(i).getBytes(StandardCharsets.UTF_8));
            hashes[i] = ByteBuffer.wrap(hash).getLong() & ~INDEX | i;
        }
        Arrays.sort(hashes);
        List<List<Integer>> groups = new ArrayList<>();
        for (int from = 0, to; from < count; from = to) {
            to = from + 1;
            while (to < count && (hashes[to] ^ hashes[from]) >>> INDEX_BITS == 0) {
                to++;
            }
            if (to > from + 1) {
                groups.addAll(equal(hashes, from, to, key));
            }
        }
        groups.sort(Comparator.comparing(group -> group.get(0)));
        return groups;
    }

    private static List<List<Integer>> equal(long[] hashes, int from, int to, IntFunction<String> key) {
        Map<String, List<Integer>> byKey = new LinkedHashMap<>();
        for (int k = from; k < to; k++) {
            int entry = (int) (hashes[k] & INDEX);
            byKey.computeIfAbsent(key.apply(entry), any -> new ArrayList<>()).add(entry);
        }
        byKey.values().removeIf(entries -> entries.size() < 2);
        return List.copyOf(byKey.values());
    }
}
