package dev.reprise.secret;

import static dev.reprise.secret.Accounts.ACCOUNT;
import static dev.reprise.secret.Accounts.ENCRYPTED;
import static dev.reprise.secret.Accounts.OTHER;
import static dev.reprise.secret.Accounts.PASSWORD;
import static dev.reprise.secret.Accounts.account;
import static dev.reprise.secret.Accounts.at;
import static dev.reprise.secret.Accounts.bytes;
import static dev.reprise.secret.Accounts.edited;
import static dev.reprise.secret.Accounts.file;
import static dev.reprise.secret.Accounts.opened;
import static dev.reprise.secret.Accounts.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.record.Reason;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MergeTest {

    @TempDir
    private Path home;

    private Keyset keyset;

    @BeforeEach
    void keyset() {
        keyset = Accounts.keyset(home);
    }

    @Test
    void keepsTheBytesOfAnAccountThatNothingChanges() {
        byte[] archived = bytes(ENCRYPTED);
        AccountSecrets secrets = Accounts.secrets(new Keyset(SecretSettings.defaults(), null));
        Merge merge = secrets.merge(archived, ACCOUNT, AccountsFile.none(), ValueSources.local(home));
        assertThat(merge.json()).isSameAs(archived);
        assertThat(merge.updated()).isFalse();
        assertThat(merge(edited("{\"username\":{\"value\":\"svc-erp\"}}")).updated())
                .isFalse();
    }

    @Test
    void sealsWhatReplacesAnEncryptedValueAndKeepsTheRest() {
        Merge merge = merge(edited("{\"password\":{\"value\":\"hunter2\"}}"));
        assertThat(merge.updated()).isTrue();
        assertThat(merge.sealed()).isEqualTo(1);
        assertThat(opened(keyset, merge.json(), PASSWORD)).isEqualTo("hunter2");
        Json.Obj envelope = (Json.Obj) at(merge.json(), PASSWORD);
        assertThat(envelope.members().keySet()).containsExactly("value", "key");
        assertThat(envelope.text("key")).isEqualTo(keyset.keyName());
        assertThat(text(merge))
                .contains("\"timeout\":{\"value\":1.50e3}", "\"username\":{\"value\":\"svc-erp\",\"expression\":false}")
                .startsWith("{\"class_id\":")
                .doesNotContain("hunter2");
    }

    @Test
    void takesAnEnvelopeOfWhichOnlyTheValueWasEdited() {
        Merge merge = merge(edited(
                "{\"password\":{\"value\":\"hunter2\",\"fp\":\"ab12\",\"sym_iv\":\"aXY=\",\"sym_key\":\"a2V5\"}}"));
        assertThat(opened(keyset, merge.json(), PASSWORD)).isEqualTo("hunter2");
        assertThat(text(merge)).doesNotContain("sym_key", "\"fp\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"password\":{\"value\":\"QkFTRTY0\"}}",
                "{\"password\":{\"value\":\"QkFTRTY0\",\"fp\":\"ab12\",\"key\":\"account-cloud-managed-AcmeTest-1\"}}",
                "{\"password\":{\"value\":\"b3RoZXI=\",\"fp\":\"ab12\",\"key\":\"account-cloud-managed-Other-2\"}}",
                "{\"password\":{\"value\":\"b3RoZXI=\",\"sym_key\":\"b3RoZXI=\"}}",
                "{\"username\":{\"value\":\"b3RoZXI=\",\"sym_key\":\"b3RoZXI=\"}}"
            })
    void refusesAnEnvelopeLeftInPlace(String settings) {
        assertThat(refusal(edited(settings)).code()).isEqualTo("account-envelope");
    }

    @Test
    void keepsOneOfOursAtItsOwnPlaceOnly() {
        String stored = text(merge(edited("{\"password\":{\"value\":\"hunter2\"}}")));
        String cipher = String.valueOf(((Json.Obj) at(bytes(stored), PASSWORD)).text("value"));
        Merge again = Accounts.merge(keyset, stored, edited("{\"password\":{\"value\":\"" + cipher + "\"}}"));
        assertThat(text(again)).isEqualTo(stored);
        assertThat(again.updated()).isFalse();
        String elsewhere = keyset.seal(OTHER, PASSWORD, "other");
        AccountsFile copied = edited("{\"password\":{\"value\":\"" + elsewhere + "\"}}");
        Reason refusal =
                Objects.requireNonNull(Accounts.merge(keyset, stored, copied).refusal());
        assertThat(refusal.code()).isEqualTo("secret-not-opened");
        assertThat(refusal.pointer()).isEqualTo(PASSWORD);
    }

    @Test
    void changesNestedValuesAndElementsOfArrays() {
        Merge merge = merge(edited(
                "{\"connectionProperties\":{\"value\":{\"hostname\":{\"value\":\"db.prod\"}}},\"timeout\":{\"value\":2.0},"
                        + "\"tags\":{\"value\":[{\"value\":\"a\"},{\"value\":\"c\"}]}}"));
        assertThat(merge.updated()).isTrue();
        assertThat(text(merge))
                .contains(
                        "{\"hostname\":{\"value\":\"db.prod\",\"expression\":false}}",
                        "\"timeout\":{\"value\":2.0}",
                        "[{\"value\":\"a\"},{\"value\":\"c\"}]",
                        "QkFTRTY0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'added':{'value':'canary'}}                                   | /property_map/settings",
                "{'username':'canary'}                                          | /property_map/settings/username",
                "{'username':{'value':{'x':'canary'}}}                          | /property_map/settings/username/value",
                "{'username':{'value':['canary']}}                              | /property_map/settings/username/value",
                "{'username':{'expression':'canary'}}                           | /property_map/settings/username/expression",
                "{'username':{'value':'x','canary':1}}                          | /property_map/settings/username",
                "{'tags':{'value':[{'value':'canary'}]}}                        | /property_map/settings/tags/value",
                "{'tags':{'value':{'value':'canary'}}}                          | /property_map/settings/tags/value",
                "{'password':'canary'}                                          | /property_map/settings/password",
                "{'password':{'value':['canary']}}                              | /property_map/settings/password/value",
                "{'password':{'value':'x','other':'canary'}}                    | /property_map/settings/password",
                "['canary']                                                     | /property_map/settings"
            })
    void refusesAnotherStructure(String settings, String pointer) {
        Reason refusal = refusal(edited(settings.replace('\'', '"')));
        assertThat(refusal.code()).isEqualTo("account-structure");
        assertThat(refusal.pointer()).isEqualTo(pointer);
        assertThat(refusal.toString()).doesNotContain("canary");
    }

    @Test
    void refusesAnotherKindOrNoProperties() {
        String start = "{\"" + ACCOUNT + "\":";
        assertThat(refusal(file(start + "{\"class_id\":\"x\",\"property_map\":{}}}"))
                        .pointer())
                .isEqualTo("/class_id");
        assertThat(refusal(file(start + "{\"label\":\"ERP account\"}}")).pointer())
                .isEqualTo("/property_map");
        assertThat(refusal(file(start + "{\"property_map\":{\"view_serial\":7}}}"))
                        .pointer())
                .isEqualTo("/property_map/view_serial");
        assertThat(refusal(file(start + "{\"property_map\":7}}")).code()).isEqualTo("account-structure");
    }

    @Test
    void doesNotTakeAnAccountThatCannotBeRead() {
        for (String bad : List.of("{\"canary\":1,\"canary\":2}", "{\"a\":canary}", "[\"canary\"]", "{\"a\":\"canary")) {
            Merge merge = Accounts.merge(keyset, bad, AccountsFile.none());
            assertThat(String.valueOf(merge.refusal())).contains("code=").doesNotContain("canary");
            assertThatThrownBy(merge::json).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void sealsPlainSecretsOfAnArchiveByTheirNames() {
        String archived = account("{\"password\":{\"value\":\"one\",\"expression\":false},\"client_secret\":\"two\","
                + "\"apiKey\":{\"value\":12},\"token\":{\"value\":[\"three\",{\"value\":\"four\"}]},\"Private-Key\":{\"pem\":\"five\"},"
                + "\"passphrase\":{\"value\":\"\"},\"secret\":null,\"use_token\":true,\"user\":\"six\"}");
        Merge merge = Accounts.merge(keyset, archived, AccountsFile.none());
        assertThat(merge.updated()).isFalse();
        assertThat(merge.sealed()).isEqualTo(6);
        String settings = "/property_map/settings/";
        assertThat(opened(keyset, merge.json(), settings + "password")).isEqualTo("one");
        assertThat(opened(keyset, merge.json(), settings + "client_secret")).isEqualTo("two");
        assertThat(opened(keyset, merge.json(), settings + "apiKey")).isEqualTo("12");
        assertThat(opened(keyset, merge.json(), settings + "token/value/0")).isEqualTo("three");
        assertThat(opened(keyset, merge.json(), settings + "token/value/1")).isEqualTo("four");
        assertThat(opened(keyset, merge.json(), settings + "Private-Key/pem")).isEqualTo("five");
        assertThat(text(merge))
                .contains(
                        ",\"expression\":false}",
                        "\"passphrase\":{\"value\":\"\"},\"secret\":null,\"use_token\":true,\"user\":\"six\"}");
    }

    @Test
    void sealsWhatTheAccountsFileHasForAPlainSecret() {
        String archived = account("{\"password\":{\"value\":null},\"client_secret\":\"two\"}");
        Merge merge = Accounts.merge(
                keyset, archived, edited("{\"password\":{\"value\":\"hunter2\"},\"client_secret\":\"hunter3\"}"));
        assertThat(merge.updated()).isTrue();
        assertThat(opened(keyset, merge.json(), PASSWORD)).isEqualTo("hunter2");
        assertThat(opened(keyset, merge.json(), "/property_map/settings/client_secret"))
                .isEqualTo("hunter3");
    }

    @Test
    void sealsOtherNamesThatASettingTells() {
        AccountSecrets secrets =
                new AccountSecrets(keyset, new SecretSettings(null, null, null, null, List.of("pin_code")));
        byte[] archived = bytes(account("{\"PinCode\":\"0815\",\"pin\":\"1\"}"));
        Merge merge = secrets.merge(archived, ACCOUNT, AccountsFile.none(), ValueSources.local(home));
        assertThat(text(merge)).doesNotContain("0815").contains("\"pin\":\"1\"");
    }

    @Test
    void leavesExpressionsThatReferToASecretAndSealsThoseThatMayHoldOne() {
        String archived = account("{\"password\":{\"value\":\"_secret\",\"expression\":true},"
                + "\"token\":{\"value\":\"'hunter2'\",\"expression\":true}}");
        Merge merge = Accounts.merge(keyset, archived, AccountsFile.none());
        assertThat(text(merge))
                .contains("{\"value\":\"_secret\",\"expression\":true}")
                .doesNotContain("hunter2");
        assertThat(opened(keyset, merge.json(), "/property_map/settings/token")).isEqualTo("'hunter2'");
        Merge turned = Accounts.merge(
                keyset,
                account("{\"password\":{\"value\":\"QkFTRTY0\",\"sym_key\":\"a2V5\",\"expression\":false}}"),
                edited("{\"password\":{\"value\":\"lib.vault['erp']\",\"expression\":true}}"));
        assertThat(text(turned))
                .isEqualTo(account("{\"password\":{\"value\":\"lib.vault['erp']\",\"expression\":true}}"));
        assertThat(turned.updated()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "_secret, true", "$pw, true", "$a.b, true", "pipe.args.pw, true", "'=lib.v[\"x\"]', true", "hunter2, false",
        "'\"hunter2\"', false", "_a + 'b', false", "12345, false", "'', false", "lib.get('x'), false", "_a.b., false"
    })
    void tellsReferencesFromOtherExpressions(String expression, boolean refers) {
        assertThat(Expression.refers(expression)).isEqualTo(refers);
    }

    @Test
    void takesAnEncryptedValueAway() {
        Merge merge = merge(edited("{\"password\":{\"value\":null}}"));
        assertThat(text(merge)).contains("\"password\":{\"value\":null}");
        assertThat(merge.updated()).isTrue();
    }

    @Test
    void readsTheArrayFormAndUuidsInAnyCase() {
        String entry = "[{\"instance_id\":\"" + ACCOUNT.toString().toUpperCase(Locale.ROOT)
                + "\",\"property_map\":{\"settings\":{\"password\":{\"value\":\"hunter2\"}}}}]";
        assertThat(opened(keyset, merge(file(entry)).json(), PASSWORD)).isEqualTo("hunter2");
    }

    @Test
    void warnsOfAccountsThatTheArchiveHasNot() {
        AccountsFile file = edited("{}");
        assertThat(file.names(ACCOUNT)).isTrue();
        assertThat(file.unknown(Set.of(ACCOUNT))).isEmpty();
        assertThat(file.unknown(Set.of(OTHER))).singleElement().satisfies(warning -> {
            assertThat(warning.code()).isEqualTo("account-unknown");
            assertThat(warning.value()).isEqualTo(ACCOUNT.toString());
        });
    }

    private Merge merge(AccountsFile file) {
        return Accounts.merge(keyset, ENCRYPTED, file);
    }

    private Reason refusal(AccountsFile file) {
        Merge merge = merge(file);
        assertThatThrownBy(merge::json).isInstanceOf(IllegalStateException.class);
        return Objects.requireNonNull(merge.refusal());
    }
}
