package dev.reprise.report;

/**
 * What became of an entity's records. After the load read = written + rejected, always.
 *
 * @param read elements found in the file
 * @param written rows in the generation
 * @param rejected elements that stayed out
 */
public record Counts(long read, long written, long rejected) {

    /** None. */
    public static final Counts ZERO = new Counts(0, 0, 0);

    /** Both together. */
    public Counts plus(Counts other) {
        return new Counts(read + other.read, written + other.written, rejected + other.rejected);
    }
}
