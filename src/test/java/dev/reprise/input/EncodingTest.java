package dev.reprise.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.record.Problem;
import dev.reprise.record.SourceRecord;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done about a file's first bytes. */
class EncodingTest {

    private static final String BOM = "\ufeff";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void refusesOtherUnicodeEncodingsByName(String charset) throws IOException {
        for (String document : new String[] {"{\"data\":{}}", "[1]", "12", BOM + "{\"a\":\"é\"}", BOM + "1"}) {
            Problem problem = refusal(document.getBytes(Charset.forName(charset)));

            assertThat(problem.code()).isEqualTo("json-encoding");
            assertThat(problem.what()).isEqualTo("the file is UTF-16 or UTF-32, not UTF-8");
            assertThat(problem.where()).endsWith("export.json, byte 0");
        }
    }

    @Test
    void passesOverOneByteOrderMark() throws IOException {
        Path file = Files.writeString(folder.resolve("export.json"), BOM + "{\"data\":{\"tasks\":[1]}}");

        assertThat(WholeDocument.read(file, InputSettings.defaults())).isEqualTo("{\"data\":{\"tasks\":[1]}}");
        try (JsonExportReader reader = new JsonExportReader(file, "data", InputSettings.defaults(), null)) {
            List<SourceRecord> records = Objects.requireNonNull(reader.read()).records();
            assertThat(records.get(0).origin().offset()).isEqualTo(21);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,''", "1,' '", "5,' \r\n\t '", "3,\ufeff", "5,'\ufeff\t\n'"})
    void refusesFilesWithoutADocument(long size, String document) throws IOException {
        Path file = Files.writeString(folder.resolve("export.json"), document);
        Problem problem = WholeDocument.refusal(file, InputSettings.defaults());

        assertThat(problem.code()).isEqualTo("json-empty");
        assertThat(problem.where()).endsWith("export.json, byte " + size);
    }

    @Test
    void refusesASecondByteOrderMarkAndOneElsewhere() throws IOException {
        assertThat(refusal((BOM + BOM + "1").getBytes(StandardCharsets.UTF_8)).text())
                .startsWith("json-syntax: a value must stand here (")
                .contains("export.json, byte 3)");
        assertThat(refusal((" " + BOM + "1").getBytes(StandardCharsets.UTF_8)).where())
                .endsWith("byte 1");
        assertThat(refusal(new byte[] {(byte) 0xef, (byte) 0xbb}).code()).isEqualTo("json-syntax");
    }

    @Test
    void neverTakesPartsOfAFileForAnotherEncoding() throws IOException {
        for (String value :
                new String[] {"1\0", "\0001", "1\0002\0", "t\0r\0u\0e\0", "1\0\0\0", "[\0]", "\"\0a\0\"", "\0", "{}\0"
                }) {
            for (String[] around :
                    new String[][] {{"{\"data\":{\"a\":[", "]}}"}, {"{\"data\":{\"a\":", "}}"}, {"    ", ""}}) {
                assertThat(refusal((around[0] + value + around[1]).getBytes(StandardCharsets.UTF_8))
                                .code())
                        .isIn("json-syntax", "json-trailing-data");
            }
        }
    }

    private Problem refusal(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("export.json"), bytes);
        return WholeDocument.refusal(file, InputSettings.defaults());
    }
}
