package dev.reprise.secret;

import static dev.reprise.secret.Accounts.ACCOUNT;
import static dev.reprise.secret.Accounts.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysetTest {

    private static final String PATH = "/property_map/settings/password";

    @TempDir
    private Path home;

    @Test
    void opensWhatItSealed() {
        Keyset keyset = Accounts.keyset(home);
        String cipher = keyset.seal(ACCOUNT, PATH, "päss\n");
        assertThat(keyset.open(ACCOUNT, PATH, cipher)).isEqualTo("päss\n");
        assertThat(keyset.seal(ACCOUNT, PATH, "päss\n")).isNotEqualTo(cipher);
        assertThat(keyset.keyName()).matches("reprise-[0-9]{1,10}").isEqualTo(Keyset.maker(cipher));
    }

    @Test
    void opensOnlyAtItsPlaceOfItsAccount() {
        Keyset keyset = Accounts.keyset(home);
        String cipher = keyset.seal(ACCOUNT, PATH, "hunter2");
        assertRefused("secret-not-opened", () -> keyset.open(OTHER, PATH, cipher));
        assertRefused("secret-not-opened", () -> keyset.open(ACCOUNT, PATH + "2", cipher));
    }

    @Test
    void refusesWhatWasChanged() {
        Keyset keyset = Accounts.keyset(home);
        byte[] cipher = Base64.getDecoder().decode(keyset.seal(ACCOUNT, PATH, "hunter2"));
        cipher[cipher.length - 1] ^= 1;
        String changed = Base64.getEncoder().encodeToString(cipher);
        assertRefused("secret-not-opened", () -> keyset.open(ACCOUNT, PATH, changed));
        assertRefused("secret-not-opened", () -> keyset.open(ACCOUNT, PATH, "no Base64"));
        assertRefused("secret-not-opened", () -> keyset.open(ACCOUNT, PATH, ""));
    }

    @Test
    void makesAFileForItsOwnerOnFirstUseAndNotBefore() throws IOException {
        Path below = home.resolve("new/home");
        Keyset keyset = Accounts.keyset(below);
        assertThat(keyset.present()).isTrue();
        assertThat(keyset.holds("reprise-1")).isFalse();
        assertThat(keyset.holdsPrivate("reprise-1")).isFalse();
        assertThat(home.resolve("new")).doesNotExist();
        keyset.seal(ACCOUNT, PATH, "hunter2");
        Path file = below.resolve(Keyset.FILE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(below)) {
            assertThat(files).containsExactlyInAnyOrder(file, below.resolve("keyset.json.lock"));
        }
    }

    @Test
    void tellsWhichKeyIsMissing() {
        String cipher = Accounts.keyset(home.resolve("a")).seal(ACCOUNT, PATH, "hunter2");
        Keyset other = Accounts.keyset(home.resolve("b"));
        other.keyName();
        assertThatThrownBy(() -> other.open(ACCOUNT, PATH, cipher))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("secret-key-unknown")
                .hasMessageContaining(String.valueOf(Keyset.maker(cipher)));
    }

    @Test
    void worksWithoutKeysUntilOneIsNeeded() {
        Keyset none = new Keyset(SecretSettings.defaults(), null);
        assertThat(none.present()).isFalse();
        assertThat(none.holds("reprise-1")).isFalse();
        assertRefused("keyset-missing", () -> none.seal(ACCOUNT, PATH, "hunter2"));
        assertRefused("keyset-fixed", none::create);
        Keyset absent = new Keyset(SecretSettings.of(home.resolve("absent.json")), home);
        assertThat(absent.present()).isFalse();
        assertRefused("keyset-missing", () -> absent.seal(ACCOUNT, PATH, "hunter2"));
        assertRefused("keyset-missing", absent::rotate);
        assertThat(home.resolve("absent.json")).doesNotExist();
    }

    @Test
    void isMadeWhereItIsConfiguredWhenAskedFor() {
        Keyset keyset = new Keyset(SecretSettings.of(home.resolve("keys.json")), null);
        String name = keyset.create();
        assertThat(keyset.keyName()).isEqualTo(name);
        assertRefused("keyset-exists", keyset::create);
        assertThat(keyset.keyName()).isEqualTo(name);
    }

    @Test
    void comesFromTextAndIsFixedThen() throws IOException {
        Keyset keyset = Accounts.keyset(home);
        String cipher = keyset.seal(ACCOUNT, PATH, "hunter2");
        SecretSettings text =
                new SecretSettings(null, Files.readString(home.resolve(Keyset.FILE)), null, null, List.of());
        Keyset fixed = new Keyset(text, home);
        assertThat(fixed.open(ACCOUNT, PATH, cipher)).isEqualTo("hunter2");
        assertThat(fixed.present()).isTrue();
        assertRefused("keyset-fixed", fixed::rotate);
    }

    @Test
    void isRefusedWhenDamagedAndNeverQuoted() throws IOException {
        for (String damaged :
                List.of("", "{\"canary", "{}", "[\"canary\"]", wrong("canary"), wrong("{\"canary\":1}"))) {
            Keyset keyset = new Keyset(SecretSettings.of(Files.writeString(home.resolve("k.json"), damaged)), null);
            assertThatThrownBy(() -> keyset.seal(ACCOUNT, PATH, "hunter2"))
                    .hasMessageContaining("keyset-damaged")
                    .hasMessageNotContaining("canary")
                    .hasNoCause();
        }
    }

    private static String wrong(String keyset) {
        return "{\"schema\":\"reprise-keyset/1\",\"aead\":" + keyset + ",\"hybrid\":" + keyset + "}";
    }

    @Test
    void rotatesAndStillOpensWhatWasSealedBefore() throws IOException {
        Keyset keyset = Accounts.keyset(home);
        String before = keyset.seal(ACCOUNT, PATH, "hunter2");
        String name = keyset.rotate();
        assertThat(name).isEqualTo(keyset.keyName()).isNotEqualTo(Keyset.maker(before));
        assertThat(keyset.open(ACCOUNT, PATH, before)).isEqualTo("hunter2");
        assertThat(Keyset.maker(keyset.seal(ACCOUNT, PATH, "x"))).isEqualTo(name);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(Keyset.FILE))))
                .isEqualTo("rw-------");
    }

    @Test
    void seesAtOnceThatAnotherProcessRotated() {
        Keyset one = Accounts.keyset(home);
        Keyset two = Accounts.keyset(home);
        assertThat(one.keyName()).isEqualTo(two.keyName());
        String name = one.rotate();
        assertThat(two.keyName()).isEqualTo(name);
        assertThat(two.open(ACCOUNT, PATH, one.seal(ACCOUNT, PATH, "hunter2"))).isEqualTo("hunter2");
    }

    @Test
    void rotatesBehindALinkAndRemovesWhatAKilledOneLeft() throws IOException {
        Path mounted = Files.createDirectory(home.resolve("mounted"));
        new Keyset(SecretSettings.of(mounted.resolve("k.json")), null).create();
        Files.writeString(mounted.resolve(".k.json.1.part"), "torn");
        Path link = Files.createSymbolicLink(home.resolve("link.json"), mounted.resolve("k.json"));
        String name = new Keyset(SecretSettings.of(link), null).rotate();
        assertThat(link).isSymbolicLink();
        assertThat(new Keyset(SecretSettings.of(mounted.resolve("k.json")), null).keyName())
                .isEqualTo(name);
        assertThat(mounted.resolve(".k.json.1.part")).doesNotExist();
    }

    @Test
    void saysNothingOfItsKeys() throws IOException {
        Keyset keyset = Accounts.keyset(home);
        keyset.keyName();
        String text = Files.readString(home.resolve(Keyset.FILE));
        SecretSettings settings = new SecretSettings(null, text, null, null, List.of());
        assertThat(settings.toString() + keyset + new Keyset(settings, null)).doesNotContain("keyData", "primaryKeyId");
        assertThatThrownBy(() -> new SecretSettings(home, text, null, null, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("keyData");
    }

    private static void assertRefused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(code))
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
    }
}
