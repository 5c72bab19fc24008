package dev.reprise.secret;

import dev.reprise.record.RefusedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes envelopes of one account's secrets, and judges those that came with it. */
final class Sealing {

    private static final int LONGEST_NAME = 100;

    private final UUID account;
    private final Keyset keyset;
    private int count;

    Sealing(UUID account, Keyset keyset) {
        this.account = account;
        this.keyset = keyset;
    }

    int count() {
        return count;
    }

    /** Whether there is something to hide: a text or number, and no mere reference to one. */
    static boolean hides(Json value, boolean computed) {
        if (value instanceof Json.Str text) {
            return !text.text().isEmpty() && !(computed && Expression.refers(text.text()));
        }
        return value instanceof Json.Raw raw && raw.number();
    }

    static boolean empty(Json value) {
        return value.is("null") || value instanceof Json.Str text && text.text().isEmpty();
    }

    /** An object whose value is this secret. */
    Json.Obj object(String pointer, Json.Obj object, Json plain) {
        return sealed(pointer, object, text(plain));
    }

    /** A secret that stood alone becomes an object. */
    Json.Obj bare(String pointer, Json plain) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put(Envelope.VALUE, plain);
        return sealed(pointer, new Json.Obj(members), text(plain));
    }

    /**
     * An envelope of the archive: stays as it came, unless it was wrapped for us. One of ours must be of this very place: nobody could
     * open it later.
     */
    Json.Obj arrived(String pointer, Json.Obj envelope) {
        String plain = unwrapped(pointer, envelope);
        if (plain != null) {
            return sealed(pointer, envelope, plain);
        }
        if (made(envelope.get(Envelope.VALUE))) {
            opened(pointer, String.valueOf(envelope.text(Envelope.VALUE)));
        }
        return envelope;
    }

    /** Whether this looks like a ciphertext that we made. */
    boolean made(@Nullable Json value) {
        if (!(value instanceof Json.Str text)) {
            return false;
        }
        String maker = Keyset.maker(text.text());
        return maker != null && keyset.holds(maker);
    }

    /** An envelope in the accounts file, where plain text should be: goes in only if it is one of ours, of this very place. */
    Json.Obj left(String pointer, Json.Obj rest, Json.Obj envelope) {
        String plain = unwrapped(pointer, envelope);
        if (plain != null) {
            return sealed(pointer, rest, plain);
        }
        String key = envelope.text(Envelope.KEY);
        String cipher = envelope.text(Envelope.VALUE);
        String maker = cipher == null ? null : Keyset.maker(cipher);
        if (cipher == null || maker == null || !keyset.holds(maker)) {
            throw new Rejected(
                    "account-envelope",
                    pointer,
                    "this value is still encrypted with a key that is not ours (" + shortened(key)
                            + "): put the plain text, ${ENV:NAME} or ${FILE:path} in its place");
        }
        opened(pointer, cipher);
        return Envelope.sealed(rest, cipher, maker);
    }

    private void opened(String pointer, String cipher) {
        try {
            keyset.open(account, pointer, cipher);
        } catch (RefusedException e) {
            throw notOpened(pointer);
        }
    }

    private @Nullable String unwrapped(String pointer, Json.Obj envelope) {
        String wrapped = envelope.text(Envelope.WRAPPED);
        String recipient = envelope.text(Envelope.FOR);
        if (wrapped == null || recipient == null || !keyset.holdsPrivate(recipient)) {
            return null;
        }
        try {
            return keyset.unwrap(account, pointer, wrapped);
        } catch (RefusedException e) {
            throw notOpened(pointer);
        }
    }

    private Json.Obj sealed(String pointer, Json.Obj object, String plain) {
        String cipher = keyset.seal(account, pointer, plain);
        count++;
        return Envelope.sealed(object, cipher, Keyset.maker(cipher));
    }

    private static Rejected notOpened(String pointer) {
        return new Rejected(
                "secret-not-opened",
                pointer,
                "this encrypted value does not open: it was changed, or belongs to another account or field");
    }

    private static String text(Json plain) {
        return plain instanceof Json.Str text ? text.text() : ((Json.Raw) plain).text();
    }

    private static String shortened(@Nullable String key) {
        return key == null ? "unnamed" : key.length() <= LONGEST_NAME ? key : key.substring(0, LONGEST_NAME) + "…";
    }
}
