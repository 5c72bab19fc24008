package dev.reprise.secret;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which members are secret by their name alone, however it is spelt: {@code client_secret}, {@code clientSecret}, {@code
 * Client-Secret}. For accounts of an organisation that encrypted nothing.
 */
final class SecretNames {

    /** A name that ends so is secret; what is before it only says whose it is. */
    private static final List<String> ENDINGS = List.of(
            "password",
            "passwd",
            "pwd",
            "passphrase",
            "passcode",
            "secret",
            "token",
            "privatekey",
            "apikey",
            "secretkey",
            "accesskey",
            "sharedkey",
            "accountkey",
            "storagekey",
            "signingkey",
            "encryptionkey",
            "masterkey",
            "sshkey",
            "credential",
            "credentials");

    /** What may follow: the form it has, or that it is there a second time. */
    private static final Pattern TAIL =
            Pattern.compile("(value|text|string|pem|data|base64|confirm|confirmation|[0-9]+)$");

    private static final Pattern NO_LETTER = Pattern.compile("[^a-z0-9]");

    private static final String ALL = "*";

    private final Set<String> others;
    private final boolean all;

    /** These, and others which an installation knows, by their whole name; {@code *} for all settings of an account. */
    SecretNames(List<String> others) {
        this.others = others.stream()
                .filter(name -> !name.equals(ALL))
                .map(SecretNames::bare)
                .collect(Collectors.toUnmodifiableSet());
        this.all = others.contains(ALL);
    }

    /** Whether each setting is secret, whatever it is called. */
    boolean all() {
        return all;
    }

    boolean known(String name) {
        String bare = bare(name);
        return others.contains(bare)
                || Stream.of(bare, TAIL.matcher(bare).replaceFirst("")).anyMatch(SecretNames::ends);
    }

    private static boolean ends(String bare) {
        return ENDINGS.stream().anyMatch(bare::endsWith);
    }

    private static String bare(String name) {
        return NO_LETTER.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
    }
}
