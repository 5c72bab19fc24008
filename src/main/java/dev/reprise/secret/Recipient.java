package dev.reprise.secret;

import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import dev.reprise.record.RefusedException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.UUID;

/**
 * Another Reprise that secrets are wrapped for: HPKE (RFC 9180; X25519, HKDF-SHA256, AES-256-GCM) with its public key. It is told by
 * the document which {@link Keyset#publicKeys} of that Reprise gives; nothing in it is secret, but who has been given a wrong one
 * wraps for a stranger: compare {@link #keyName} with what the other side shows.
 */
public final class Recipient {

    private final HybridEncrypt wrapping;
    private final String keyName;

    private Recipient(HybridEncrypt wrapping, String keyName) {
        this.wrapping = wrapping;
        this.keyName = keyName;
    }

    /**
     * The one whose public keys these are.
     *
     * @param text the document, at most 16 MB
     * @param file how messages name it
     * @throws RefusedException {@code public-keys-damaged} if it is something else, private keys included; none of it is told
     */
    public static Recipient parse(byte[] text, String file) {
        try {
            if (JsonText.parse(text) instanceof Json.Obj object
                    && Keys.PUBLIC_SCHEMA.equals(object.text("schema"))
                    && object.get(Keys.HYBRID) instanceof Json.Obj hybrid) {
                KeysetHandle keys = TinkJsonProtoKeysetFormat.parseKeysetWithoutSecret(
                        Keys.text(hybrid), Keys.hybridConfiguration());
                return new Recipient(
                        keys.getPrimitive(Keys.hybridConfiguration(), HybridEncrypt.class),
                        Keys.name(keys.getPrimary().getId()));
            }
        } catch (JsonText.Bad | GeneralSecurityException | RuntimeException e) {
            throw Refusals.publicKeys(file);
        }
        throw Refusals.publicKeys(file);
    }

    /** Name of the key that opens what is wrapped, such as {@code reprise-123456789}. */
    public String keyName() {
        return keyName;
    }

    /** The secret in Base64, so that only the recipient opens it, and only at this place of this account. */
    String wrap(UUID account, String path, String plain) {
        try {
            byte[] wrapped = wrapping.encrypt(plain.getBytes(StandardCharsets.UTF_8), Keys.associated(account, path));
            return Base64.getEncoder().encodeToString(wrapped);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot wrap with HPKE", e);
        }
    }
}
