package dev.reprise.input.archive;

import org.jspecify.annotations.Nullable;

/**
 * An archive that must be refused.
 *
 * @param title what is wrong with it, a short phrase that is also its file name
 * @param code how it is refused
 * @param entry how the message names the entry; null where the whole file is meant
 * @param bytes the archive
 */
public record Hostile(String title, String code, @Nullable String entry, byte[] bytes) {

    static Hostile of(String title, String code, @Nullable String entry, RawArchive archive) {
        return new Hostile(title, code, entry, archive.bytes());
    }

    /** An archive in which a good entry stands before and after a bad one. */
    static Hostile of(String title, String code, @Nullable String entry, RawEntry bad) {
        return of(title, code, entry, RawArchive.of(RawEntry.of("first.json"), bad, RawEntry.of("last.json")));
    }

    @Override
    public String toString() {
        return title;
    }
}
