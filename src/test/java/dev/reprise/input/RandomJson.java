package dev.reprise.input;

import java.util.random.RandomGenerator;

/** Writes documents that are valid, and as odd as JSON allows; the same generator state gives the same document. */
public final class RandomJson {

    private static final String[] CHARACTERS = {
        "a",
        "Z",
        "0",
        " ",
        "é",
        "\u0080",
        "\u07ff",
        "\u0800",
        "設",
        "\ud7ff",
        "\ue000",
        "\ufeff",
        "\ufffd",
        "\uffff",
        "\u2028",
        "😀",
        "\ud800\udc00",
        "\udbff\udfff",
        "\\\"",
        "\\\\",
        "\\/",
        "\\b",
        "\\f",
        "\\n",
        "\\r",
        "\\t",
        "\\u0001",
        "\\u00E9",
        "\\ud83d\\ude00",
        "\\uDBFF\\uDFFF",
        "\\uffff",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "'",
        "\u007f",
        "\u202e",
        "\u0301"
    };
    private static final String[] SCALARS = {
        "true", "false", "null", "0", "-0", "1.10", "1e3", "1E+400", "-12345678901234567890.10", "0.000", "5e-324"
    };
    private static final String[] SPACES = {"", "", "", " ", "\n", "\t", "\r\n", "   "};

    private final RandomGenerator random;
    private final StringBuilder text = new StringBuilder();

    private RandomJson(RandomGenerator random) {
        this.random = random;
    }

    /** Any value, so deep at most. */
    public static String value(RandomGenerator random, int depth) {
        RandomJson json = new RandomJson(random);
        json.value(depth);
        return json.text.toString();
    }

    /** A document that mostly looks like an export. */
    static String document(RandomGenerator random) {
        RandomJson json = new RandomJson(random);
        if (random.nextInt(20) == 0) {
            json.value(3);
        } else {
            json.members("data", 3, true);
        }
        return json.text.toString();
    }

    private void members(String inner, int depth, boolean top) {
        int at = top ? random.nextInt(3) : -1;
        int count = Math.max(at + 1, random.nextInt(5));
        space().append('{');
        for (int i = 0; i < count; i++) {
            space().append(i == 0 ? "" : ",");
            space().append('"').append(i == at ? inner : i).append(i == at ? "" : characters());
            text.append('"');
            space().append(':');
            if (i == at) {
                members(inner, depth, false);
            } else {
                value(depth);
            }
        }
        space().append('}');
        space();
    }

    private void value(int depth) {
        space();
        int kind = random.nextInt(depth > 0 ? 5 : 2);
        if (kind == 0) {
            text.append(pick(SCALARS));
        } else if (kind == 1) {
            text.append('"').append(characters()).append('"');
        } else if (kind == 2) {
            members("", depth - 1, false);
        } else {
            text.append('[');
            for (int i = random.nextInt(5); i > 0; i--) {
                value(depth - 1);
                text.append(i == 1 ? "" : ",");
            }
            space().append(']');
        }
        space();
    }

    private String characters() {
        StringBuilder characters = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            characters.append(pick(CHARACTERS));
        }
        return characters.toString();
    }

    private StringBuilder space() {
        return text.append(pick(SPACES));
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }
}
