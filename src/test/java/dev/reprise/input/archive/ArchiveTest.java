package dev.reprise.input.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** What is read from good archives, whoever made them. */
class ArchiveTest {

    @TempDir
    private Path folder;

    private Archive open(byte[] bytes) throws IOException {
        return open(Files.write(folder.resolve("upload.zip"), bytes));
    }

    private static Archive open(Path file) throws IOException {
        return Archive.open(file, ArchiveSettings.defaults());
    }

    private static Map<String, byte[]> read(Archive archive) throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        for (int i = 0; i < archive.size(); i++) {
            contents.put(archive.name(i), archive.read(i));
            assertThat(archive.read(i)).hasSize((int) archive.length(i));
        }
        return contents;
    }

    @ParameterizedTest
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void readsEveryKindOfDataDescriptorAlike(boolean signed, boolean wide) throws IOException {
        RawEntry stored = RawEntry.stored("b", "stored".getBytes(UTF_8));
        try (Archive archive = open(RawArchive.of(
                        RawEntry.of("a").descriptor(signed, wide), stored.descriptor(signed, wide), RawEntry.of("c"))
                .bytes())) {
            assertThat(read(archive))
                    .containsOnlyKeys("a", "b", "c")
                    .containsEntry("a", "content of a".getBytes(UTF_8))
                    .containsEntry("b", "stored".getBytes(UTF_8));
        }
    }

    @Test
    void readsZip64FieldsOfBothForms() throws IOException {
        RawEntry all = RawEntry.of("all").zip64();
        all.extra = RawEntry.join(RawEntry.field(
                1,
                RawEntry.buffer(24)
                        .put(all.extra, 4, 16)
                        .putLong(RawEntry.of("a").local().length + RawEntry.of("a").data.length)));
        RawArchive archive =
                RawArchive.of(RawEntry.of("a"), all, RawEntry.of("b").zip64());
        archive.zip64 = true;
        try (Archive opened = open(archive.bytes())) {
            assertThat(read(opened)).containsOnlyKeys("a", "all", "b");
        }
    }

    @Test
    void leavesFoldersOutAndKeepsTheOrder() throws IOException {
        RawEntry unknown = RawEntry.stored("b/", new byte[0]).mode(0xffff);
        RawEntry deflated = RawEntry.deflated("b/c/", new byte[0]).mode(0040755);
        try (Archive archive = open(RawArchive.of(unknown, RawEntry.of("b/z"), deflated, RawEntry.of("a"))
                .bytes())) {
            assertThat(read(archive).keySet()).containsExactly("b/z", "a");
        }
    }

    @Test
    void neverLooksIntoAnArchiveInside() throws IOException {
        byte[] inner = RawArchive.of(RawEntry.of("../inner")).bytes();
        try (Archive archive = open(RawArchive.of(RawEntry.of("a"), RawEntry.stored("inner.zip", inner))
                .bytes())) {
            assertThat(archive.size()).isEqualTo(2);
            assertThat(archive.read(1)).isEqualTo(inner);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.json",
                "größe.json",
                "e\u0301",
                "common",
                "C",
                "at 10:30",
                "..a",
                "a..b",
                ".hidden",
                "lpt10",
                "a b/ c"
            })
    void acceptsOrdinaryNamesWithOrWithoutTheFlagOfUtf8(String name) throws IOException {
        for (int flags : new int[] {0, 0x800}) {
            RawEntry entry = RawEntry.of(name).flags(flags).extra(HostileNames.unicode(name, name));
            try (Archive archive = open(RawArchive.of(entry).bytes())) {
                assertThat(archive.name(0)).isEqualTo(name);
            }
        }
    }

    @Test
    void tellsArchivesApart() throws IOException {
        byte[] bytes = RawArchive.of(RawEntry.of("a"), RawEntry.of("b")).bytes();
        RawArchive commented = RawArchive.of(RawEntry.of("a"), RawEntry.of("b"));
        commented.comment = new byte[] {'c'};
        assertThat(identity(bytes)).hasSize(32).isEqualTo(identity(bytes.clone()));
        assertThat(identity(commented.bytes())).isNotEqualTo(identity(bytes));
        RawEntry other = RawEntry.deflated("b", "content of c".getBytes(UTF_8));
        assertThat(identity(RawArchive.of(RawEntry.of("a"), other).bytes())).isNotEqualTo(identity(bytes));
        assertThat(identity(RawArchive.of(RawEntry.of("b"), RawEntry.of("a")).bytes()))
                .isNotEqualTo(identity(bytes));
    }

    private byte[] identity(byte[] bytes) throws IOException {
        try (Archive archive = open(bytes)) {
            return archive.identity();
        }
    }

    @Test
    void findsNamesThatAreEqualWithoutTheirFolders() throws IOException {
        try (Archive archive = open(RawArchive.of(
                        RawEntry.stored("x/", new byte[0]),
                        RawEntry.of("x/b.expr"),
                        RawEntry.of("a.expr"),
                        RawEntry.of("y/a.expr"),
                        RawEntry.of("y/b.expr"),
                        RawEntry.of("x/A.expr"),
                        RawEntry.of("z/y/b.expr"))
                .bytes())) {
            assertThat(archive.flattened())
                    .isEqualTo(List.of(new Collision("b.expr", 0, 5), new Collision("a.expr", 1, 2)));
        }
    }

    @Test
    void refusesWhatBecameShorterWhileItWasOpen() throws IOException {
        RawEntry large = RawEntry.stored("large", new byte[1 << 20]);
        try (Archive archive = open(RawArchive.of(large, RawEntry.of("b")).bytes())) {
            Files.write(folder.resolve("upload.zip"), new byte[4000]);

            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> archive.read(0))
                    .satisfies(refused -> assertThat(refused.problem().code()).isEqualTo("zip-truncated"));
        }
    }

    @Test
    void saysWhichEntryIsWrongAndWhatToDo() throws IOException {
        Path file = Files.write(
                folder.resolve("upload.zip"),
                RawArchive.of(RawEntry.of("a"), RawEntry.of("b/../c\u001b[2J")).bytes());

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> open(file))
                .withMessage("zip-name-character: its name has a character that no name has, U+001B (" + file
                        + ", entry 2 \"b/../c\\u001b[2J\").\nNothing was changed. Export it again, or pack the files anew"
                        + " with a common program.");
    }

    @Test
    void limitsAreSettings() throws IOException {
        DataSize few = DataSize.ofBytes(20);
        DataSize many = DataSize.ofGigabytes(1);
        DataSize mega = DataSize.ofMegabytes(1);
        Path file = Files.write(
                folder.resolve("upload.zip"),
                RawArchive.of(RawEntry.of("a"), RawEntry.deflated("b", new byte[5000]))
                        .bytes());

        assertRefused(file, "zip-entries", new ArchiveSettings(1, mega, mega, many, 200, mega));
        assertRefused(file, "zip-directory-size", new ArchiveSettings(9, few, mega, many, 200, mega));
        assertRefused(file, "zip-entry-size", new ArchiveSettings(9, mega, few, many, 200, mega));
        assertRefused(file, "zip-total-size", new ArchiveSettings(9, mega, mega, few, 200, mega));
        assertRefused(file, "zip-ratio", new ArchiveSettings(9, mega, mega, many, 9, few));
        Archive.open(file, new ArchiveSettings(2, mega, mega, many, 9, mega)).close();
    }

    private static void assertRefused(Path file, String code, ArchiveSettings settings) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> Archive.open(file, settings))
                .satisfies(refused -> assertThat(refused.problem().code()).isEqualTo(code));
    }
}
