package dev.reprise.input.archive;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much an archive may hold. More is refused, before it takes memory or time.
 *
 * @param entries most entries, folders included
 * @param directorySize largest central directory; names stay in memory, so this bounds what an open archive costs
 * @param entrySize largest entry when inflated; an entry is read into one array
 * @param totalSize most bytes of all entries when inflated
 * @param ratio most bytes out of one compressed byte, of an entry and of the whole archive; deflate itself ends at 1032
 * @param ratioFloor entries, and archives, up to this size may have any ratio: short texts that repeat themselves are no bombs
 */
@ConfigurationProperties("reprise.archive")
public record ArchiveSettings(
        @DefaultValue("200000") int entries,
        @DefaultValue("24MB") DataSize directorySize,
        @DefaultValue("32MB") DataSize entrySize,
        @DefaultValue("4GB") DataSize totalSize,
        @DefaultValue("200") int ratio,
        @DefaultValue("1MB") DataSize ratioFloor) {

    /** An index has 20 bits where entries are sorted. */
    static final int MOST_ENTRIES = 1 << 20;

    private static final DataSize LARGEST = DataSize.ofMegabytes(512);

    /** Refuses what cannot work. */
    public ArchiveSettings {
        if (entries < 1 || entries > MOST_ENTRIES) {
            throw new IllegalArgumentException("reprise.archive.entries must be between 1 and " + MOST_ENTRIES);
        }
        if (entrySize.toBytes() < 1 || entrySize.compareTo(LARGEST) > 0) {
            throw new IllegalArgumentException("reprise.archive.entry-size must be between 1B and 512MB");
        }
        if (directorySize.toBytes() < 1 || directorySize.compareTo(LARGEST) > 0) {
            throw new IllegalArgumentException("reprise.archive.directory-size must be between 1B and 512MB");
        }
        if (totalSize.toBytes() < 1 || ratio < 1 || ratioFloor.toBytes() < 0) {
            throw new IllegalArgumentException(
                    "reprise.archive.total-size and ratio must be at least 1, ratio-floor at least 0");
        }
    }

    /** The defaults, for use without a Spring context. */
    public static ArchiveSettings defaults() {
        return new ArchiveSettings(
                200_000,
                DataSize.ofMegabytes(24),
                DataSize.ofMegabytes(32),
                DataSize.ofGigabytes(4),
                200,
                DataSize.ofMegabytes(1));
    }
}
