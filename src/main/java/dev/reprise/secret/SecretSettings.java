package dev.reprise.secret;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where keys and secret values come from.
 *
 * @param keysetFile file with the keyset, such as a mounted secret; null for none
 * @param keyset the keyset itself as JSON, such as from an environment variable; null for none. It cannot be rotated
 * @param environmentPrefix variables that an accounts file which came over the network may name begin so; null: none may be named
 * @param directory files that such an accounts file may name are in it; null: none may be named
 * @param names names of members that are secret, beside those that everybody knows; {@code *} for all below {@code
 *     property_map.settings}
 */
@ConfigurationProperties("reprise.secrets")
public record SecretSettings(
        @Nullable Path keysetFile,
        @Nullable String keyset,
        @Nullable String environmentPrefix,
        @Nullable Path directory,
        @DefaultValue List<String> names) {

    /** Empty is the same as not set. Refuses two keysets, as nobody could say which one seals. */
    public SecretSettings {
        keysetFile = keysetFile == null || keysetFile.toString().isBlank() ? null : keysetFile;
        keyset = keyset == null || keyset.isBlank() ? null : keyset;
        environmentPrefix = environmentPrefix == null || environmentPrefix.isBlank() ? null : environmentPrefix;
        directory = directory == null || directory.toString().isBlank() ? null : directory;
        names = List.copyOf(names);
        if (keysetFile != null && keyset != null) {
            throw new IllegalArgumentException(
                    "set only one of reprise.secrets.keyset-file and reprise.secrets.keyset");
        }
    }

    /** Nothing set. */
    public static SecretSettings defaults() {
        return new SecretSettings(null, null, null, null, List.of());
    }

    /** With the keyset in this file. */
    public static SecretSettings of(Path keysetFile) {
        return new SecretSettings(keysetFile, null, null, null, List.of());
    }

    /** Says where the keyset is, never what it is. */
    @Override
    public String toString() {
        return "SecretSettings[keysetFile=" + keysetFile + ", keyset=" + (keyset == null ? "none" : "given")
                + ", environmentPrefix=" + environmentPrefix + ", directory=" + directory + ", names=" + names + "]";
    }
}
