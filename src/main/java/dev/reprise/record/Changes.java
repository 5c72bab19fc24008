package dev.reprise.record;

/**
 * What an import would do to an entity's elements.
 *
 * @param inFile elements that go in
 * @param now elements that are live
 * @param add only in the file
 * @param change in both, and different
 * @param remove only live
 * @param same in both, and equal
 */
public record Changes(long inFile, long now, long add, long change, long remove, long same) {

    /** The same of a file that does not hold so many of them, as they were taken over from what is live. */
    public Changes without(long kept) {
        return new Changes(inFile - kept, now, add, change, remove, same);
    }

    /** Whether nothing would change. */
    public boolean none() {
        return add + change + remove == 0;
    }
}
