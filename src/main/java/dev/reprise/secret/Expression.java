package dev.reprise.secret;

import java.util.regex.Pattern;

/**
 * A value with {@code "expression": true} is computed when it is used. One that only refers to something ({@code _secret}, {@code
 * $password}, {@code pipe.args.pw}, {@code lib.vault["erp"]}) is no secret. Any other may hold one in quotes, or be one that
 * somebody typed with the switch in the wrong place.
 */
final class Expression {

    private static final String STEP =
            "\\s*(?:\\.\\s*[A-Za-z_$][\\w$]*|\\[\\s*(?:\"[^\"\\\\]*\"|'[^'\\\\]*'|\\d+)\\s*])";

    private static final Pattern REFERENCE =
            Pattern.compile("\\s*=?\\s*(?:[_$][\\w$]*(?:" + STEP + ")*+|[A-Za-z][\\w$]*(?:" + STEP + ")++)\\s*");

    private Expression() {}

    static boolean refers(String text) {
        return REFERENCE.matcher(text).matches();
    }
}
