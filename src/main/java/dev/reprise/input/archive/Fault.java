package dev.reprise.input.archive;

/**
 * What is wrong with an entry.
 *
 * @param code a stable word that begins with {@code zip-}
 * @param what one sentence without its full stop
 * @param next what to do now; whole sentences
 */
record Fault(String code, String what, String next) {

    /** Something that only a new archive mends. */
    Fault(String code, String what) {
        this(code, what, Refusals.PACK);
    }
}
