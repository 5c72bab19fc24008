package dev.reprise.input.archive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Archives that must be refused, each for one reason. */
public final class HostileArchives {

    private HostileArchives() {}

    /** All but those that are large. */
    public static List<Hostile> all() {
        List<Hostile> all = new ArrayList<>(HostileNames.all());
        all.addAll(HostileContents.all());
        all.addAll(HostileStructures.all());
        return all;
    }

    /** Those that would take much time or memory, were they not refused early. */
    static List<Hostile> large() {
        RawArchive lastTwice = RawArchive.of(lastTwice(200_000));
        lastTwice.zip64 = true;
        return List.of(
                new Hostile("million-entries", "zip-entries", null, listed(1_000_000)),
                Hostile.of("last-of-200000-same", "zip-duplicate", "\"199998\"", lastTwice),
                Hostile.of("long-names-last-same", "zip-duplicate", "a", RawArchive.of(longNames(6_000, 4090, "n"))),
                Hostile.of(
                        "marked-names-last-same",
                        "zip-duplicate",
                        "a",
                        RawArchive.of(longNames(6_000, 61, "\u0301".repeat(30) + "\u1e69\u0323\u00fc"))),
                Hostile.of(
                        "directory-too-large", "zip-directory-size", null, RawArchive.of(longNames(6_200, 4090, "n"))));
    }

    /** A directory of entries that are all in one place. */
    private static byte[] listed(int count) {
        byte[] central = RawEntry.of("a").central(0);
        byte[] file = new byte[count * central.length];
        for (int i = 0; i < count; i++) {
            System.arraycopy(central, 0, file, i * central.length, central.length);
        }
        RawArchive empty = RawArchive.of();
        empty.zip64 = true;
        empty.moreEntries = count;
        empty.directoryLonger = file.length;
        empty.locatorMoved = file.length;
        return RawEntry.join(file, empty.bytes());
    }

    private static List<RawEntry> lastTwice(int count) {
        List<RawEntry> entries = new ArrayList<>(IntStream.range(0, count - 1)
                .mapToObj(i -> RawEntry.stored(Integer.toString(i), new byte[0]))
                .toList());
        entries.add(RawEntry.stored(Integer.toString(count - 2), new byte[0]));
        return entries;
    }

    private static List<RawEntry> longNames(int count, int times, String part) {
        RawEntry[] entries = new RawEntry[count];
        Arrays.setAll(
                entries,
                i -> RawEntry.stored("%05d".formatted(i == count - 1 ? 0 : i) + part.repeat(times), new byte[0]));
        return List.of(entries);
    }
}
