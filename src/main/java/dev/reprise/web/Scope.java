package dev.reprise.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What somebody may do. */
public enum Scope {
    /** See imports, reports and targets, and export them. */
    VIEW,
    /** Import, and stop, restart, recover and abandon imports. */
    IMPORT,
    /** Make plans. */
    PLAN,
    /** Apply plans, and roll back. */
    UNDO,
    /** All of this, and what concerns everybody. */
    ADMIN;

    /** As tokens, settings and messages spell it. */
    public String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The scope of this spelling. */
    public static Optional<Scope> of(String spelling) {
        return Arrays.stream(values())
                .filter(scope -> scope.spelling().equals(spelling))
                .findFirst();
    }

    /** All spellings, for messages. */
    public static String all() {
        return Arrays.stream(values()).map(Scope::spelling).collect(Collectors.joining(", "));
    }
}
