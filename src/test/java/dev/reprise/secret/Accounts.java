package dev.reprise.secret;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accounts and keys that tests of this room share. */
final class Accounts {

    static final UUID ACCOUNT = UUID.fromString("3f2b9a52-0c1d-4e55-8f10-aaaaaaaaaaaa");
    static final UUID OTHER = UUID.fromString("3f2b9a52-0c1d-4e55-8f10-bbbbbbbbbbbb");
    static final String PASSWORD = "/property_map/settings/password";

    /** As the vendor writes one: an encrypted password, a nested host name, and a number that loses its text in a double. */
    static final String ENCRYPTED = """
            {"class_id":"com-snaplogic-snaps-rest-restbasicauthaccount","class_version":1,"property_map":{
              "info":{"label":{"value":"ERP account"},"notes":{"value":null}},
              "settings":{
                "username":{"value":"svc-erp","expression":false},
                "password":{"value":"QkFTRTY0","fp":"ab12","key":"account-cloud-managed-AcmeTest-1","sym_iv":"aXY=","sym_key":"a2V5"},
                "timeout":{"value":1.50e3},
                "tags":{"value":[{"value":"a"},{"value":"b"}]},
                "connectionProperties":{"value":{"hostname":{"value":"db.test","expression":false}}}},
              "view_serial":100}}
            """;

    private Accounts() {}

    static Keyset keyset(Path directory) {
        return new Keyset(SecretSettings.defaults(), directory);
    }

    static AccountSecrets secrets(Keyset keyset) {
        return new AccountSecrets(keyset, SecretSettings.defaults());
    }

    /** An accounts file that has these settings for the account. */
    static AccountsFile edited(String settings) {
        return file("{\"" + ACCOUNT + "\":{\"property_map\":{\"settings\":" + settings + "}}}");
    }

    static AccountsFile file(String json) {
        return AccountsFile.parse(bytes(json), "accounts.json");
    }

    static ValueSources sources(Path directory, Map<String, String> environment) {
        return ValueSources.local(directory, environment::get);
    }

    static Merge merge(Keyset keyset, String account, AccountsFile file) {
        return secrets(keyset).merge(bytes(account), ACCOUNT, file, sources(Path.of("."), Map.of()));
    }

    /** An account with these settings and nothing else. */
    static String account(String settings) {
        return "{\"property_map\":{\"settings\":" + settings + "}}";
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(Merge merge) {
        return new String(merge.json(), StandardCharsets.UTF_8);
    }

    /** What stands at a JSON Pointer without escapes; something must. */
    static Json at(byte[] json, String pointer) {
        try {
            @Nullable Json value = JsonText.parse(json);
            for (String name : List.of(pointer.substring(1).split("/"))) {
                value = value instanceof Json.Arr array
                        ? array.elements().get(Integer.parseInt(name))
                        : ((Json.Obj) Objects.requireNonNull(value)).members().get(name);
            }
            return Objects.requireNonNull(value);
        } catch (JsonText.Bad e) {
            throw new AssertionError(e);
        }
    }

    /** The plain text of the envelope there. */
    static String opened(Keyset keyset, byte[] json, String pointer) {
        Json.Obj envelope = (Json.Obj) at(json, pointer);
        return keyset.open(ACCOUNT, pointer, String.valueOf(envelope.text("value")));
    }
}
