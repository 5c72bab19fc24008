package dev.reprise.web;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Answers a request that is sent a second time, because its answer was lost, with what the first one began. */
final class IdempotencyKeys {

    private static final int LONGEST = 200;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    IdempotencyKeys(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    private record Known(byte[] content, UUID importId) {}

    /**
     * Whether a request is one that came before.
     *
     * @param key as the client sent it; null for none
     * @throws RefusedException {@code idempotency-key-malformed}
     */
    boolean knows(Caller caller, @Nullable String key) {
        if (key == null) {
            return false;
        }
        if (key.isBlank() || key.length() > LONGEST) {
            throw refused(
                    Exit.USAGE,
                    "idempotency-key-malformed",
                    "an Idempotency-Key has 1 to %d characters".formatted(LONGEST));
        }
        return known(caller, key).isPresent();
    }

    /**
     * The import that a key stands for, begun now if the key is new.
     *
     * @param key as the client sent it in {@code Idempotency-Key}; null for none
     * @param content hash of all that was asked for
     * @param begin begins an import
     * @param over whether an import has ended
     * @throws RefusedException {@code idempotency-key-reused} if the key came with other content before; {@code
     *     idempotency-key-busy} if that import is not over
     */
    UUID importOf(Caller caller, @Nullable String key, byte[] content, Supplier<UUID> begin, Predicate<UUID> over) {
        if (key == null) {
            return begin.get();
        }
        UUID importId = transaction.execute(status -> {
            // of two requests with one key at the same instant the second waits for the first
            jdbc.queryForList("SELECT pg_advisory_xact_lock(hashtextextended(?, 1))::text", caller.key() + '\n' + key);
            return known(caller, key).map(known -> same(known, content, over)).orElseGet(() -> {
                UUID begun = begin.get();
                jdbc.update(
                        "INSERT INTO idempotency_key (who, key, content, import_id) VALUES (?, ?, ?, ?)",
                        caller.key(),
                        key,
                        content,
                        begun);
                return begun;
            });
        });
        if (importId == null) {
            throw new IllegalStateException("a transaction without a result");
        }
        return importId;
    }

    private Optional<Known> known(Caller caller, String key) {
        List<Known> known = jdbc.query(
                "SELECT content, import_id FROM idempotency_key WHERE who = ? AND key = ?",
                (row, n) -> new Known(row.getBytes(1), row.getObject(2, UUID.class)),
                caller.key(),
                key);
        return known.stream().findFirst();
    }

    private static UUID same(Known known, byte[] content, Predicate<UUID> over) {
        if (!MessageDigest.isEqual(known.content(), content)) {
            throw refused(
                    Exit.USAGE, "idempotency-key-reused", "this Idempotency-Key came with another content before");
        }
        if (!over.test(known.importId())) {
            throw refused(
                    Exit.BUSY,
                    "idempotency-key-busy",
                    "import %s, which this Idempotency-Key began, is not over".formatted(known.importId()));
        }
        return known.importId();
    }

    private static RefusedException refused(Exit exit, String code, String what) {
        return new RefusedException(exit, Problem.unchanged(code, what, null, "A new request takes a new key."));
    }

    /** Forgets keys that are older than a day. */
    void forget() {
        jdbc.update("DELETE FROM idempotency_key WHERE created_at < clock_timestamp() - interval '24 hours'");
    }
}
