package dev.reprise.engine.job;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;

/**
 * What an import writes to, such as {@code product/410}.
 *
 * @param kind such as {@code product}; tells which job takes it
 * @param name what follows the first slash
 */
public record Target(String kind, String name) {

    /**
     * Reads {@code KIND/NAME}.
     *
     * @throws RefusedException with exit 2 if it is not of that form
     */
    public static Target parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1 || slash == text.length() - 1) {
            throw new RefusedException(
                    Exit.USAGE,
                    Problem.unchanged(
                            "target-malformed",
                            "'" + text + "' is not a target",
                            null,
                            "A target is a kind and a name, such as product/410."));
        }
        return new Target(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return kind + "/" + name;
    }
}
