package dev.reprise.report;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What became of an entity's records. After the load read = written + rejected + skipped, always.
 *
 * @param read elements found in the file
 * @param written rows in the generation
 * @param rejected elements that stayed out
 * @param skipped elements that stayed out because what they would have replaced may not be; not told where there are none
 */
public record Counts(
        long read,
        long written,
        long rejected,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long skipped) {

    /** None skipped. */
    public Counts(long read, long written, long rejected) {
        this(read, written, rejected, 0);
    }

    /** None. */
    public static final Counts ZERO = new Counts(0, 0, 0);

    /** Both together. */
    public Counts plus(Counts other) {
        return new Counts(
                read + other.read, written + other.written, rejected + other.rejected, skipped + other.skipped);
    }
}
