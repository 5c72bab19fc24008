package dev.reprise.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.hybrid.HpkeParameters;
import com.google.crypto.tink.hybrid.HybridConfig2026;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one state of a keyset: those that seal at rest, and the private ones for what others wrapped for us. Its text is one
 * JSON document around two Tink keysets: {@code {"schema": "reprise-keyset/1", "aead": {...}, "hybrid": {...}}}. Whoever has the
 * text has all secrets.
 */
final class Keys {

    static final String SCHEMA = "reprise-keyset/1";
    static final String PUBLIC_SCHEMA = "reprise-public-keys/1";
    static final String HYBRID = "hybrid";

    private static final String AEAD = "aead";

    private static final HpkeParameters HPKE = hpke();

    /** Tink's output begins with a version byte and the id of the key. */
    private static final int PREFIX = 5;

    private final KeysetHandle aead;
    private final KeysetHandle hybrid;
    private final Aead sealing;
    private final HybridDecrypt unwrapping;

    private Keys(KeysetHandle aead, KeysetHandle hybrid) throws GeneralSecurityException {
        this.aead = aead;
        this.hybrid = hybrid;
        this.sealing = aead.getPrimitive(aeadConfiguration(), Aead.class);
        this.unwrapping = hybrid.getPrimitive(hybridConfiguration(), HybridDecrypt.class);
    }

    static Keys generated() {
        try {
            return new Keys(
                    KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, aeadConfiguration()),
                    KeysetHandle.generateNew(HPKE, hybridConfiguration()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot make keys for AES-256-GCM and X25519", e);
        }
    }

    /** These keys for reading, and a new one of each kind for writing. */
    Keys rotated() {
        try {
            return new Keys(
                    withNew(aead, PredefinedAeadParameters.AES256_GCM, aeadConfiguration()),
                    withNew(hybrid, HPKE, hybridConfiguration()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot make keys for AES-256-GCM and X25519", e);
        }
    }

    /** Keys from their text; null if it is none, and nobody says why, as that could quote it. */
    static @Nullable Keys parse(byte[] text) {
        try {
            if (JsonText.parse(text) instanceof Json.Obj object
                    && SCHEMA.equals(object.text("schema"))
                    && object.get(AEAD) instanceof Json.Obj aead
                    && object.get(HYBRID) instanceof Json.Obj hybrid) {
                return new Keys(
                        TinkJsonProtoKeysetFormat.parseKeyset(
                                text(aead), aeadConfiguration(), InsecureSecretKeyAccess.get()),
                        TinkJsonProtoKeysetFormat.parseKeyset(
                                text(hybrid), hybridConfiguration(), InsecureSecretKeyAccess.get()));
            }
            return null;
        } catch (JsonText.Bad | GeneralSecurityException | RuntimeException e) {
            return null;
        }
    }

    byte[] toText() throws GeneralSecurityException {
        return document(
                SCHEMA,
                Map.of(
                        AEAD,
                        TinkJsonProtoKeysetFormat.serializeKeyset(
                                aead, aeadConfiguration(), InsecureSecretKeyAccess.get()),
                        HYBRID,
                        TinkJsonProtoKeysetFormat.serializeKeyset(
                                hybrid, hybridConfiguration(), InsecureSecretKeyAccess.get())));
    }

    /** What may be shown to anybody: with it they wrap secrets that only we can open. */
    byte[] toPublicText() throws GeneralSecurityException {
        return document(
                PUBLIC_SCHEMA,
                Map.of(
                        HYBRID,
                        TinkJsonProtoKeysetFormat.serializeKeysetWithoutSecret(
                                hybrid.getPublicKeysetHandle(), hybridConfiguration())));
    }

    String primary() {
        return name(aead.getPrimary().getId());
    }

    boolean holds(String name) {
        return holds(aead, name);
    }

    boolean holdsPrivate(String name) {
        return holds(hybrid, name);
    }

    byte[] seal(byte[] plain, byte[] associated) throws GeneralSecurityException {
        return sealing.encrypt(plain, associated);
    }

    byte[] open(byte[] cipher, byte[] associated) throws GeneralSecurityException {
        return sealing.decrypt(cipher, associated);
    }

    byte[] unwrap(byte[] wrapped, byte[] associated) throws GeneralSecurityException {
        return unwrapping.decrypt(wrapped, associated);
    }

    /** The name of the key that made this; null if Tink did not make it. */
    static @Nullable String maker(byte[] cipher) {
        return cipher.length < PREFIX || cipher[0] != 1
                ? null
                : name(ByteBuffer.wrap(cipher).getInt(1));
    }

    static String name(int id) {
        return "reprise-" + Integer.toUnsignedString(id);
    }

    /** What a secret is bound to, so that it opens nowhere else. */
    static byte[] associated(UUID account, String path) {
        return (account + "\u001f" + path).getBytes(StandardCharsets.UTF_8);
    }

    static Configuration hybridConfiguration() throws GeneralSecurityException {
        return HybridConfig2026.get();
    }

    private static Configuration aeadConfiguration() throws GeneralSecurityException {
        return AeadConfig2026.get();
    }

    private static KeysetHandle withNew(KeysetHandle handle, Parameters parameters, Configuration configuration)
            throws GeneralSecurityException {
        return KeysetHandle.newBuilder(handle)
                .setConfiguration(configuration)
                .addEntry(KeysetHandle.generateEntryFromParameters(parameters)
                        .withRandomId()
                        .makePrimary())
                .build();
    }

    private static boolean holds(KeysetHandle handle, String name) {
        for (int i = 0; i < handle.size(); i++) {
            if (name(handle.getAt(i).getId()).equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] document(String schema, Map<String, String> keysets) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("schema", new Json.Str(schema));
        keysets.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(keyset -> members.put(
                        keyset.getKey(), new Json.Raw(keyset.getValue().strip())));
        return JsonText.bytes(new Json.Obj(members));
    }

    static String text(Json keyset) {
        return new String(JsonText.bytes(keyset), StandardCharsets.UTF_8);
    }

    private static HpkeParameters hpke() {
        try {
            return HpkeParameters.builder()
                    .setKemId(HpkeParameters.KemId.DHKEM_X25519_HKDF_SHA256)
                    .setKdfId(HpkeParameters.KdfId.HKDF_SHA256)
                    .setAeadId(HpkeParameters.AeadId.AES_256_GCM)
                    .setVariant(HpkeParameters.Variant.TINK)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
