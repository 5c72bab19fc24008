package dev.reprise.secret;

import dev.reprise.record.RefusedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The keys that secrets are kept under. They come from the setting {@code reprise.secrets.keyset-file}, or from {@code
 * reprise.secrets.keyset}, or, with the embedded database alone, from {@value #FILE} in its home, which is made when the first
 * secret is sealed. Nothing is opened before it is needed. May be shared by threads; other processes may rotate the file meanwhile.
 *
 * <p>A path is the JSON Pointer of the envelope in the account's JSON. Key names are {@code reprise-} and Tink's key id.
 */
public final class Keyset {

    /** The file's name in the home of the embedded database. */
    public static final String FILE = "keyset.json";

    private final @Nullable KeysetFile file;
    private final boolean madeOnFirstUse;
    private final @Nullable String text;
    private @Nullable Keys fromText;

    /** By the settings alone, or else in {@code home} if there is an embedded database, whose home it is; null if there is none. */
    public Keyset(SecretSettings settings, @Nullable Path home) {
        this.text = settings.keyset();
        this.madeOnFirstUse = text == null && settings.keysetFile() == null && home != null;
        if (settings.keysetFile() != null) {
            this.file = new KeysetFile(settings.keysetFile());
        } else {
            this.file = madeOnFirstUse && home != null ? new KeysetFile(home.resolve(FILE)) : null;
        }
    }

    /** Whether there are keys by now, or would be as soon as one is needed. It does not look at what is in them. */
    public boolean present() {
        return text != null || madeOnFirstUse || file != null && file.exists();
    }

    /**
     * Encrypts a secret for one place.
     *
     * @return Base64
     * @throws RefusedException {@code keyset-missing} without keys; {@code keyset-damaged}, {@code keyset-unreadable}, {@code
     *     keyset-unwritten} if they cannot be had
     */
    public String seal(UUID account, String path, String plain) {
        try {
            byte[] cipher = writing().seal(plain.getBytes(StandardCharsets.UTF_8), Keys.associated(account, path));
            return Base64.getEncoder().encodeToString(cipher);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot encrypt with AES-256-GCM", e);
        }
    }

    /**
     * Decrypts what {@link #seal} made for this place, with whichever key did.
     *
     * @throws RefusedException {@code secret-key-unknown} if that key is not here; {@code secret-not-opened} if it was changed or
     *     belongs elsewhere; and as {@link #seal}
     */
    public String open(UUID account, String path, String cipher) {
        byte[] bytes = decoded(cipher);
        String maker = bytes == null ? null : Keys.maker(bytes);
        if (bytes == null || maker == null) {
            throw Refusals.notOpened(account, path, "none of ours");
        }
        Keys keys = reading();
        if (!keys.holds(maker)) {
            throw Refusals.unknownKey(account, path, maker);
        }
        try {
            return new String(keys.open(bytes, Keys.associated(account, path)), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw Refusals.notOpened(account, path, maker);
        }
    }

    /**
     * Decrypts what another Reprise wrapped for us at this place.
     *
     * @throws RefusedException {@code secret-not-opened}, and as {@link #open}
     */
    String unwrap(UUID account, String path, String wrapped) {
        byte[] bytes = decoded(wrapped);
        String maker = bytes == null ? null : Keys.maker(bytes);
        if (bytes == null || maker == null) {
            throw Refusals.notOpened(account, path, "none of ours");
        }
        try {
            return new String(reading().unwrap(bytes, Keys.associated(account, path)), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw Refusals.notOpened(account, path, maker);
        }
    }

    /**
     * Name of the key that seals now, such as {@code reprise-123456789}.
     *
     * @throws RefusedException as {@link #seal}
     */
    public String keyName() {
        return writing().primary();
    }

    /** Whether what this key sealed can be opened. False without keys; makes none. */
    public boolean holds(String keyName) {
        Keys keys = keys();
        return keys != null && keys.holds(keyName);
    }

    /** Whether what was wrapped for this key can be opened. False without keys; makes none. */
    public boolean holdsPrivate(String keyName) {
        Keys keys = keys();
        return keys != null && keys.holdsPrivate(keyName);
    }

    /**
     * What another Reprise needs to wrap secrets for this one, as {@link Recipient#parse} reads it. Not secret.
     *
     * @throws RefusedException as {@link #seal}
     */
    public byte[] publicKeys() {
        try {
            return writing().toPublicText();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink cannot write its own public keys", e);
        }
    }

    /**
     * Makes the keyset's file, readable by its owner alone.
     *
     * @return the name of its key
     * @throws RefusedException {@code keyset-exists} if there is one, {@code keyset-fixed} if no file is configured, {@code
     *     keyset-unwritten} if it cannot be written
     */
    public String create() {
        KeysetFile target = changeable();
        return target.change(before -> {
                    if (before != null) {
                        throw Refusals.exists(target.path());
                    }
                    return Keys.generated();
                })
                .primary();
    }

    /**
     * Adds a new primary key of each kind; the former ones stay for reading. Another process that is at work sees it with the next
     * secret. What is stored stays under its key until {@link AccountSecrets#reseal}.
     *
     * @return the new key's name
     * @throws RefusedException {@code keyset-missing} if there is no file yet, and as {@link #create}
     */
    public String rotate() {
        KeysetFile target = changeable();
        return target.change(before -> {
                    if (before == null) {
                        throw Refusals.missing(target.path());
                    }
                    return before.rotated();
                })
                .primary();
    }

    /** The name of the key that made this Base64 text; null if it is none of Tink's, as far as one can see. */
    static @Nullable String maker(String cipher) {
        byte[] bytes = decoded(cipher);
        return bytes == null ? null : Keys.maker(bytes);
    }

    /** Says nothing of the keys. */
    @Override
    public String toString() {
        return "Keyset[" + (file != null ? file.path() : text != null ? "from a setting" : "none") + "]";
    }

    private Keys writing() {
        Keys keys = keys();
        if (keys == null && madeOnFirstUse && file != null) {
            return file.change(before -> before != null ? before : Keys.generated());
        }
        return present(keys);
    }

    private Keys reading() {
        return present(keys());
    }

    private Keys present(@Nullable Keys keys) {
        if (keys == null) {
            throw Refusals.missing(file == null ? null : file.path());
        }
        return keys;
    }

    private KeysetFile changeable() {
        if (file == null) {
            throw Refusals.fixed(text != null);
        }
        return file;
    }

    private @Nullable Keys keys() {
        return text == null ? file == null ? null : file.read() : parsed(text);
    }

    private synchronized Keys parsed(String json) {
        if (fromText == null) {
            fromText = Keys.parse(json.getBytes(StandardCharsets.UTF_8));
        }
        if (fromText == null) {
            throw Refusals.damaged("setting reprise.secrets.keyset");
        }
        return fromText;
    }

    private static byte @Nullable [] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
