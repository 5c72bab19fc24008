package dev.reprise.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.record.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** What is refused in the build of a document, between its values. */
class JsonSkeletonTest {

    @TempDir
    private Path folder;

    @Test
    void refusesTruncatedFileAndNamesTheByte() throws IOException {
        byte[] whole = ExportText.sample(3)
                .add(" ")
                .toString()
                .strip()
                .replace("\"end\"", "\"\\u00e9\\ud83d\\ude00\\n\", \"number\": -1.5e3")
                .getBytes(StandardCharsets.UTF_8);
        for (int length = 1; length < whole.length; length++) {
            Path file = Files.write(folder.resolve("export.json"), Arrays.copyOf(whole, length));
            Problem problem = WholeDocument.refusal(file, InputSettings.defaults());

            assertThat(problem.code()).isEqualTo("json-truncated");
            assertThat(problem.what()).isEqualTo("the file ends in the middle of the document");
            assertThat(problem.where()).contains("export.json, byte " + length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "1", "x", "]", "}", ",", "\u00e9", "\0", "/**/", "null"})
    void refusesWhatFollowsTheDocument(String more) throws IOException {
        for (String document : new String[] {"{\"data\":{\"tasks\":[1]}}", "{ }", "[ ]", "\"a\"", "1.25 "}) {
            Problem problem = refusal(document + "\n" + more);

            assertThat(problem.code()).isEqualTo("json-trailing-data");
            assertThat(problem.what()).isEqualTo("something follows the document");
            assertThat(problem.where()).endsWith("export.json, byte " + (document.length() + 1));
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{`data`:{},`data`:{}}                 | 11 | data  | ``",
                "{`x`:1,`data`:{`a`:[1]},`x`:1}        | 24 | x     | ``",
                "{`data`:{`a`:[1],`b`:2,`a`:[2]}}      | 23 | a     | /data",
                "{`data`:{`a`:[1],`\\u0061`:{}}}       | 17 | a     | /data",
                "{`data`:{`t`:[0,{`k`:1,`k`:2}]}}      | 26 | k     | /data/t/1/k",
                "{`data`:{`t`:[{`k`:{`l`:[{`m`:1,`m`:2}]}}]}} | 35 | m | /data/t/0/k/l/0/m",
                "{`data`:{`p`:{`bundle_id`:1,`bundle_id`:2}}} | 39 | bundle_id | /data/p/bundle_id",
                "[{`k`:1,`k`:2}]                       | 11 | k     | /0/k",
            })
    void refusesANameThatStandsTwice(String document, long offset, String name, String pointer) throws IOException {
        Problem problem = refusal(document.replace('`', '"'));

        assertThat(problem.code()).isEqualTo("json-duplicate-name");
        assertThat(problem.what()).isEqualTo("the name \"" + name + "\" stands here twice");
        assertThat(problem.where()).endsWith("export.json, byte " + offset + (pointer.isEmpty() ? "" : ", " + pointer));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'data':{'t':[1,]}}       | 16 | /data/t/1 | a value must stand here",
                "{'data':{'t':[,1]}}       | 14 | /data/t/0 | a value must stand here",
                "{'data':{'t':[1 2]}}      | 16 | /data/t/0 | ',' must stand here",
                "{'data':{'t':[1;2]}}      | 15 | /data/t/0 | Unexpected character",
                "{'data':{'t':[1],}}       | 17 | /data     | a name in double quotes must stand here",
                "{'data':{'t':[1]},}       | 18 | -         | a name in double quotes must stand here",
                "{'data':{'t':[1]}]        | 17 | -         | ',' must stand here",
                "{'data':{'t' [1]}}        | 13 | /data     | ':' must stand here",
                "{'data':{'t':}}           | 13 | /data/t   | a value must stand here",
                "{'data'::{}}              | 8  | /data     | a value must stand here",
                "{'data':{t:1}}            | 9  | /data     | a name in double quotes must stand here",
                "{,}                       | 1  | -         | a name in double quotes must stand here",
                "{'data':{'t':[NaN]}}      | 14 | /data/t/0 | a value must stand here",
                "{'data':{'t':[Infinity]}} | 14 | /data/t/0 | a value must stand here",
                "{'data':{'t':[+1]}}       | 14 | /data/t/0 | a value must stand here",
                "{'data':{'t':[.1]}}       | 14 | /data/t/0 | a value must stand here",
                "{'data':{'t':[/*c*/1]}}   | 14 | /data/t/0 | a value must stand here",
                "{'data':/**/{}}           | 8  | /data     | a value must stand here",
                "{'data':{//c              | 9  | /data     | a name in double quotes must stand here",
                "{'data':{'t':[\u00e9]}}   | 14 | /data/t/0 | a value must stand here",
                "{'data':{'t':[\u00a01]}}  | 14 | /data/t/0 | a value must stand here",
            })
    void refusesBrokenStructureAtItsPlace(String document, long offset, String pointer, String what)
            throws IOException {
        Problem problem = refusal(document.replace('\'', '"'));

        assertThat(problem.code()).isEqualTo("json-syntax");
        assertThat(problem.what()).startsWith(what);
        assertThat(problem.where())
                .endsWith("export.json, byte " + offset + (pointer.equals("-") ? "" : ", " + pointer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Infinity",
                "-NaN",
                "-",
                "01",
                "-01",
                "1.",
                "1e",
                "1e+",
                "0x1",
                "1_0",
                "True",
                "nul",
                "truee",
                "'a'",
                "[1,]",
                "{\"a\":1,}",
                "{'a':1}",
                "{a:1}",
                "[1}",
                "{\"a\":1]",
                "[1 /*c*/]",
                "\"a\nb\"",
                "\"\t\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\U0041\"",
                "[]]",
                "{}}",
                "1 2",
                "\"a\"\"b\"",
                "[1,,2]",
                "[\"a\":1]",
                "{\"a\"}",
                "{1:2}",
                "#1"
            })
    void refusesWhatIsNotJsonWhereverItStands(String value) throws IOException {
        for (String[] around : new String[][] {
            {"{\"data\":{\"t\":[", "]}}"},
            {"{\"data\":{\"t\":[1,", ",2]}}"},
            {"{\"data\":{\"p\":", "}}"},
            {"{\"p\":", "}"},
            {"", ""}
        }) {
            assertThat(refusal(around[0] + value + around[1]).code())
                    .isIn("json-syntax", "json-trailing-data", "json-truncated");
        }
    }

    @Test
    void refusesLongNamesAndNumbers() throws IOException {
        String name = "n".repeat(1001);
        for (String before : new String[] {"{\"data\":{", "{"}) {
            Problem problem = refusal(before + "\"" + name + "\":1");
            assertThat(problem.code()).isEqualTo("json-limit");
            assertThat(problem.what()).isEqualTo("a name is longer than 1000 characters");
            assertThat(problem.where()).contains("byte " + before.length());
        }
        assertThat(refusal("{\"data\":{\"t\":[{\"a\":" + "1".repeat(1001) + "}]}}")
                        .where())
                .endsWith("/data/t/0/a");
        assertThat(refusal("{\"data\":{\"t\":[{\"" + "n".repeat(60_000) + "\":1}]}}")
                        .code())
                .isEqualTo("json-limit");
    }

    @Test
    void refusesAShellThatIsTooLong() throws IOException {
        StringBuilder document = new StringBuilder("{\"data\":{\"a\":1");
        for (int i = 0; i < 300; i++) {
            document.append(",\"m").append(i).append("\":[]");
        }
        Path file = Files.writeString(folder.resolve("export.json"), document.append("}}"));
        InputSettings small = new InputSettings(DataSize.ofKilobytes(1), 9, 9, DataSize.ofKilobytes(1));
        Problem problem = WholeDocument.refusal(file, small);

        assertThat(problem.code()).isEqualTo("json-element-size");
        assertThat(problem.what()).isEqualTo("all that is not in arrays is too long");
    }

    private Problem refusal(String document) throws IOException {
        Path file = Files.writeString(folder.resolve("export.json"), document);
        return WholeDocument.refusal(file, InputSettings.defaults());
    }
}
