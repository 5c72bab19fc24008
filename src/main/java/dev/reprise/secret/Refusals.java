package dev.reprise.secret;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Why a secret cannot be kept or had, in words for a person, and without a word of the secret. */
final class Refusals {

    private static final String SETTINGS = "setting reprise.secrets.keyset-file";

    private Refusals() {}

    static RefusedException missing(@Nullable Path file) {
        return state(
                "keyset-missing",
                "a secret must be encrypted or decrypted, and there is no keyset",
                file == null ? SETTINGS : file.toString(),
                file == null
                        ? "Set REPRISE_SECRETS_KEYSETFILE to the file with the keyset, or REPRISE_SECRETS_KEYSET to its text."
                        : "Bring the file back from a copy, or make a new one: secrets under a lost one are lost.",
                null);
    }

    static RefusedException damaged(String where) {
        return state(
                "keyset-damaged",
                "this is no keyset: a document of schema " + Keys.SCHEMA + " with two Tink keysets",
                where,
                "Bring it back from a copy.",
                null);
    }

    static RefusedException unreadable(Path file, Exception cause) {
        return state(
                "keyset-unreadable",
                "the keyset cannot be read: " + reason(cause),
                file.toString(),
                "Let this user read the file.",
                cause);
    }

    static RefusedException unwritten(Path file, Exception cause) {
        return state(
                "keyset-unwritten",
                "the keyset cannot be written: " + reason(cause),
                file.toString(),
                "Let this user write to the directory, or change the keyset where it is mounted from.",
                cause);
    }

    static RefusedException exists(Path file) {
        return state(
                "keyset-exists",
                "there is a keyset already",
                file.toString(),
                "Add a key to it by rotating, or name another file.",
                null);
    }

    static RefusedException fixed(boolean text) {
        return state(
                "keyset-fixed",
                text ? "a keyset that is given as text cannot be changed" : "no file is configured for the keyset",
                text ? "setting reprise.secrets.keyset" : SETTINGS,
                "Set REPRISE_SECRETS_KEYSETFILE to a file.",
                null);
    }

    static RefusedException unknownKey(UUID account, String path, String key) {
        return state(
                "secret-key-unknown",
                "this secret is encrypted with the key " + key + ", which is not in the keyset",
                place(account, path),
                "Use the keyset that holds the key, or give the secret anew in an accounts file.",
                null);
    }

    static RefusedException notOpened(UUID account, String path, String key) {
        return state(
                "secret-not-opened",
                "this secret does not open (key: " + key + "): it was changed, or belongs to another account or field",
                place(account, path),
                "Give it anew in an accounts file.",
                null);
    }

    static RefusedException publicKeys(String file) {
        return new RefusedException(
                Exit.REFUSED,
                Problem.unchanged(
                        "public-keys-damaged",
                        "these are no public keys: a document of schema " + Keys.PUBLIC_SCHEMA + " with a Tink keyset",
                        file,
                        "Ask the other Reprise for its public keys again."));
    }

    static RefusedException accounts(String code, String what, String where) {
        return RefusedException.file(code, what, where, "Mend the accounts file at this place.");
    }

    static RefusedException stored(UUID account, JsonText.Bad bad) {
        return state(
                bad.code(),
                "the account's JSON cannot be read: " + bad.what(),
                place(account, bad.place()),
                "Import the account again.",
                null);
    }

    /** What the file system says, which names paths and nothing else. */
    static String reason(Exception e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof UnsupportedOperationException) {
            return "its file system knows no owners and modes";
        }
        return String.valueOf(e.getMessage());
    }

    private static String place(UUID account, String path) {
        return "account " + account + ", " + path;
    }

    private static RefusedException state(
            String code, String what, String where, String next, @Nullable Throwable cause) {
        return new RefusedException(Exit.WRONG_STATE, Problem.unchanged(code, what, where, next), cause);
    }
}
