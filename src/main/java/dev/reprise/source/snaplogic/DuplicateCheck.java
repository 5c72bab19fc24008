package dev.reprise.source.snaplogic;

import java.util.List;
import java.util.Optional;

/** What is done where an asset of the same name exists; vendor, but for the default. */
enum DuplicateCheck {
    /** What exists stays, and is told as 409. */
    SKIP("skip", "true"),
    /** If the target exists, all goes into a new one with a number. */
    CREATE_NEW("create_new", "false"),
    /** What exists is replaced, if its type may be. */
    OVERWRITE("overwrite", "overwrite");

    /** All that may be said; vendor: the older API knew true and false. */
    static final List<String> SPELLINGS = List.of("skip", "true", "create_new", "false", "overwrite");

    private final String spelling;
    private final String older;

    DuplicateCheck(String spelling, String older) {
        this.spelling = spelling;
        this.older = older;
    }

    static Optional<DuplicateCheck> of(String text) {
        for (DuplicateCheck check : values()) {
            if (check.spelling.equals(text) || check.older.equals(text)) {
                return Optional.of(check);
            }
        }
        return Optional.empty();
    }
}
