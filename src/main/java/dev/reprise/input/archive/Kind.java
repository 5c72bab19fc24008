package dev.reprise.input.archive;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What kind of thing an entry is, and how it is packed: plain files and folders pass, stored or deflated, in the clear. */
final class Kind {

    static final Fault ENCRYPTED = new Fault(
            "zip-encrypted", "it is encrypted", "Export it again, or pack the files anew without a password.");

    /** General purpose bits (APPNOTE.TXT 4.4.4) that say so: encrypted, strongly encrypted, masked headers. */
    private static final int ENCRYPTION = 1 | 1 << 6 | 1 << 13;

    private static final int PATCH = 1 << 5;

    private static final int TYPE = 0170000;
    private static final int FILE = 0100000;
    private static final int FOLDER = 0040000;
    private static final int LINK = 0120000;

    /** All bits set: old versions of Maven's archiver write it for folders whose mode they do not know. */
    private static final int UNKNOWN = 0xffff;

    private Kind() {}

    /** What is wrong with a Unix mode. */
    static @Nullable Fault fault(int mode) {
        return switch (mode == UNKNOWN ? 0 : mode & TYPE) {
            case 0, FILE, FOLDER -> null;
            case LINK -> link("a symbolic link");
            default ->
                new Fault(
                        "zip-special",
                        String.format(Locale.ROOT, "it is no file but a device or the like, mode %o", mode));
        };
    }

    static Fault link(String what) {
        return new Fault("zip-link", "it is " + what);
    }

    /** What is wrong with how an entry is packed. */
    static @Nullable Fault fault(int flags, int method) {
        if ((flags & ENCRYPTION) != 0) {
            return ENCRYPTED;
        }
        if ((flags & PATCH) != 0 || method != Entries.STORED && method != Entries.DEFLATED) {
            return new Fault(
                    "zip-method",
                    (flags & PATCH) != 0
                            ? "it is a patch of another file"
                            : "it is packed by method " + method + "; only stored and deflated entries are read");
        }
        return null;
    }

    /** What is wrong with an entry as a folder, or as none. */
    static @Nullable Fault folder(boolean isFolder, int mode, long length, long packed) {
        if (!isFolder) {
            return (mode & TYPE) == FOLDER
                    ? new Fault("zip-folder", "it is marked as a folder, but has the name of a file")
                    : null;
        }
        // an empty deflated stream takes two bytes
        return length > 0 || packed > 2 ? new Fault("zip-folder", "it is a folder with content of its own") : null;
    }
}
