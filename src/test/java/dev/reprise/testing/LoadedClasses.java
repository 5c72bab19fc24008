package dev.reprise.testing;

import dev.reprise.Reprise;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Lets processes of the program start in two thirds of the time, as its start script does: with an archive of loaded classes. That takes a
 * class path of jars alone, so the folders of this build are packed first.
 */
final class LoadedClasses {

    /** Who starts fewer processes would not get back what the archive costs. */
    private static final int WORTH_IT = 4;

    private static final long PATIENCE_SECONDS = 120;

    private static int starts;
    private static List<String> words = List.of();

    private LoadedClasses() {}

    /** What a JVM is to be started with; {@code arguments} are those of a process, by which the archive is made when there is none yet. */
    static synchronized List<String> words(List<String> arguments) throws IOException {
        boolean database = arguments.stream().anyMatch(word -> word.startsWith("--spring.datasource.url="));
        if (database && ++starts == WORTH_IT) {
            words = made(arguments);
        }
        return words();
    }

    /** The same for a process that is none of the program. */
    static synchronized List<String> words() {
        return words.isEmpty() ? List.of("-cp", System.getProperty("java.class.path")) : words;
    }

    private static List<String> made(List<String> arguments) throws IOException {
        Path folder = Files.createTempDirectory("reprise-classes");
        folder.toFile().deleteOnExit();
        List<String> path = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            path.add(
                    Files.isDirectory(Path.of(entry))
                            ? jar(Path.of(entry), folder.resolve(path.size() + ".jar"))
                            : entry);
        }
        Path archive = folder.resolve("classes.jsa");
        archive.toFile().deleteOnExit();
        List<String> cp = List.of("-cp", String.join(File.pathSeparator, path));
        List<String> command = RepriseProcess.jvm();
        command.add("-XX:ArchiveClassesAtExit=" + archive);
        command.addAll(cp);
        command.addAll(List.of(Reprise.class.getName(), "list"));
        arguments.stream()
                .filter(word -> word.startsWith("--spring.datasource."))
                .forEach(command::add);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || !Files.exists(archive)) {
                process.destroyForcibly();
                return List.of(); // it is slower without, and nothing else
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Stream.concat(Stream.of("-XX:SharedArchiveFile=" + archive), cp.stream())
                .toList();
    }

    private static String jar(Path classes, Path jar) throws IOException {
        jar.toFile().deleteOnExit();
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.sorted().toList()) {
                String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
                if (!name.isEmpty()) {
                    packed.putNextEntry(new ZipEntry(Files.isDirectory(file) ? name + "/" : name));
                    if (Files.isRegularFile(file)) {
                        Files.copy(file, packed);
                    }
                    packed.closeEntry();
                }
            }
        }
        return jar.toString();
    }
}
