package dev.reprise.web;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who has come in by HTTP, and what they may do. */
public final class Caller {

    private final String name;
    private final @Nullable UUID tokenId;
    private final List<Grant> grants;

    /**
     * Somebody.
     *
     * @param name the token's name, or whom the issuer's token is for
     * @param tokenId the token; null for one of another issuer
     */
    Caller(String name, @Nullable UUID tokenId, List<Grant> grants) {
        this.name = name;
        this.tokenId = tokenId;
        this.grants = List.copyOf(grants);
    }

    /** Whoever the request that is being answered is from. */
    public static Caller current() {
        Authentication now = SecurityContextHolder.getContext().getAuthentication();
        if (now != null && now.getPrincipal() instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("a request that nobody was let in with");
    }

    /** The token's name, or whom the issuer's token is for. */
    public String name() {
        return name;
    }

    @Nullable
    UUID tokenId() {
        return tokenId;
    }

    /** Tells this caller from all others, which the name does not. */
    public String key() {
        return tokenId == null ? "issuer " + name : tokenId.toString();
    }

    /** Whether they may know of this target. */
    public boolean sees(String target) {
        return grants.stream().anyMatch(grant -> grant.covers(target));
    }

    /** Whether they may do this to this target. */
    public boolean may(Scope scope, String target) {
        return grants.stream().anyMatch(grant -> grant.may(scope) && grant.covers(target));
    }

    /** Whether they may do this to everything. */
    boolean mayEverywhere(Scope scope) {
        return grants.stream()
                .anyMatch(grant -> grant.may(scope) && grant.targets().isEmpty());
    }

    /** The targets to which they may do this, as {@code LIKE} takes them, escaped by a backslash; {@code %} for everything. */
    public String[] patterns(Scope scope) {
        return grants.stream()
                .filter(grant -> grant.may(scope))
                .flatMap(grant -> grant.patterns().stream())
                .toArray(String[]::new);
    }

    /** @throws RefusedException with exit 4 if they may not do this at all */
    public Caller require(Scope scope) {
        if (grants.stream().noneMatch(grant -> grant.may(scope))) {
            throw refused(
                    "scope-missing", "'%s' may not do this: it takes the scope %s".formatted(name, scope.spelling()));
        }
        return this;
    }

    /** @throws RefusedException with exit 4 if they may not do this, or not to this target */
    public Caller require(Scope scope, String target) {
        require(scope);
        if (!may(scope, target)) {
            throw refused("target-not-allowed", "'%s' may do nothing of this with %s".formatted(name, target));
        }
        return this;
    }

    /** @throws RefusedException with exit 4 if they may not do this, or to some targets only */
    public Caller requireEverywhere(Scope scope) {
        require(scope);
        if (!mayEverywhere(scope)) {
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
