package dev.reprise.input.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What others write is read as it was written: by Java, by Commons Compress, into files and streams, with few entries and many. */
class WrittenArchivesTest {

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
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
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
                assertThat(new String(archive.read(i), UTF_8))
                        .isEqualTo(archive.name(i).substring(6));
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
}
