package dev.reprise.web;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.record.Sha256;
import dev.reprise.web.limit.Places;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The tokens that people and programs come in with. One is 32 random bytes, shown once; what is kept is their SHA-256, which for so much
 * chance needs no salt and no slowness.
 */
@Component
public final class Tokens {

    /** So that a token is known for one wherever it turns up. */
    static final String PREFIX = "rpr_";

    private static final int BYTES = 32;
    private static final int LONGEST_NAME = 200;
    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
    /** So that whoever guesses leaves connections to all others. */
    private static final int MOST_LOOKS = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String COLUMNS =
            "SELECT token_id, name, scopes, targets, created_at, expires_at, revoked_at FROM api_token ";

    private final JdbcTemplate jdbc;
    private final SecureRandom random = new SecureRandom();
    private final Places looks =
            new Places("tokens-busy", "tokens are looked up", MOST_LOOKS, MOST_LOOKS, Integer.MAX_VALUE);

    Tokens(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A token without its secret.
     *
     * @param token its id
     * @param expiresAt when it ends by itself; null for never
     * @param revokedAt when it was ended; null if it was not
     */
    public record Token(
            UUID token,
            String name,
            List<String> scopes,
            List<String> targets,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt) {}

    /**
     * A token that was made.
     *
     * @param secret what is to be sent; it cannot be shown again
     */
    public record Made(UUID id, String secret) {}

    /**
     * Makes a token.
     *
     * @param name for people, at most 200 characters
     * @param scopes ours, or vendors', as {@link Scope} and commercetools spell them
     * @param targets what it is for: a target, or its beginning and {@code *}; none for all
     * @param expiresAt null for never
     * @throws RefusedException with exit 2 if there is no scope, or one that is none, or the name will not do
     */
    public Made create(String name, Collection<String> scopes, List<String> targets, @Nullable Instant expiresAt) {
        if (name.isBlank() || name.length() > LONGEST_NAME || scopes.isEmpty()) {
            throw new RefusedException(
                    Exit.USAGE,
                    Problem.unchanged(
                            "token-malformed",
                            "a token has a name of at most %d characters and at least one scope"
                                    .formatted(LONGEST_NAME),
                            null,
                            "Scopes are: " + Scope.all() + "."));
        }
        scopes.stream().filter(word -> !Grant.isScope(word)).findFirst().ifPresent(word -> {
            throw new RefusedException(
                    Exit.USAGE,
                    Problem.unchanged(
                            "scope-unknown",
                            "'%s' is no scope".formatted(word),
                            null,
                            "There are: %s, and commercetools' own, as manage_import_containers:PROJECT."
                                    .formatted(Scope.all())));
        });
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        UUID id = UuidCreator.getTimeOrderedEpoch();
        jdbc.update(
                "INSERT INTO api_token (token_id, hash, name, scopes, targets, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
                id,
                hash(secret),
                name,
                scopes.toArray(String[]::new),
                targets.toArray(String[]::new),
                expiresAt == null ? null : Timestamp.from(expiresAt));
        return new Made(id, secret);
    }

    /** All of them, the newest first. */
    public List<Token> list() {
        return jdbc.query(COLUMNS + "ORDER BY created_at DESC", Tokens::read);
    }

    /**
     * Ends a token at once.
     *
     * @throws RefusedException with exit 5 if there is none of this id
     */
    public void revoke(UUID id) {
        int rows = jdbc.update(
                "UPDATE api_token SET revoked_at = coalesce(revoked_at, clock_timestamp()) WHERE token_id = ?", id);
        if (rows == 0) {
            throw new RefusedException(
                    Exit.NOT_FOUND,
                    Problem.unchanged("token-unknown", "there is no token " + id, null, "See: reprise token list"));
        }
    }

    /**
     * Whose token this is; empty if it is none, not one any more, or was revoked.
     *
     * @throws RefusedException with exit 75 and code {@code tokens-busy} if too many are being looked up
     */
    Optional<Caller> caller(String secret) {
        if (!FORM.matcher(secret).matches()) {
            return Optional.empty();
        }
        try (Places.Place place = looks.take(PREFIX, PATIENCE)) {
            return find(secret);
        }
    }

    private Optional<Caller> find(String secret) {
        return jdbc
                .query(
                        COLUMNS
                                + "WHERE hash = ? AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp())",
                        Tokens::read,
                        hash(secret))
                .stream()
                .findFirst()
                .map(token -> new Caller(token.name(), token.token(), Grant.of(token.scopes(), token.targets())));
    }

    private static byte[] hash(String secret) {
        return Sha256.digest().digest(secret.getBytes(StandardCharsets.UTF_8));
    }

    private static Token read(ResultSet row, int n) throws SQLException {
        return new Token(
                row.getObject("token_id", UUID.class),
                row.getString("name"),
                texts(row.getArray("scopes")),
                texts(row.getArray("targets")),
                row.getTimestamp("created_at").toInstant(),
                instant(row.getTimestamp("expires_at")),
                instant(row.getTimestamp("revoked_at")));
    }

    private static List<String> texts(Array array) throws SQLException {
        return Arrays.asList((String[]) array.getArray());
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
