package dev.reprise.web;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who has come in by HTTP.
 *
 * @param name the token's name, or whom the issuer's token is for
 * @param tokenId the token; null for one of another issuer
 * @param scopes what they may do
 * @param targets to what: {@code product/410}, or {@code project/acme/*} for all that begins so; empty for everything
 */
public record Caller(String name, @Nullable UUID tokenId, Set<Scope> scopes, List<String> targets) {

    private static final String ALL = "*";

    /** Whoever the request that is being answered is from. */
    public static Caller current() {
        Authentication now = SecurityContextHolder.getContext().getAuthentication();
        if (now != null && now.getPrincipal() instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("a request that nobody was let in with");
    }

    /** Whether they may do this at all. */
    public boolean may(Scope scope) {
        return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
    }

    /** Whether they may know of this target. */
    public boolean sees(String target) {
        return targets.isEmpty() || targets.stream().anyMatch(pattern -> covers(pattern, target));
    }

    private static boolean covers(String pattern, String target) {
        return pattern.endsWith(ALL)
                ? target.startsWith(pattern.substring(0, pattern.length() - 1))
                : target.equals(pattern);
    }

    /** The targets as {@code LIKE} takes them, escaped by a backslash; {@code %} for everything. */
    public String[] patterns() {
        return targets.isEmpty()
                ? new String[] {"%"}
                : targets.stream().map(Caller::pattern).toArray(String[]::new);
    }

    private static String pattern(String target) {
        boolean open = target.endsWith(ALL);
        String bare = open ? target.substring(0, target.length() - 1) : target;
        return bare.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + (open ? "%" : "");
    }

    /** @throws RefusedException with exit 4 if they may not do this at all */
    public Caller require(Scope scope) {
        if (!may(scope)) {
            throw refused(
                    "scope-missing", "'%s' may not do this: it takes the scope %s".formatted(name, scope.spelling()));
        }
        return this;
    }

    /** @throws RefusedException with exit 4 if they may not do this, or not to this target */
    public Caller require(Scope scope, String target) {
        require(scope);
        if (!sees(target)) {
            throw refused("target-not-allowed", "'%s' may do nothing with %s".formatted(name, target));
        }
        return this;
    }

    /** @throws RefusedException with exit 4 if they may do what they do to some targets only */
    public Caller requireAllTargets() {
        if (!targets.isEmpty()) {
            throw refused("target-not-allowed", "'%s' is not for all targets, and this is".formatted(name));
        }
        return this;
    }

    static RefusedException refused(String code, String what) {
        return new RefusedException(
                Exit.NOT_ALLOWED,
                Problem.unchanged(
                        code, what, null, "Have a token made that may: reprise token create --scope ... --target ..."));
    }
}
