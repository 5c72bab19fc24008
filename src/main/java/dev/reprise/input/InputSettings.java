package dev.reprise.input;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much of a file is taken at once, and how much is too much.
 *
 * @param elementSize largest element of a top array, and largest other value; more is refused
 * @param depth deepest nesting; more is refused
 * @param blockRecords elements after which a block, which becomes a chunk, is closed; objects nested in them count as well
 * @param blockSize bytes after which a block is closed
 */
@ConfigurationProperties("reprise.input")
public record InputSettings(
        @DefaultValue("16MB") DataSize elementSize,
        @DefaultValue("500") int depth,
        @DefaultValue("20000") int blockRecords,
        @DefaultValue("4MB") DataSize blockSize) {

    private static final DataSize LARGEST = DataSize.ofMegabytes(512);
    private static final int MOST_RECORDS = 50_000;

    /** Refuses what cannot work: an element is held in one array, and a block takes at least one element. */
    public InputSettings {
        if (elementSize.toBytes() < 1 || elementSize.compareTo(LARGEST) > 0) {
            throw new IllegalArgumentException("reprise.input.element-size must be between 1B and 512MB");
        }
        if (blockRecords > MOST_RECORDS) {
            throw new IllegalArgumentException("reprise.input.block-records must be at most " + MOST_RECORDS);
        }
        if (depth < 1 || blockRecords < 1 || blockSize.toBytes() < 1) {
            throw new IllegalArgumentException("reprise.input.depth, block-records and block-size must be at least 1");
        }
    }

    /** The same with another limit for an element. */
    public InputSettings upTo(DataSize size) {
        return new InputSettings(size, depth, blockRecords, blockSize);
    }

    /** For what was within somebody's limits before. */
    static InputSettings unlimited() {
        return new InputSettings(LARGEST, Integer.MAX_VALUE, 1, LARGEST);
    }

    /** The defaults, for use without a Spring context. */
    public static InputSettings defaults() {
        return new InputSettings(DataSize.ofMegabytes(16), 500, 20_000, DataSize.ofMegabytes(4));
    }
}
