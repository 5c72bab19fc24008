package dev.reprise.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.record.SourceRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** What the reader hands out of whole documents: elements, shell, blocks. */
class JsonExportReaderTest {

    @TempDir
    private Path folder;

    @Test
    void handsOutEveryElementWithItsPointerOffsetAndBytes() throws IOException {
        ExportText export = ExportText.sample(100);

        assertThat(elements(read(export.in(folder), InputSettings.defaults()))).isEqualTo(export.elements());
    }

    @Test
    void handsOutTheSameElementsInBlocksOfAnySize() throws IOException {
        ExportText export = ExportText.sample(20);
        Path file = export.in(folder);

        for (int records = 1; records < 30; records++) {
            List<Block> blocks = read(file, settings(records, 1 << 20));
            int most = records;
            assertThat(elements(blocks)).isEqualTo(export.elements());
            assertThat(blocks).allSatisfy(block -> assertThat(block.records()).hasSizeLessThanOrEqualTo(most));
            assertThat(blocks).hasSize(export.elements().size() / records + 1);
        }
    }

    @Test
    void closesABlockOnceItHasItsBytes() throws IOException {
        ExportText export = new ExportText().add("{\"data\":{\"tasks\":[").array("/data/tasks");
        export.element("\"0123\"")
                .add(",")
                .element("\"0123\"")
                .add(",")
                .element("\"0123456789\"")
                .add(",");
        export.element("1").add("]}}");

        List<Block> blocks = read(export.in(folder), settings(100, 12));

        assertThat(blocks).extracting(block -> block.records().size()).containsExactly(2, 1, 1);
        assertThat(read(export.in(folder), settings(100, 1)))
                .extracting(block -> block.records().size())
                .containsExactly(1, 1, 1, 1, 0);
    }

    @Test
    void keepsAllButTheElementsInTheShell() throws IOException {
        List<Block> blocks = read(ExportText.sample(3).in(folder), InputSettings.defaults());

        assertThat(blocks.get(0).position().shell())
                .isEqualTo("{\"format\":3,\"data\":{\"product\":{\"name\":\"größe 😀\"},\"tasks\":[],\"none\":[],"
                        + "\"absent\":null,\"a/b~c\":[],\"note\":\"end\",\"variables\":[]},\"after\":[1,2]}");
        Shell shell = Shell.parse(blocks.get(0).position().shell(), "data");
        assertThat(shell.entered()).isTrue();
        assertThat(shell.outer("after")).isEqualTo("[1,2]");
        assertThat(shell.member("product")).isEqualTo("{\"name\":\"größe 😀\"}");
        assertThat(shell.member("absent")).isEqualTo("null");
        assertThat(shell.member("none")).isEqualTo("[]");
        assertThat(shell.member("missing")).isNull();
        assertThat(shell.outer("data")).isNotNull();
    }

    @Test
    void headGivesWhatStandsBeforeTheFirstElementAndLosesNoElement() throws IOException {
        ExportText export = ExportText.sample(5);
        try (JsonExportReader reader =
                new JsonExportReader(export.in(folder), "data", InputSettings.defaults(), null)) {
            assertThat(reader.head().text())
                    .isEqualTo("{\"format\":3,\"data\":{\"product\":{\"name\":\"größe 😀\"},\"tasks\":[]}}");
            assertThat(elements(rest(reader))).isEqualTo(export.elements());
        }
    }

    @Test
    void takesMembersInAnyOrder() throws IOException {
        assertThat(
                        elementsOf(
                                "{\"after\":{\"data\":[1]},\"data\":{\"b\":[2],\"data\":[3],\"x\":{\"a\":[9]},\"a\":[4,5]},\"z\":[6]}"))
                .containsExactly("/data/b/0=2", "/data/data/0=3", "/data/a/0=4", "/data/a/1=5");
        assertThat(elementsOf("{\"d\\u0061ta\":{\"t\\u0061sks\":[1]}}")).containsExactly("/data/tasks/0=1");
        assertThat(elementsOf("{\"data\":{\"\":[1]}}")).containsExactly("/data//0=1");
    }

    @Test
    void streamsNothingWhenDataIsNoObject() throws IOException {
        for (String document : List.of(
                "{\"data\":[1,2]}", "{\"data\":null}", "{\"data\":{}}", "{}", "[{\"data\":1}]", "-0", "\"a\"")) {
            Path file = Files.writeString(folder.resolve("export.json"), " " + document + "\n");
            List<Block> blocks = read(file, InputSettings.defaults());

            assertThat(blocks).hasSize(1);
            assertThat(blocks.get(0).records()).isEmpty();
            assertThat(blocks.get(0).position().shell()).isEqualTo(document);
            assertThat(blocks.get(0).position().finished()).isTrue();
        }
    }

    @Test
    void passesOverWhiteSpaceEverywhere() throws IOException {
        String space = " \n\r\t  ";
        ExportText export = new ExportText();
        for (String piece : List.of("{", "\"data\"", ":", "{", "\"tasks\"", ":", "[")) {
            export.add(space).add(piece);
        }
        export.array("/data/tasks")
                .add(space)
                .element("{ \"a\" :\n1 }")
                .add(space)
                .add(",")
                .add(space)
                .element("12");
        for (String piece : List.of("]", ",", "\"none\"", ":", "[", "]", "}", ",", "\"x\"", ":", "1", "}", "")) {
            export.add(space).add(piece);
        }

        assertThat(elements(read(export.in(folder), settings(1, 1)))).isEqualTo(export.elements());
    }

    @Test
    void readsElementsThatCrossTheWindowsRefills() throws IOException {
        ExportText export = new ExportText().add("{\"data\":{\"tasks\":[").array("/data/tasks");
        for (int i = 0; i < 40; i++) {
            export.add(i == 0 ? "" : ",").element("\"" + "é設😀\\u00e9\\\\\\ud83d\\ude00".repeat(7001 + i) + "\"");
        }
        export.add("]}}");

        List<Block> blocks = read(export.in(folder), InputSettings.defaults());
        assertThat(elements(blocks)).isEqualTo(export.elements());
        assertThat(blocks).hasSizeGreaterThan(1);
    }

    @Test
    void needsNoMemoryForWhiteSpaceAndEmptyArrays() throws IOException {
        Path file = folder.resolve("export.json");
        String space = " ".repeat(1 << 20);
        try (var out = Files.newBufferedWriter(file)) {
            out.write("{\"data\":{\"tasks\":[1");
            for (int i = 0; i < 64; i++) {
                out.write(space);
            }
            out.write("],\"none\":[]");
            for (int i = 0; i < 64; i++) {
                out.write(",\"p" + i + "\":{" + space + "}");
            }
            out.write("}}");
        }
        InputSettings settings = new InputSettings(DataSize.ofMegabytes(2), 9, 9, DataSize.ofKilobytes(1));

        try (ByteWindow window = new ByteWindow(file, 0, Fingerprint.start())) {
            JsonSkeleton skeleton = new JsonSkeleton("data", "export.json", settings, window, new Shell("data"));
            skeleton.advance();
            while (!skeleton.finished()) {
                skeleton.element();
                skeleton.advance();
            }
            assertThat(window.bytes).hasSizeLessThanOrEqualTo(4 << 20);
        }
    }

    private List<String> elementsOf(String document) throws IOException {
        Path file = Files.writeString(folder.resolve("export.json"), document);
        return elements(read(file, InputSettings.defaults())).stream()
                .map(element -> element.pointer() + "=" + element.text())
                .toList();
    }

    private static InputSettings settings(int records, int bytes) {
        return new InputSettings(DataSize.ofMegabytes(1), 500, records, DataSize.ofBytes(bytes));
    }

    private static List<Block> read(Path file, InputSettings settings) throws IOException {
        try (JsonExportReader reader = new JsonExportReader(file, "data", settings, null)) {
            return rest(reader);
        }
    }

    private static List<Block> rest(JsonExportReader reader) throws IOException {
        List<Block> blocks = new ArrayList<>();
        for (Block block = reader.read(); block != null; block = reader.read()) {
            blocks.add(kept(block));
        }
        return blocks;
    }

    /** The bytes of a block are good until the next one is read. */
    private static Block kept(Block block) {
        List<SourceRecord> records = block.records().stream()
                .map(record -> new SourceRecord(record.origin(), record.bytes().clone(), record.from(), record.to()))
                .toList();
        return new Block(records, block.position());
    }

    private static List<ExportText.Element> elements(List<Block> blocks) {
        return blocks.stream()
                .flatMap(block -> block.records().stream())
                .map(record -> new ExportText.Element(
                        record.origin().pointer(), record.origin().offset(), Slices.text(record)))
                .toList();
    }
}
