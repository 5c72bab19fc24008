package dev.reprise.secret;

import static dev.reprise.secret.Accounts.ACCOUNT;
import static dev.reprise.secret.Accounts.ENCRYPTED;
import static dev.reprise.secret.Accounts.OTHER;
import static dev.reprise.secret.Accounts.PASSWORD;
import static dev.reprise.secret.Accounts.opened;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of envelopes that we made: sealed again, found again, and refused where they do not belong. */
class OwnEnvelopesTest {

    @TempDir
    private Path directory;

    private Keyset keyset;

    @BeforeEach
    void makesKeys() {
        keyset = Accounts.keyset(directory);
    }

    @Test
    void sealsAgainUnderTheNewKeyAndLeavesOtherEnvelopes() {
        String archived = ENCRYPTED.replace("\"username\":{\"value\":\"svc-erp\"", "\"token\":{\"value\":\"hunter2\"");
        byte[] stored = Accounts.merge(keyset, archived, AccountsFile.none()).json();
        AccountSecrets secrets = Accounts.secrets(keyset);
        assertThat(secrets.reseal(ACCOUNT, stored).json()).isSameAs(stored);
        String name = keyset.rotate();
        byte[] again = secrets.reseal(ACCOUNT, stored).json();
        assertThat(opened(keyset, again, "/property_map/settings/token")).isEqualTo("hunter2");
        assertThat(new String(again, StandardCharsets.UTF_8))
                .contains("\"key\":\"" + name + "\"", "QkFTRTY0", "1.50e3");
        keyset.rotate();
        AccountSecrets.Resealed elsewhere = secrets.reseal(OTHER, again);
        assertThat(elsewhere.json()).isSameAs(again);
        assertThat(elsewhere.left()).isEqualTo(1);
    }

    @Test
    void refusesOurEnvelopesOfAnotherAccountOrField() {
        byte[] sealed = Accounts.merge(
                        keyset, Accounts.account("{\"token\":{\"value\":\"hunter2\"}}"), AccountsFile.none())
                .json();
        String moved = new String(sealed, StandardCharsets.UTF_8).replace("\"token\"", "\"password\"");
        Merge refused = Accounts.merge(keyset, moved, AccountsFile.none());
        assertThat(Objects.requireNonNull(refused.refusal()).code()).isEqualTo("secret-not-opened");
        assertThat(refused.refusal().pointer()).isEqualTo(PASSWORD);
    }

    @Test
    void takesTheStoredEnvelopesWhereTheyHoldTheSame() {
        String archived = Accounts.account("{\"token\":{\"value\":\"hunter2\"},\"password\":{\"value\":\"one\"}}");
        AccountSecrets secrets = Accounts.secrets(keyset);
        byte[] stored = Accounts.merge(keyset, archived, AccountsFile.none()).json();
        byte[] again = Accounts.merge(keyset, archived, AccountsFile.none()).json();
        assertThat(again).isNotEqualTo(stored);
        assertThat(secrets.reuse(ACCOUNT, again, stored)).isEqualTo(stored);
        byte[] other = Accounts.merge(keyset, archived.replace("one", "two"), AccountsFile.none())
                .json();
        byte[] mixed = secrets.reuse(ACCOUNT, other, stored);
        assertThat(Accounts.at(mixed, "/property_map/settings/token"))
                .isEqualTo(Accounts.at(stored, "/property_map/settings/token"));
        assertThat(opened(keyset, mixed, PASSWORD)).isEqualTo("two");
        assertThat(secrets.reuse(OTHER, other, stored)).isSameAs(other);
    }

    @Test
    void sealsEverySettingWhereThatIsAskedFor() {
        AccountSecrets all = new AccountSecrets(keyset, new SecretSettings(null, null, null, null, List.of("*")));
        String archived = Accounts.account(
                "{\"username\":{\"value\":\"canary\"},\"odd\":[\"canary\"],\"deep\":{\"value\":{\"host\":{\"value\":\"canary\"}}}}");
        Merge merge = all.merge(
                Accounts.bytes(archived), ACCOUNT, AccountsFile.none(), Accounts.sources(Path.of("."), Map.of()));
        assertThat(Accounts.text(merge)).doesNotContain("canary");
        assertThat(merge.sealed()).isEqualTo(3);
    }
}
