package dev.reprise.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** A reader that is opened at a position goes on as if it had never been interrupted, or tells that the file is another one. */
class PositionTest {

    @TempDir
    private Path folder;

    @Test
    void anyPositionOfASmallFileGivesExactlyTheRest() throws IOException {
        Path file = ExportText.sample(150).in(folder);
        for (int records : new int[] {1, 2, 7, 151}) {
            everyPositionGivesTheRest(file, records, 1);
        }
    }

    @Test
    void anyPositionOfAFileOfManyFingerprintBlocksGivesExactlyTheRest() throws IOException {
        ExportText export = new ExportText().add("{\"data\":{\"tasks\":[").array("/data/tasks");
        for (int i = 0; i < 90; i++) {
            export.add(i == 0 ? "" : ",").element("\"" + "設😀é".repeat(3700 + i) + "\"");
        }
        Path file = export.add("],\"größe\":\"é\"}}").in(folder);

        assertThat(Files.size(file)).isGreaterThan(11L * Fingerprint.BLOCK);
        everyPositionGivesTheRest(file, 1, 8);
    }

    @Test
    void aPositionOnTheBorderOfAFingerprintBlockGivesTheRest() throws IOException {
        for (int more = -2; more <= 2; more++) {
            ExportText export = new ExportText().add("{\"data\":{\"tasks\":[").array("/data/tasks");
            export.element("\"" + "a".repeat(2 * Fingerprint.BLOCK + more - 20) + "\"")
                    .add(",")
                    .element("2")
                    .add(",");
            Path file = export.element("3").add("]}}").in(folder);

            everyPositionGivesTheRest(file, 1, 1);
        }
    }

    @Test
    void aShellAsDeepAsTheLimitsAllowCanBeTakenUp() throws IOException {
        String deep = "[".repeat(500) + "]".repeat(500);
        Path file = Files.writeString(
                folder.resolve("export.json"),
                "{\"data\":{\"x\":{\"y\":" + deep.substring(1, 999) + "},\"tasks\":[1,2]}}");

        everyPositionGivesTheRest(file, 1, 1);
    }

    @Test
    void aChangedByteBeforeThePositionIsNoticed() throws IOException {
        Path file = large();
        Position position = positions(file, 1).get(60);
        long offset = position.offset();
        assertThat(offset).isGreaterThan(3L * Fingerprint.BLOCK);
        long lastWholeBlock = offset / Fingerprint.BLOCK * Fingerprint.BLOCK;

        for (long early : new long[] {0, Fingerprint.BLOCK, lastWholeBlock - 1}) {
            changed(file, early, () -> JsonExportReader.checkChain(file, position));
        }
        for (long late : new long[] {lastWholeBlock - Fingerprint.BLOCK, lastWholeBlock, offset - 1}) {
            changed(file, late, () -> JsonExportReader.checkTail(file, position));
        }
    }

    @Test
    void truncationBeforeThePositionIsNoticed() throws IOException {
        Path file = large();
        Position position = positions(file, 1).get(60);
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.setLength(position.offset() - 1);
            refused(() -> JsonExportReader.checkTail(file, position));
            access.setLength(Fingerprint.BLOCK);
            refused(() -> JsonExportReader.checkChain(file, position));
        }
    }

    @Test
    void whatStandsAfterThePositionMayChange() throws IOException {
        Path file = large();
        Position position = positions(file, 1).get(60);
        Files.writeString(file, "and more", StandardOpenOption.APPEND);

        assertThatCode(() -> JsonExportReader.checkTail(file, position)).doesNotThrowAnyException();
        assertThatCode(() -> JsonExportReader.checkChain(file, position)).doesNotThrowAnyException();
    }

    @Test
    void growthDuringTheLastBlockIsNoticed() throws IOException {
        Path file = ExportText.sample(3).in(folder);
        try (JsonExportReader reader = new JsonExportReader(file, "data", settings(1), null)) {
            Block block = reader.read();
            Files.writeString(file, " ", StandardOpenOption.APPEND);
            assertThat(block).isNotNull();
        }
        Position end = positions(file, 1000).get(0);
        Files.writeString(file, " ", StandardOpenOption.APPEND);
        try (JsonExportReader reader = new JsonExportReader(file, "data", settings(1), end)) {
            refused(reader::read);
        }
    }

    private Path large() throws IOException {
        ExportText export = new ExportText().add("{\"data\":{\"tasks\":[").array("/data/tasks");
        for (int i = 0; i < 90; i++) {
            export.add(i == 0 ? "" : ",").element("\"" + "x".repeat(15_000) + "\"");
        }
        return export.add("]}}").in(folder);
    }

    private static void changed(Path file, long offset, ThrowingCallable check) throws IOException {
        assertThatCode(check).doesNotThrowAnyException();
        flip(file, offset);
        refused(check);
        flip(file, offset);
    }

    private static void refused(ThrowingCallable check) {
        RefusedException refusal = catchThrowableOfType(RefusedException.class, check);
        assertThat(refusal.problem().code()).isEqualTo("file-changed");
        assertThat(refusal.problem().next()).isEqualTo("Import it from its beginning with --fresh.");
    }

    private static void flip(Path file, long offset) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(offset);
            int before = access.read();
            access.seek(offset);
            access.write(before ^ 1);
        }
    }

    /** Opens at every position that one pass gives, {@code step} apart, and compares all that follows. */
    private static void everyPositionGivesTheRest(Path file, int records, int step) throws IOException {
        List<String> all = blocks(file, records, null);
        List<Position> positions = positions(file, records);
        for (int i = 0; i < positions.size(); i += step) {
            List<String> rest = blocks(file, records, positions.get(i));
            if (positions.get(i).finished()) {
                assertThat(rest).hasSize(1);
                assertThat(rest.get(0)).endsWith(all.get(i).substring(all.get(i).indexOf("at ")));
            } else {
                assertThat(rest).isEqualTo(all.subList(i + 1, all.size()));
            }
            JsonExportReader.checkTail(file, positions.get(i));
            JsonExportReader.checkChain(file, positions.get(i));
        }
    }

    private static List<Position> positions(Path file, int records) throws IOException {
        List<Position> positions = new ArrayList<>();
        try (JsonExportReader reader = new JsonExportReader(file, "data", settings(records), null)) {
            for (Block block = reader.read(); block != null; block = reader.read()) {
                positions.add(block.position());
            }
        }
        return positions;
    }

    /** All that can be seen of each block, as text. */
    private static List<String> blocks(Path file, int records, @Nullable Position from) throws IOException {
        List<String> blocks = new ArrayList<>();
        try (JsonExportReader reader = new JsonExportReader(file, "data", settings(records), from)) {
            for (Block block = reader.read(); block != null; block = reader.read()) {
                StringBuilder text = new StringBuilder();
                block.records().forEach(record -> text.append(record.origin()).append(Slices.text(record)));
                Position position = block.position();
                text.append("at ")
                        .append(position.offset())
                        .append(position.array())
                        .append(position.nextIndex());
                text.append(position.shell()).append(HexFormat.of().formatHex(position.chain()));
                blocks.add(
                        text.append(HexFormat.of().formatHex(position.tail())).toString());
            }
        }
        return blocks;
    }

    private static InputSettings settings(int records) {
        return new InputSettings(DataSize.ofMegabytes(16), 500, records, DataSize.ofMegabytes(4));
    }
}
