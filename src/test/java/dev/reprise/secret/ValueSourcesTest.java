package dev.reprise.secret;

import static dev.reprise.secret.Accounts.ACCOUNT;
import static dev.reprise.secret.Accounts.ENCRYPTED;
import static dev.reprise.secret.Accounts.PASSWORD;
import static dev.reprise.secret.Accounts.bytes;
import static dev.reprise.secret.Accounts.edited;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueSourcesTest {

    @TempDir
    private Path directory;

    @Test
    void takesSecretsAndOtherValuesFromTheEnvironmentAndFiles() throws IOException {
        Keyset keyset = Accounts.keyset(directory.resolve("home"));
        Files.writeString(directory.resolve("host"), "db.prod\r\n");
        AccountsFile file = edited("{\"password\":{\"value\":\"${ENV:ERP_PW}\"},"
                + "\"connectionProperties\":{\"value\":{\"hostname\":{\"value\":\"${FILE:host}\"}}}}");
        Merge merge = Accounts.secrets(keyset)
                .merge(bytes(ENCRYPTED), ACCOUNT, file, Accounts.sources(directory, Map.of("ERP_PW", "${ENV:x} \n")));
        assertThat(Accounts.opened(keyset, merge.json(), PASSWORD)).isEqualTo("${ENV:x} \n");
        assertThat(Accounts.text(merge)).contains("{\"hostname\":{\"value\":\"db.prod\",\"expression\":false}}");
    }

    @Test
    void namesTheVariableThatIsMissing() {
        Merge merge = Accounts.secrets(Accounts.keyset(directory))
                .merge(
                        bytes(ENCRYPTED),
                        ACCOUNT,
                        edited("{\"password\":{\"value\":\"${ENV:ERP_PW}\"}}"),
                        Accounts.sources(directory, Map.of()));
        assertThat(String.valueOf(merge.refusal())).contains("value-source-missing", "ERP_PW", PASSWORD);
    }

    @Test
    void cutsOneLineEnd() throws IOException {
        Files.writeString(directory.resolve("f"), "a\n\n");
        assertThat(local("${FILE:f}")).isEqualTo("a\n");
        assertThat(local("${FILE:" + directory.resolve("f") + "}")).isEqualTo("a\n");
        assertThat(local("$x {ENV:A} ${ENV}")).isEqualTo("$x {ENV:A} ${ENV}");
    }

    @ParameterizedTest
    @CsvSource({
        "${ENV:EMPTY}, value-source-missing",
        "${ENV:A}canary, value-source-malformed",
        "${ENV:canary-x}, value-source-malformed",
        "${ENV:canary, value-source-malformed",
        "${FILE:}, value-source-malformed",
        "${FILE:none}, value-source-missing",
        "${FILE:., value-source-malformed",
        "${FILE:.}, value-source-missing",
        "${FILE:empty}, value-source-missing",
        "${FILE:large}, value-source-long",
        "${FILE:binary}, value-source-text",
        "${FILE:zero}, value-source-text",
        "${FILE:/dev/zero}, value-source-missing"
    })
    void refusesWithoutTheValue(String text, String code) throws IOException {
        Files.writeString(directory.resolve("empty"), "\n");
        Files.writeString(directory.resolve("large"), "canary".repeat(ValueSources.LONGEST));
        Files.write(directory.resolve("binary"), new byte[] {'c', 'a', 'n', 'a', 'r', 'y', (byte) 0xff});
        Files.writeString(directory.resolve("zero"), "canary\0");
        assertThatThrownBy(() -> local(text))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        e -> assertThat(e.reason().toString())
                                .contains("code=" + code + ",")
                                .doesNotContain("canary"));
    }

    @Test
    void opensNothingToTheNetworkButWhatIsConfiguredAndThatForSecretsOnly() throws IOException {
        Path open = Files.createDirectory(directory.resolve("open"));
        Files.writeString(open.resolve("pw"), "inside");
        Files.writeString(directory.resolve("shadow"), "canary");
        Files.createSymbolicLink(open.resolve("link"), directory.resolve("shadow"));
        Files.createSymbolicLink(open.resolve("data"), Path.of("pw"));
        ValueSources remote = ValueSources.remote(
                new SecretSettings(null, null, "ERP_", open, List.of()), Map.of("ERP_PW", "a", "PATH", "canary")::get);
        assertThat(remote.resolve("${ENV:ERP_PW}", "", true)).isEqualTo("a");
        assertThat(remote.resolve("${FILE:pw}", "", true)).isEqualTo("inside");
        assertThat(remote.resolve("${FILE:data}", "", true)).isEqualTo("inside");
        assertClosed(remote, "${ENV:ERP_PW}", false);
        for (String text :
                List.of("${ENV:PATH}", "${FILE:../shadow}", "${FILE:link}", "${FILE:/etc/passwd}", "${FILE:../none}")) {
            assertClosed(remote, text, true);
        }
        ValueSources shut = ValueSources.remote(SecretSettings.defaults(), Map.of("ERP_PW", "canary")::get);
        assertClosed(shut, "${ENV:ERP_PW}", true);
        assertClosed(shut, "${FILE:/etc/passwd}", true);
    }

    private static void assertClosed(ValueSources sources, String text, boolean secret) {
        assertThatThrownBy(() -> sources.resolve(text, "", secret))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        e -> assertThat(e.reason().toString())
                                .contains("value-source-closed")
                                .doesNotContain("canary"));
    }

    private String local(String text) {
        return Accounts.sources(directory, Map.of("EMPTY", "", "A", "a")).resolve(text, "", true);
    }
}
