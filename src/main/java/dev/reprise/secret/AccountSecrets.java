package dev.reprise.secret;

import dev.reprise.record.RefusedException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is done with the secrets of an account's JSON. What is secret: a value that came encrypted; and texts and numbers below a
 * member whose name says so ({@link SecretNames}), except expressions that merely refer to something ({@link Expression}), empty
 * texts, booleans and null. May be shared by threads.
 */
public final class AccountSecrets {

    private final Keyset keyset;
    private final SecretNames names;

    /** Under the keys of this keyset. */
    public AccountSecrets(Keyset keyset, SecretSettings settings) {
        this.keyset = keyset;
        this.names = new SecretNames(settings.names());
    }

    /**
     * An account of an archive as it may be stored: with what the accounts file changes, and each plain secret sealed. Envelopes that
     * the accounts file does not touch stay as they came, except those which another Reprise wrapped for us. An account in which
     * nothing changes keeps its bytes; else it is written without white space, order and numbers as they were.
     *
     * <p>By the vendor's documentation only members named {@code value} may be edited, and every encrypted value must be replaced by
     * plain text; members that the accounts file leaves out stay as they are. Refused, with nothing of the account to store:
     * {@code account-structure}, {@code account-envelope}, {@code secret-not-opened}, {@code value-source-...}, {@code json-...}.
     *
     * @throws RefusedException {@code keyset-missing} if something must be sealed and there are no keys, and other {@code keyset-...}
     */
    public Merge merge(byte[] json, UUID account, AccountsFile file, ValueSources sources) {
        try {
            if (!(JsonText.parse(json) instanceof Json.Obj archived)) {
                throw new Rejected("account-structure", "", "an account must be an object");
            }
            Merging merging = new Merging(account, keyset, names, sources);
            Json.Obj merged = merging.account(archived, file.entry(account));
            return Merge.of(bytes(json, archived, merged), merging.updated(), merging.sealed());
        } catch (JsonText.Bad e) {
            return Merge.refused(
                    new Rejected(e.code(), "", "the account cannot be read: " + e.what() + ", " + e.place()).reason());
        } catch (Rejected e) {
            return Merge.refused(e.reason());
        }
    }

    /**
     * A stored account with each envelope of ours under the key that is primary now. Other people's envelopes, and ours of keys that
     * are not here, stay; so do those that do not open here, as they were changed, or stored before the key was here.
     *
     * @throws RefusedException {@code keyset-...}
     */
    public Resealed reseal(UUID account, byte[] json) {
        AtomicInteger left = new AtomicInteger();
        byte[] again = changed(account, json, (pointer, envelope) -> {
            String cipher = ours(envelope);
            String primary = cipher == null ? null : keyset.keyName();
            if (cipher == null || primary == null || primary.equals(Keyset.maker(cipher))) {
                return envelope;
            }
            String plain = opened(account, pointer, cipher);
            if (plain == null) {
                left.incrementAndGet();
                return envelope;
            }
            String sealed = keyset.seal(account, pointer, plain);
            return Envelope.resealed(envelope, sealed, String.valueOf(Keyset.maker(sealed)));
        });
        return new Resealed(again, left.get());
    }

    /**
     * What came of sealing an account again.
     *
     * @param json the very bytes that were given if there was nothing to do
     * @param left how many of its secrets do not open
     */
    public record Resealed(byte[] json, int left) {}

    /**
     * An account that takes the place of a stored one, with the stored envelopes where they hold the same secrets. Sealing the same
     * twice gives two texts: without this an import of what is there already would look like a change.
     *
     * @return the very bytes that were given if there was nothing to do
     */
    public byte[] reuse(UUID account, byte[] json, byte[] stored) {
        Map<String, String> known = new HashMap<>();
        changed(account, stored, (pointer, envelope) -> {
            String cipher = ours(envelope);
            if (cipher != null) {
                known.put(pointer, cipher);
            }
            return envelope;
        });
        return changed(account, json, (pointer, envelope) -> {
            String cipher = ours(envelope);
            String before = known.get(pointer);
            if (cipher == null || before == null || cipher.equals(before)) {
                return envelope;
            }
            String plain = opened(account, pointer, cipher);
            return plain != null && plain.equals(opened(account, pointer, before))
                    ? Envelope.resealed(envelope, before, String.valueOf(Keyset.maker(before)))
                    : envelope;
        });
    }

    private @Nullable String opened(UUID account, String pointer, String cipher) {
        try {
            return keyset.open(account, pointer, cipher);
        } catch (RefusedException e) {
            return null;
        }
    }

    /**
     * A stored account for an export to another Reprise: each envelope of ours has its secret wrapped for it as well. Other people's
     * envelopes stay as they are, as we cannot open them.
     *
     * @throws RefusedException {@code secret-not-opened} if one was changed or belongs elsewhere; {@code keyset-...}
     */
    public byte[] wrap(UUID account, byte[] json, Recipient recipient) {
        return changed(account, json, (pointer, envelope) -> {
            String cipher = ours(envelope);
            if (cipher == null) {
                return envelope;
            }
            String plain = keyset.open(account, pointer, cipher);
            return Envelope.wrapped(envelope, recipient.wrap(account, pointer, plain), recipient.keyName());
        });
    }

    /** The ciphertext of an envelope that one of our keys made; null of any other. */
    private @Nullable String ours(Json.Obj envelope) {
        String cipher = envelope.text(Envelope.VALUE);
        String maker = cipher == null ? null : Keyset.maker(cipher);
        return maker != null && keyset.holds(maker) ? cipher : null;
    }

    private static byte[] changed(UUID account, byte[] json, BiFunction<String, Json.Obj, Json.Obj> change) {
        try {
            Json stored = JsonText.parse(json);
            return bytes(json, stored, Envelope.replaced("", stored, change));
        } catch (JsonText.Bad e) {
            throw Refusals.stored(account, e);
        }
    }

    private static byte[] bytes(byte[] before, Json was, Json is) {
        return was.equals(is) ? before : JsonText.bytes(is);
    }
}
