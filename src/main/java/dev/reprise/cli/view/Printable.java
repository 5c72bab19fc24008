package dev.reprise.cli.view;

/** Makes text from files and other people safe to print: no control characters, no escapes, no change of direction. */
public final class Printable {

    private Printable() {}

    /** Keeps line breaks. */
    static String lines(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(point -> append(safe, point, point == '\n'));
        return safe.toString();
    }

    /** On one line. */
    public static String line(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(point -> append(safe, point, false));
        return safe.toString();
    }

    private static void append(StringBuilder safe, int point, boolean keep) {
        int type = Character.getType(point);
        boolean harmless = keep
                || type != Character.CONTROL
                        && type != Character.FORMAT
                        && type != Character.SURROGATE
                        && type != Character.LINE_SEPARATOR
                        && type != Character.PARAGRAPH_SEPARATOR;
        if (harmless) {
            safe.appendCodePoint(point);
        } else {
            safe.append("\\u%04x".formatted(point));
        }
    }
}
