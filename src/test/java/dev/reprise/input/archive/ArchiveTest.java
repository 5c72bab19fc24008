package dev.reprise.input.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** What is read from good archives, whoever made them. */
class ArchiveTest {

    @TempDir
    private Path folder;

    private static Map<String, byte[]> contents() {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        contents.put("export.json", "{}".getBytes(UTF_8));
        contents.put("files/größe 設定 😀.json", "[1, 2]".getBytes(UTF_8));
        contents.put("empty", new byte[0]);
        byte[] noise = new byte[300_000];
        new Random(1).nextBytes(noise);
        contents.put("files/noise.bin", noise);
        contents.put("pipelines/a.b c.slp", "x".repeat(200_000).getBytes(UTF_8));
        contents.put("files/consul.json", new byte[] {0});
        return contents;
    }

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

    private static void assertContents(Path file) throws IOException {
        try (Archive archive = open(file)) {
            Map<String, byte[]> read = read(archive);
            assertThat(read.keySet()).containsExactlyElementsOf(contents().keySet());
            contents().forEach((name, content) -> assertThat(read.get(name)).isEqualTo(content));
        }
    }

    /** As Java makes it: deflated entries have data descriptors. */
    private Path java(boolean stored, Map<String, byte[]> contents) throws IOException {
        Path file = folder.resolve("java.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setComment("made by a test");
            for (Map.Entry<String, byte[]> content : contents.entrySet()) {
                ZipEntry entry = new ZipEntry(content.getKey());
                if (stored) {
                    CRC32 crc = new CRC32();
                    crc.update(content.getValue());
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(content.getValue().length);
                    entry.setCrc(crc.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(content.getValue());
            }
        }
        return file;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsWhatJavaMakes(boolean stored) throws IOException {
        assertContents(java(stored, contents()));
    }

    @ParameterizedTest
    @EnumSource(Zip64Mode.class)
    void readsWhatCommonsCompressMakesInAFileOrAStream(Zip64Mode mode) throws IOException {
        Path file = folder.resolve("commons.zip");
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
            write(zip, mode);
        }
        assertContents(file);
        try (OutputStream stream = Files.newOutputStream(file);
                ZipArchiveOutputStream zip = new ZipArchiveOutputStream(stream)) {
            write(zip, mode);
        }
        assertContents(file);
    }

    private static void write(ZipArchiveOutputStream zip, Zip64Mode mode) throws IOException {
        zip.setUseZip64(mode);
        zip.setCreateUnicodeExtraFields(ZipArchiveOutputStream.UnicodeExtraFieldPolicy.ALWAYS);
        for (Map.Entry<String, byte[]> content : contents().entrySet()) {
            ZipArchiveEntry entry = new ZipArchiveEntry(content.getKey());
            entry.setUnixMode(0100644);
            zip.putArchiveEntry(entry);
            zip.write(content.getValue());
            zip.closeArchiveEntry();
        }
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
        RawArchive archive = RawArchive.of(RawEntry.of("a"), all, RawEntry.of("b").zip64());
        archive.zip64 = true;
        try (Archive opened = open(archive.bytes())) {
            assertThat(read(opened)).containsOnlyKeys("a", "all", "b");
        }
    }

    @Test
    void leavesFoldersOutAndKeepsTheOrder() throws IOException {
        RawEntry deflated = RawEntry.deflated("b/c/", new byte[0]).mode(0040755);
        try (Archive archive = open(RawArchive.of(
                        RawEntry.stored("b/", new byte[0]), RawEntry.of("b/z"), deflated, RawEntry.of("a"))
                .bytes())) {
            assertThat(read(archive).keySet()).containsExactly("b/z", "a");
        }
    }

    @Test
    void neverLooksIntoAnArchiveInside() throws IOException {
        byte[] inner = RawArchive.of(RawEntry.of("../inner")).bytes();
        try (Archive archive = open(RawArchive.of(RawEntry.of("a"), RawEntry.stored("inner.zip", inner)).bytes())) {
            assertThat(archive.size()).isEqualTo(2);
            assertThat(archive.read(1)).isEqualTo(inner);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.json", "größe.json", "e\u0301", "common", "C", "at 10:30", "..a", "a..b", ".hidden", "lpt10", "a b/ c"})
    void acceptsOrdinaryNamesWithOrWithoutTheFlagOfUtf8(String name) throws IOException {
        for (int flags : new int[] {0, 0x800}) {
            RawEntry entry = RawEntry.of(name).flags(flags).extra(HostileNames.unicode(name, name));
            try (Archive archive = open(RawArchive.of(entry).bytes())) {
                assertThat(archive.name(0)).isEqualTo(name);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {65_535, 65_536, 100_000})
    void readsManyEntriesAndGoesOnAtAny(int count) throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            contents.put("files/" + i, Integer.toString(i).getBytes(UTF_8));
        }
        Path file = java(false, contents);

        try (Archive archive = open(file)) {
            assertThat(archive.size()).isEqualTo(count);
            for (int i = 0; i < count; i++) {
                assertThat(new String(archive.read(i), UTF_8)).isEqualTo(archive.name(i).substring(6));
            }
        }
        for (int from : new int[] {0, 1, count / 2, count - 1}) {
            try (Archive archive = open(file)) {
                for (int i = from; i < Math.min(count, from + 100); i++) {
                    assertThat(archive.name(i)).isEqualTo("files/" + i);
                    assertThat(archive.read(i)).isEqualTo(Integer.toString(i).getBytes(UTF_8));
                }
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
        assertThat(identity(RawArchive.of(RawEntry.of("b"), RawEntry.of("a")).bytes())).isNotEqualTo(identity(bytes));
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
                RawArchive.of(RawEntry.of("a"), RawEntry.deflated("b", new byte[5000])).bytes());

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
