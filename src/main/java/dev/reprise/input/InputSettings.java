package dev.reprise.input;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much of a file is taken at once, and how much is too much.
 *
 * @param elementSize largest element of a top array, and largest other value; more is refused
 * @param depth deepest nesting; more is refused
 * @param blockRecords most top elements in a block, which becomes a chunk
 * @param blockSize bytes after which a block is closed
 */
@ConfigurationProperties("reprise.input")
public record InputSettings(
        @DefaultValue("16MB") DataSize elementSize,
        @DefaultValue("500") int depth,
        @DefaultValue("20000") int blockRecords,
        @DefaultValue("4MB") DataSize blockSize) {

    /** The defaults, for use without a Spring context. */
    public static InputSettings defaults() {
        return new InputSettings(DataSize.ofMegabytes(16), 500, 20_000, DataSize.ofMegabytes(4));
    }
}
