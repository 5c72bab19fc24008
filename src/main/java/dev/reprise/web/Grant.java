package dev.reprise.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What may be done to what.
 *
 * @param scopes what
 * @param targets to what: {@code product/410}, or {@code project/acme/*} for all that begins so; empty for everything
 */
record Grant(Set<Scope> scopes, List<String> targets) {

    private static final String ALL = "*";

    /** commercetools' scopes, each of which names the project that it is for after a colon. */
    private static final Map<String, Set<Scope>> VENDORS = Map.of(
            "view_import_containers", EnumSet.of(Scope.VIEW),
            "manage_import_containers", EnumSet.of(Scope.VIEW, Scope.IMPORT),
            "manage_project", EnumSet.of(Scope.VIEW, Scope.IMPORT, Scope.PLAN, Scope.UNDO));

    /** Whether a word is a scope, ours or a vendor's. */
    static boolean isScope(String word) {
        return Scope.of(word).isPresent() || vendor(word, List.of()).isPresent();
    }

    /**
     * What scopes give. One of a vendor is for its own targets, and for nothing where the others do not reach.
     *
     * @param words ours, and vendors'; others give nothing: another version or another program may know them
     * @param targets what ours are for; empty for everything
     */
    static List<Grant> of(Collection<String> words, List<String> targets) {
        List<Grant> grants = new ArrayList<>();
        Set<Scope> own = EnumSet.noneOf(Scope.class);
        for (String word : words) {
            Scope.of(word).ifPresent(own::add);
            vendor(word, targets).ifPresent(grants::add);
        }
        if (!own.isEmpty()) {
            grants.add(new Grant(own, targets));
        }
        return grants;
    }

    private static Optional<Grant> vendor(String word, List<String> within) {
        int colon = word.indexOf(':');
        Set<Scope> scopes = colon < 0 ? null : VENDORS.get(word.substring(0, colon));
        String project = word.substring(colon + 1);
        if (scopes == null || !project.matches("[A-Za-z0-9_-]+")) {
            return Optional.empty();
        }
        String targets = "container/" + project + "/";
        return new Grant(scopes, within).covers(targets)
                ? Optional.of(new Grant(scopes, List.of(targets + ALL)))
                : Optional.empty();
    }

    /** Whether this may be done at all. */
    boolean may(Scope scope) {
        return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
    }

    /** Whether it is for this target. */
    boolean covers(String target) {
        return targets.isEmpty()
                || targets.stream()
                        .anyMatch(pattern -> pattern.endsWith(ALL)
                                ? target.startsWith(pattern.substring(0, pattern.length() - 1))
                                : target.equals(pattern));
    }

    /** The targets as {@code LIKE} takes them, escaped by a backslash; {@code %} for everything. */
    List<String> patterns() {
        return targets.isEmpty()
                ? List.of("%")
                : targets.stream().map(Grant::pattern).toList();
    }

    private static String pattern(String target) {
        boolean open = target.endsWith(ALL);
        String bare = open ? target.substring(0, target.length() - 1) : target;
        return bare.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + (open ? "%" : "");
    }
}
