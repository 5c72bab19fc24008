package dev.reprise.cli;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks at a file before anything is started. */
final class ExportFile {

    private ExportFile() {}

    /**
     * The file as an absolute path.
     *
     * @throws RefusedException with exit 5 if it is not there, 2 if it is a directory, 4 if it may not be read
     */
    static Path readable(Path file) {
        if (!Files.exists(file)) {
            throw refused(Exit.NOT_FOUND, "file-missing", "there is no file " + file, "Check the path.");
        }
        if (Files.isDirectory(file)) {
            throw refused(Exit.USAGE, "file-is-directory", file + " is a directory", "Name the file in it to import.");
        }
        if (!Files.isRegularFile(file)) {
            throw refused(Exit.USAGE, "file-irregular", file + " is not a regular file", "Write it to a file first.");
        }
        if (!Files.isReadable(file)) {
            throw refused(Exit.NOT_ALLOWED, "file-unreadable", file + " may not be read", "Have the right granted.");
        }
        return file.toAbsolutePath();
    }

    private static RefusedException refused(Exit exit, String code, String what, String next) {
        return new RefusedException(exit, Problem.unchanged(code, what, null, next));
    }
}
