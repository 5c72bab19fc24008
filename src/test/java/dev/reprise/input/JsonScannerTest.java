package dev.reprise.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.record.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** What is refused inside values, wherever these stand in a document: in elements, in members, in names. */
class JsonScannerTest {

    private static final String[][] AROUND = {
        {"{\"data\":{\"tasks\":[\"é\",\"", "\"]}}"},
        {"{\"data\":{\"tasks\":[{\"a\":[{\"", "\":1}]}]}}"},
        {"{\"data\":{\"product\":{\"name\":\"", "\"}}}"},
        {"{\"data\":{\"", "\":[]}}"},
        {"{\"", "\":1}"},
        {"\"", "\""},
    };

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "bf",
                "c0af",
                "c1bf",
                "e08080",
                "e09fbf",
                "f0808080",
                "f08fbfbf",
                "eda080",
                "edbfbf",
                "eda080edb080",
                "f4908080",
                "f5808080",
                "f888808080",
                "fe",
                "ff",
                "c3",
                "e282",
                "f09f98",
                "c328",
                "e28228",
                "f09f9828",
                "c3c3"
            })
    void refusesBytesThatAreNotUtf8(String hex) throws IOException {
        for (String[] around : AROUND) {
            Problem problem = refusal(around, HexFormat.of().parseHex(hex));

            assertThat(problem.code()).isEqualTo("json-utf8");
            assertThat(problem.what()).isEqualTo("the bytes are not UTF-8");
            assertThat(problem.where()).contains("export.json, byte " + length(around[0]));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"c280", "dfbf", "e0a080", "ed9fbf", "ee8080", "efbfbf", "f0908080", "f48fbfbf"})
    void takesTheFirstAndLastCharacterOfEveryLength(String hex) throws IOException {
        for (String[] around : AROUND) {
            Path file = file(around, HexFormat.of().parseHex(hex));
            assertThat(WholeDocument.read(file, InputSettings.defaults())).isEqualTo(Files.readString(file));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "\\ud800,0,d800",
        "\\uDBFF,0,dbff",
        "\\udc00,0,dc00",
        "\\uDfFf,0,dfff",
        "ab\\ud83d,2,d83d",
        "\\ud83dx,0,d83d",
        "\\ude00\\ud83d,0,de00",
        "\\ud83d\\ud83d\\ude00,0,d83d",
        "\\ud83d\\n,0,d83d",
        "\\ud83d\\u0041,0,d83d",
        "\\ud83d\\ude00\\ude00,12,de00"
    })
    void refusesLoneSurrogates(String text, int at, String unit) throws IOException {
        for (String[] around : AROUND) {
            Problem problem = refusal(around, text.getBytes(StandardCharsets.UTF_8));

            assertThat(problem.code()).isEqualTo("json-surrogate");
            assertThat(problem.what()).isEqualTo("a string contains the lone surrogate \\u" + unit);
            assertThat(problem.where()).contains("export.json, byte " + (length(around[0]) + at));
        }
    }

    @Test
    void refusesTheCharacterThatPostgresqlCannotKeep() throws IOException {
        for (String[] around : AROUND) {
            Problem problem = refusal(around, "ab\\u0000".getBytes(StandardCharsets.UTF_8));
            assertThat(problem.code()).isEqualTo("json-nul");
            assertThat(problem.what()).isEqualTo("a string contains U+0000, which PostgreSQL cannot keep");
            assertThat(problem.where()).contains("byte " + (length(around[0]) + 2));

            assertThat(refusal(around, "ab\0".getBytes(StandardCharsets.UTF_8)).code())
                    .isIn("json-syntax", "json-encoding");
        }
        assertThat(WholeDocument.read(
                        file(AROUND[0], "\\\\u0000".getBytes(StandardCharsets.UTF_8)), InputSettings.defaults()))
                .contains("\\\\u0000");
    }

    @Test
    void namesTheElementOfABadCharacter() throws IOException {
        assertThat(refusal(AROUND[1], new byte[] {(byte) 0xff}).where())
                .endsWith("export.json, byte 26, /data/tasks/0");
        assertThat(refusal(AROUND[2], new byte[] {(byte) 0xff}).where()).endsWith("byte 28, /data/product");
        assertThat(refusal(AROUND[4], new byte[] {(byte) 0xff}).where()).endsWith("export.json, byte 2");
    }

    @ParameterizedTest
    @ValueSource(ints = {501, 10_000, 1_000_000})
    void refusesValuesThatAreNestedTooDeep(int depth) throws IOException {
        for (String open : new String[] {"[", "{\"a\":"}) {
            for (String before : new String[] {"{\"data\":{\"tasks\":[", "{\"x\":"}) {
                Path file = Files.writeString(folder.resolve("export.json"), before + open.repeat(depth));
                Problem problem = WholeDocument.refusal(file, InputSettings.defaults());

                int at = before.length() + 500 * open.length();
                assertThat(problem.code()).isEqualTo("json-depth");
                assertThat(problem.what()).isEqualTo("values are nested deeper than 500 levels");
                assertThat(problem.where()).contains("export.json, byte " + at);
            }
        }
    }

    @Test
    void takesValuesOfTheGreatestDepth() throws IOException {
        String deep = "[".repeat(500) + "]".repeat(500);
        Path file = Files.writeString(
                folder.resolve("export.json"),
                "{\"data\":{\"tasks\":[" + deep + "],\"p\":{\"q\":" + deep.substring(1, 999) + "}}}");

        assertThat(WholeDocument.read(file, InputSettings.defaults())).isEqualTo(Files.readString(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"ééééééééé\"", "[1,1,1,1,1,1,1,1,11]", "11111111111111111111"})
    void takesElementsUpToTheirSizeAndNotAByteMore(String value) throws IOException {
        InputSettings settings = new InputSettings(DataSize.ofBytes(20), 5, 10, DataSize.ofMegabytes(1));
        Path file = Files.writeString(folder.resolve("export.json"), "{\"data\":{\"t\":[" + value + "]}}");
        assertThat(WholeDocument.read(file, settings)).isEqualTo(Files.readString(file));

        Files.writeString(file, Files.readString(file).replaceFirst("[é1]", "$0" + 1));
        Problem problem = WholeDocument.refusal(file, settings);
        assertThat(problem.code()).isEqualTo("json-element-size");
        assertThat(problem.what()).isEqualTo("a value is longer than 20 bytes");
        assertThat(problem.where()).endsWith("byte 14, /data/t/0");
    }

    @ParameterizedTest
    @CsvSource({"'\"',a,'\"'", "[,1 ,]", "{,' ',}", "1,1,1", "t,r,e"})
    void refusesAValueOfManyMegabytes(String first, String filling, String last) throws IOException {
        String value = first + filling.repeat(25_000_000 / filling.length()) + last;
        Path file = Files.writeString(folder.resolve("export.json"), "{\"data\":{\"tasks\":[1," + value + "]}}");
        Problem problem = WholeDocument.refusal(file, InputSettings.defaults());

        assertThat(problem.text())
                .startsWith("json-element-size: a value is longer than 16777216 bytes (")
                .contains("export.json, byte 20, /data/tasks/1)")
                .endsWith("Raise reprise.input.element-size if the file is meant to be like this.");
    }

    private Problem refusal(String[] around, byte[] middle) throws IOException {
        return WholeDocument.refusal(file(around, middle), InputSettings.defaults());
    }

    private Path file(String[] around, byte[] middle) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(around[0].getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(middle);
        bytes.writeBytes(around[1].getBytes(StandardCharsets.UTF_8));
        return Files.write(folder.resolve("export.json"), bytes.toByteArray());
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
