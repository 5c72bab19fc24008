package dev.reprise.input.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reprise.record.Exit;
import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What hostile archives are refused for, and what they cost. */
class HostileArchivesTest {

    private static final int MOST_MILLIS = 1000;

    @TempDir
    private Path folder;

    static Stream<Hostile> archives() {
        return HostileArchives.all().stream();
    }

    @ParameterizedTest
    @MethodSource("archives")
    void refusesItAndNamesTheEntry(Hostile hostile) throws IOException {
        Path file = Files.write(folder.resolve("upload.zip"), hostile.bytes());

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> {
                    try (Archive archive = Archive.open(file, ArchiveSettings.defaults())) {
                        for (int i = 0; i < archive.size(); i++) {
                            archive.read(i);
                        }
                    }
                })
                .satisfies(refused -> {
                    assertThat(refused.exit()).isEqualTo(Exit.REFUSED);
                    assertThat(refused.problem().code())
                            .as(refused.getMessage())
                            .isEqualTo(hostile.code());
                    assertThat(refused.problem().where()).startsWith(file.toString());
                    assertThat(refused.problem().next()).endsWith(".");
                    assertThat(refused.problem().text().codePoints().filter(c -> c != '\n'))
                            .noneMatch(Character::isISOControl)
                            .hasSizeLessThan(700);
                    if (hostile.entry() != null) {
                        assertThat(refused.problem().where()).contains(hostile.entry());
                    }
                });
    }

    @Test
    void hasAnArchiveOfItsOwnForEachReason() {
        List<Hostile> all = HostileArchives.all();

        assertThat(all).extracting(Hostile::title).doesNotHaveDuplicates().hasSizeGreaterThan(100);
    }

    @Test
    void refusesEachWithinASecondAnd64MegabytesAndWritesNothing() throws IOException, InterruptedException {
        Map<String, String> expected = new TreeMap<>();
        List<String> files = new ArrayList<>();
        Path archives = Files.createDirectory(folder.resolve("archives"));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        for (List<Hostile> some : List.of(HostileArchives.all(), HostileArchives.large())) {
            for (Hostile hostile : some) {
                Path file = Files.write(archives.resolve(hostile.title()), hostile.bytes());
                files.add(file.toString());
                expected.put(hostile.title(), hostile.code());
            }
        }
        Map<String, String> verdicts = new TreeMap<>();
        long slowest = 0;
        for (String line : read(files, elsewhere)) {
            String[] words = line.split(" ", -1);
            verdicts.put(words[0], words[1]);
            slowest = Math.max(slowest, Long.parseLong(words[2]));
            assertThat(Long.parseLong(words[2])).as(line).isLessThan(MOST_MILLIS);
        }
        assertThat(verdicts).isEqualTo(expected);
        assertThat(listed(archives)).isEqualTo(expected.size());
        assertThat(listed(elsewhere)).isZero();
        System.out.println(expected.size() + " hostile archives refused; the slowest took " + slowest + " ms");
    }

    private static long listed(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    /** Lines of a process that has 64 MB, and whose working and temporary directory is this one. */
    private static List<String> read(List<String> files, Path folder) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                HostileReader.class.getName()));
        command.addAll(files);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
        return lines;
    }
}
