package dev.reprise.secret;

import static dev.reprise.secret.Accounts.ACCOUNT;
import static dev.reprise.secret.Accounts.ENCRYPTED;
import static dev.reprise.secret.Accounts.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.reprise.record.RefusedException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A secret in every place that an accounts file and an archive have: nobody repeats it. */
class CanaryTest {

    private static final String CANARY = "c4n4ry-hunter2";

    /** As an accounts file would have it after somebody edited all of it. */
    private static final String EDITED =
            ENCRYPTED.replaceAll(",\"fp\"[^}]*", "").replace("QkFTRTY0", "other");

    @TempDir
    private Path home;

    private final List<String> seen = new ArrayList<>();

    @Test
    void noPlaceOfTheAccountsFileIsRepeated() {
        Keyset keyset = Accounts.keyset(home);
        logged(() -> {
            for (String edited : everywhere(EDITED)) {
                String merged = tried(keyset, ENCRYPTED, edited);
                // user names and hosts are no secrets: there it is a value like any other
                if (edited.contains("\"password\":{\"value\":\"" + CANARY + "\"}")) {
                    assertThat(merged).contains("reprise-").doesNotContain(CANARY);
                }
            }
        });
        assertThat(seen).hasSizeGreaterThan(100).noneMatch(text -> text.contains(CANARY));
    }

    @Test
    void noCutOfTheAccountsFileIsRepeated() {
        Keyset keyset = Accounts.keyset(home);
        String edited = EDITED.replace("\"other\"", '"' + CANARY + '"');
        logged(() -> {
            for (int end = 0; end < edited.length(); end += 3) {
                tried(keyset, ENCRYPTED, edited.substring(0, end));
                tried(keyset, ENCRYPTED, edited.substring(0, end) + "?" + edited.substring(end));
            }
        });
        assertThat(seen).hasSizeGreaterThan(100).noneMatch(text -> text.contains(CANARY));
    }

    @Test
    void noSecretOfAPlainArchiveIsRepeatedOrStored() {
        Keyset keyset = Accounts.keyset(home);
        Keyset none = new Keyset(SecretSettings.defaults(), null);
        logged(() -> {
            for (String name :
                    List.of("password", "clientSecret", "refresh_token", "Private-Key", "secret_access_key")) {
                for (String form : List.of(
                        "'C'",
                        "{'value':'C'}",
                        "['C']",
                        "{'value':['C']}",
                        "{'value':{'x':'C'}}",
                        "{'x':'C'}",
                        "{'value':'C','expression':true}",
                        "{'value':{'expression':true,'value':'\\'C\\''}}")) {
                    String archived = Accounts.account("{'" + name + "':" + form.replace("C", CANARY) + "}")
                            .replace("\\'", "\\\\u0022")
                            .replace('\'', '"')
                            .replace("\\\\u", "\\u");
                    assertThat(tried(keyset, archived, "{}"))
                            .contains("reprise-")
                            .doesNotContain(CANARY);
                    assertThat(tried(none, archived, "{}")).isEmpty();
                }
            }
        });
        assertThat(seen).hasSizeGreaterThan(100).noneMatch(text -> text.contains(CANARY));
    }

    /** The text with the canary in the place of each of its strings and numbers, once each. */
    private static List<String> everywhere(String json) {
        List<String> all = new ArrayList<>();
        Matcher value =
                Pattern.compile("(?<=[:\\[])(\"[^\"]*\"|[0-9.e]+|false|null)").matcher(json);
        while (value.find()) {
            for (String form :
                    List.of("\"C\"", "{\"value\":\"C\"}", "[\"C\"]", "C", "\"C", "\"C\\u0000\"", "\"${ENV:C}\"")) {
                all.add(json.substring(0, value.start()) + form.replace("C", CANARY) + json.substring(value.end()));
            }
        }
        return all;
    }

    /** Merges, notes everything that is said about it, and gives what would be stored. */
    private String tried(Keyset keyset, String archived, String edited) {
        try {
            AccountsFile file = AccountsFile.parse(bytes("{\"" + ACCOUNT + "\":" + edited + "}"), "accounts.json");
            seen.add(file.toString());
            AccountsFile used = edited.equals("{}") ? AccountsFile.none() : file;
            Merge merge = Accounts.secrets(keyset)
                    .merge(bytes(archived), ACCOUNT, used, Accounts.sources(home, Map.of(CANARY, CANARY)));
            seen.add(merge + " " + merge.refusal() + file.entry(ACCOUNT));
            return merge.refusal() != null ? "" : new String(merge.json(), StandardCharsets.UTF_8);
        } catch (RefusedException e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            seen.add(trace + e.problem().toString());
            return "";
        }
    }

    private void logged(Runnable work) {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        root.addAppender(appender);
        root.setLevel(Level.TRACE);
        try {
            work.run();
        } finally {
            root.setLevel(before);
            root.detachAppender(appender);
        }
        appender.list.forEach(event -> seen.add(event.getFormattedMessage() + event.getThrowableProxy()));
    }
}
