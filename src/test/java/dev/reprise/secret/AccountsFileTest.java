package dev.reprise.secret;

import static dev.reprise.secret.Accounts.ACCOUNT;
import static dev.reprise.secret.Accounts.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.record.Exit;
import dev.reprise.record.RefusedException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountsFileTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                             | json-empty",
                "{'canary'                                      | json-syntax",
                "{'UUID':{'password':{'value':canary}}}         | json-syntax",
                "{'UUID':{'password':{'value':'canary}}}        | json-syntax",
                "{} canary                                      | json-syntax",
                "{}{}                                           | json-syntax",
                "{'UUID':{'canary':1,'canary':2}}               | json-duplicate-name",
                "{'UUID':{'a':'canary\\u0000'}}                 | json-text",
                "{'UUID':{'a':'canary\\ud800'}}                 | json-text",
                "7                                              | accounts-shape",
                "{'UUID':'canary'}                              | accounts-shape",
                "{'canary':{}}                                  | accounts-uuid",
                "{'1-1-1-1-1':{'a':'canary'}}                   | accounts-uuid",
                "[{'password':'canary'}]                        | accounts-uuid",
                "['canary']                                     | accounts-uuid",
                "[{'instance_id':'UUID'},{'instance_id':'UUID','a':'canary'}] | accounts-duplicate"
            })
    void refusesWhatItIsNotAndQuotesNothing(String text, String code) {
        byte[] json = bytes(text.replace("''", "").replace('\'', '"').replace("UUID", ACCOUNT.toString()));
        assertThatThrownBy(() -> AccountsFile.parse(json, "accounts.json"))
                .isInstanceOfSatisfying(RefusedException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo(code);
                    assertThat(e.problem().where()).startsWith("accounts.json");
                    assertThat(e.exit()).isEqualTo(Exit.REFUSED);
                })
                .hasMessageNotContaining("canary")
                .hasNoCause();
    }

    @Test
    void refusesOtherEncodingsAndPassesOverAByteOrderMark() {
        byte[] utf16 = "{}".getBytes(StandardCharsets.UTF_16);
        assertThatThrownBy(() -> AccountsFile.parse(utf16, "accounts.json")).hasMessageContaining("json-encoding");
        assertThat(AccountsFile.parse(bytes("\ufeff{}"), "accounts.json")).hasToString("AccountsFile[0 accounts]");
    }

    @Test
    void refusesWhatIsTooLargeOrTooDeep() {
        byte[] large = new byte[JsonText.MOST_BYTES + 1];
        assertThatThrownBy(() -> AccountsFile.parse(large, "accounts.json")).hasMessageContaining("json-limit");
        byte[] deep = bytes("[".repeat(100_000));
        assertThatThrownBy(() -> AccountsFile.parse(deep, "accounts.json")).hasMessageContaining("json-syntax");
    }
}
