package dev.reprise.secret;

import static dev.reprise.secret.Accounts.ACCOUNT;
import static dev.reprise.secret.Accounts.ENCRYPTED;
import static dev.reprise.secret.Accounts.OTHER;
import static dev.reprise.secret.Accounts.PASSWORD;
import static dev.reprise.secret.Accounts.edited;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets on their way from one Reprise to another. */
class WrappingTest {

    @TempDir
    private Path directory;

    private Keyset here;
    private Keyset there;
    private byte[] wrapped;

    @BeforeEach
    void wrapsAPassword() {
        here = Accounts.keyset(directory.resolve("here"));
        there = Accounts.keyset(directory.resolve("there"));
        byte[] stored = Accounts.merge(here, ENCRYPTED, edited("{\"password\":{\"value\":\"hunter2\"}}"))
                .json();
        Recipient recipient = Recipient.parse(there.publicKeys(), "public.json");
        assertThat(there.holdsPrivate(recipient.keyName())).isTrue();
        wrapped = Accounts.secrets(here).wrap(ACCOUNT, stored, recipient);
        assertThat(text(wrapped))
                .contains("\"for\":\"" + recipient.keyName() + "\"")
                .doesNotContain("hunter2");
    }

    @Test
    void isSealedWithTheKeyOfTheOtherWhenItArrives() {
        there.rotate();
        Merge merge = Accounts.merge(there, text(wrapped), AccountsFile.none());
        assertThat(Accounts.opened(there, merge.json(), PASSWORD)).isEqualTo("hunter2");
        assertThat(merge.updated()).isFalse();
        assertThat(Accounts.text(merge)).doesNotContain("wrapped", "\"for\"");
    }

    @Test
    void isTakenFromTheAccountsFileAsWell() {
        Json.Obj envelope = (Json.Obj) Accounts.at(wrapped, PASSWORD);
        String entry = new String(JsonText.bytes(envelope), StandardCharsets.UTF_8);
        Merge merge = Accounts.merge(there, ENCRYPTED, edited("{\"password\":" + entry + "}"));
        assertThat(Accounts.opened(there, merge.json(), PASSWORD)).isEqualTo("hunter2");
    }

    @Test
    void staysAsItCameWhereItIsForSomebodyElse() {
        Keyset third = Accounts.keyset(directory.resolve("third"));
        assertThat(Accounts.merge(third, text(wrapped), AccountsFile.none()).json())
                .isEqualTo(wrapped);
        assertThat(Accounts.merge(here, text(wrapped), AccountsFile.none()).json())
                .isEqualTo(wrapped);
    }

    @Test
    void opensAtItsPlaceOfItsAccountOnly() {
        Merge other = Accounts.secrets(there).merge(wrapped, OTHER, AccountsFile.none(), ValueSources.local(directory));
        assertThat(String.valueOf(other.refusal())).contains("secret-not-opened", PASSWORD);
        String moved = text(wrapped).replace("\"password\"", "\"password2\"");
        assertThat(String.valueOf(
                        Accounts.merge(there, moved, AccountsFile.none()).refusal()))
                .contains("secret-not-opened");
    }

    @Test
    void takesNoPrivateKeysForPublicOnes() throws IOException {
        String secret = Files.readString(directory.resolve("there").resolve(Keyset.FILE));
        String disguised = secret.replace(Keys.SCHEMA, Keys.PUBLIC_SCHEMA);
        for (String text : List.of(
                "", "{}", "[1]", secret, disguised, text(there.publicKeys()).replace("reprise", "x"))) {
            assertThatThrownBy(() -> Recipient.parse(Accounts.bytes(text), "public.json"))
                    .hasMessageContaining("public-keys-damaged")
                    .hasMessageNotContaining("keyData")
                    .hasNoCause();
        }
        assertThat(text(there.publicKeys())).contains("HpkePublicKey").doesNotContain("PrivateKey", "AesGcmKey");
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
