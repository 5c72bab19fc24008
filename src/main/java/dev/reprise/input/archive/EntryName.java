package dev.reprise.input.archive;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which names an entry may have. No name is ever used as a path here, but one that could not be unpacked anywhere tells of an archive
 * that was not made by an export; and names that look alike to a person or a file system hide each other.
 */
final class EntryName {

    /** Longest run of combining marks, as in the stream-safe format of Unicode's annex 15: more slow normalization down. */
    private static final int MARKS = 30;

    /** Names that Windows keeps for devices, whatever their extension. */
    private static final Pattern DEVICE = Pattern.compile(
            "(con|prn|aux|nul|conin\\$|conout\\$|clock\\$|(com|lpt)[0-9¹²³])", Pattern.CASE_INSENSITIVE);

    private static final int LONGEST_DEVICE = 7;

    private EntryName() {}

    /** What is wrong with a name; null if it is a good one. */
    static @Nullable Fault fault(byte[] bytes, int from, int length) {
        if (length == 0) {
            return new Fault("zip-name-path", "its name is empty");
        }
        if (length > Names.LONGEST) {
            return new Fault("zip-name-length", "its name has " + length + " bytes, more than " + Names.LONGEST);
        }
        String name;
        try {
            name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return new Fault("zip-name-encoding", "its name is not UTF-8, but in some older encoding");
        }
        Fault fault = characters(name);
        return fault == null ? path(name) : fault;
    }

    /** Why no entry may have this name; null if one may. */
    static @Nullable Fault fault(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return fault(bytes, 0, bytes.length);
    }

    private static @Nullable Fault characters(String name) {
        int marks = 0;
        for (int i = 0; i < name.length(); ) {
            int point = name.codePointAt(i);
            i += Character.charCount(point);
            if (point >= ' ' && point < 0x7f) {
                marks = 0;
                continue;
            }
            int type = Character.getType(point);
            boolean isMark = type == Character.NON_SPACING_MARK
                    || type == Character.ENCLOSING_MARK
                    || type == Character.COMBINING_SPACING_MARK;
            marks = isMark ? marks + 1 : 0;
            if (!mayStand(point, type) || marks > MARKS) {
                return new Fault(
                        "zip-name-character",
                        String.format(Locale.ROOT, "its name has a character that no name has, U+%04X", point));
            }
        }
        return null;
    }

    private static boolean mayStand(int point, int type) {
        boolean turnsText = point >= 0x202a && point <= 0x202e || point >= 0x2066 && point <= 0x2069;
        return type != Character.CONTROL
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && point != 0xfeff
                && !turnsText;
    }

    private static @Nullable Fault path(String name) {
        if (name.charAt(0) == '/') {
            return new Fault("zip-name-path", "its name is an absolute path");
        }
        if (name.indexOf('\\') >= 0) {
            return new Fault("zip-name-path", "its name has a backslash");
        }
        int end = name.length() - (name.endsWith("/") ? 1 : 0);
        for (int from = 0; from <= end; ) {
            int slash = name.indexOf('/', from);
            int to = slash < 0 || slash > end ? end : slash;
            Fault fault = segment(name.substring(from, to));
            if (fault != null) {
                return fault;
            }
            from = to + 1;
        }
        return null;
    }

    private static @Nullable Fault segment(String segment) {
        if (segment.isEmpty()) {
            return new Fault("zip-name-path", "its name has an empty part between two slashes");
        }
        if (segment.equals(".") || segment.equals("..")) {
            return new Fault("zip-name-path", "its name has a part \"" + segment + "\"");
        }
        char last = segment.charAt(segment.length() - 1);
        if (last == '.' || last == ' ') {
            // Windows drops both, so that ".. " is ".." there
            return new Fault("zip-name-path", "a part of its name ends with a dot or a space");
        }
        if (segment.length() > 1 && segment.charAt(1) == ':' && isLetter(segment.charAt(0)) || segment.contains(":$")) {
            return new Fault("zip-name-path", "its name has a drive letter or a stream");
        }
        int dot = segment.indexOf('.');
        String base = (dot < 0 ? segment : segment.substring(0, dot)).stripTrailing();
        if (base.length() <= LONGEST_DEVICE && DEVICE.matcher(base).matches()) {
            return new Fault("zip-name-device", "its name is that of a device, \"" + base + "\"");
        }
        return null;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /** What two names have in common that a file system may take for one; a file and a folder of one name do. */
    static String folded(String name) {
        String bare = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        if (isAscii(bare)) {
            return bare.toLowerCase(Locale.ROOT);
        }
        // a decomposed letter is folded without its marks, so that once is enough
        String plain = Normalizer.normalize(bare, Normalizer.Form.NFD);
        StringBuilder folded = new StringBuilder(plain.length());
        for (int i = 0; i < plain.length(); ) {
            int point = plain.codePointAt(i);
            i += Character.charCount(point);
            folded.appendCodePoint(Character.toLowerCase(Character.toUpperCase(point)));
        }
        return folded.toString();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** A name without its folders. */
    static String flat(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
