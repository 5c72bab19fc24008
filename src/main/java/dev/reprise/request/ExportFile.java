package dev.reprise.request;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Looks at a file before anything is started. */
public final class ExportFile {

    private ExportFile() {}

    /**
     * The file as an absolute path.
     *
     * @throws RefusedException with exit 5 if it is not there, 2 if it is a directory, 4 if it may not be read
     */
    public static Path readable(Path file) {
        if (Files.isDirectory(file)) {
            throw refused(Exit.USAGE, "file-is-directory", file + " is a directory", "Name the file in it to import.");
        }
        return present(file);
    }

    /**
     * A file or a directory of files as an absolute path.
     *
     * @throws RefusedException with exit 5 if it is not there, 4 if it may not be read
     */
    public static Path present(Path file) {
        if (!Files.exists(file)) {
            throw refused(Exit.NOT_FOUND, "file-missing", "there is no file " + file, "Check the path.");
        }
        if (!Files.isRegularFile(file) && !Files.isDirectory(file)) {
            throw refused(Exit.USAGE, "file-irregular", file + " is not a regular file", "Write it to a file first.");
        }
        if (!Files.isReadable(file)) {
            throw refused(Exit.NOT_ALLOWED, "file-unreadable", file + " may not be read", "Have the right granted.");
        }
        return file.toAbsolutePath();
    }

    /**
     * The files that are meant, in the order in which they are named; those of a directory in the order of their names. Of a directory
     * that is {@code *.json} and {@code *.json.gz}, nothing hidden and nothing deeper. One that is named twice is meant once.
     *
     * @throws RefusedException with exit 5 if there is none in a directory
     */
    static List<Path> all(List<Path> named) {
        List<Path> files = new ArrayList<>();
        for (Path path : named) {
            if (Files.isDirectory(path)) {
                files.addAll(in(path));
            } else {
                files.add(path);
            }
        }
        return files.stream().distinct().toList();
    }

    /**
     * The file itself, or the one of a directory that was written last.
     *
     * @throws RefusedException with exit 5 if there is none
     */
    static Path newest(Path file) {
        Path present = present(file);
        return Files.isDirectory(present)
                ? in(present).stream()
                        .max(Comparator.comparing(ExportFile::writtenAt).thenComparing(Comparator.naturalOrder()))
                        .orElseThrow()
                : present;
    }

    private static FileTime writtenAt(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> in(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> files = entries.filter(ExportFile::isExport).sorted().toList();
            if (files.isEmpty()) {
                throw refused(
                        Exit.NOT_FOUND,
                        "directory-empty",
                        "there is no *.json or *.json.gz in " + directory,
                        "Check the path; directories in it are not looked into.");
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isExport(Path file) {
        String name = file.getFileName().toString();
        boolean named = name.endsWith(".json") || name.endsWith(".json.gz");
        return named && !name.startsWith(".") && !Files.isDirectory(file);
    }

    private static RefusedException refused(Exit exit, String code, String what, String next) {
        return new RefusedException(exit, Problem.unchanged(code, what, null, next));
    }
}
