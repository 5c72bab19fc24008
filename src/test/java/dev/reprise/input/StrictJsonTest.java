package dev.reprise.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.record.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.JsonParser;

/** Single values: what is accepted, how it is written again, where errors are said to be. */
class StrictJsonTest {

    private final StrictJson strict = new StrictJson("export.json", InputSettings.defaults());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.10",
                "1e3",
                "-0",
                "-0.0",
                "12345678901234567890.10",
                "1E+400",
                "1e999999",
                "0.1e-7",
                "123456789012345678901234567890"
            })
    void keepsTheTextOfNumbers(String number) {
        assertThat(canonical(number)).isEqualTo(number);
        assertThat(canonical("{\"n\": [ " + number + " ]}")).isEqualTo("{\"n\":[" + number + "]}");
    }

    @Test
    void writesStringsInOneWayWhateverTheirEscapes() {
        assertThat(canonical("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001\\u00e9\\uD83d\\uDe00\\u007f\""))
                .isEqualTo("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001é😀\u007f\"");
        assertThat(canonical("{\"\\u0061\\n\":\"\"}")).isEqualTo("{\"a\\n\":\"\"}");
        assertThat(StrictJson.quote("a\"\n😀")).isEqualTo("\"a\\\"\\n😀\"");
    }

    @Test
    void writesCharactersOfTwoUnitsWhereverTheyFall() {
        for (int before = 0; before < 5; before++) {
            String text = "\"" + "x".repeat(before) + "😀".repeat(9000) + "\"";
            assertThat(canonical(text)).isEqualTo(text);
            assertThat(canonical("{" + text + ":" + text + "}")).isEqualTo("{" + text + ":" + text + "}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " {\"b\" : 1, \"a\":[ ] , \"\":{ } } ",
                "[null , true,false]",
                "\"\\ud83d\\ude00\\u0000a\"",
                "-1.0E5"
            })
    void leavesCanonicalTextAsItIs(String text) {
        String once = canonical(text);

        assertThat(canonical(once)).isEqualTo(once);
    }

    @Test
    void parsesAllOfARecordHoweverLittleTheWalkTakes() {
        assertThat(strict.parse(Slices.whole(bytes("{\"a\":[1,{}]}"), 0), JsonParser::currentToken))
                .hasToString("START_OBJECT");
        assertThat(refusal("{\"a\":[1,{}}", parser -> 0).code()).isEqualTo("json-syntax");
        assertThat(refusal("\"a\\x\"", parser -> 0).code()).isEqualTo("json-syntax");
        assertThat(refusal("{\"a\":1,\"a\":2}", parser -> 0).code()).isEqualTo("json-duplicate-name");
        assertThat(refusal("{} {}", parser -> 0).what()).isEqualTo("one value follows another");
        assertThat(refusal("1 2", parser -> 0).where()).isEqualTo("export.json, byte 1002, /data/tasks/7");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`{\"a\":1,}`              | 1007 | /data/tasks/7/a",
                "`{\"a\":01}`              | 1006 | /data/tasks/7/a",
                "`{\"é\":[1,2,x]}`         | 1011 | /data/tasks/7/é/2",
                "`{\"a\":{\"b/c\":\"\\q\"}}` | 1014 | /data/tasks/7/a/b~1c",
                "`{'a':1}`                 | 1001 | /data/tasks/7",
                "`[1 2]`                   | 1003 | /data/tasks/7/1",
                "`[1}`                     | 1002 | /data/tasks/7/0",
                "`tru`                     | 1000 | /data/tasks/7",
            })
    void namesByteAndPointerOfAnError(String text, long offset, String pointer) {
        Problem problem = refusal(text, StrictJson::canonical);

        assertThat(problem.code()).isEqualTo("json-syntax");
        assertThat(problem.where()).isEqualTo("export.json, byte " + offset + ", " + pointer);
    }

    @Test
    void namesTheMemberThatStandsTwiceAndTheByteAfterItsName() {
        assertThat(refusal("{\"é\":1,\"b\":{\"c\":1,\"d\":2,\"\\u0063\":3}}", StrictJson::canonical)
                        .text())
                .isEqualTo("json-duplicate-name: the name \"c\" stands here twice"
                        + " (export.json, byte 1033, /data/tasks/7/b/c).\n"
                        + "Nothing was changed. Mend the file at this place, or export again.");
    }

    @Test
    void refusesARecordWithoutAValue() {
        assertThat(refusal("", StrictJson::canonical).what()).isEqualTo("a value must stand here");
        assertThat(refusal(" \n", StrictJson::canonical).where()).isEqualTo("export.json, byte 1002, /data/tasks/7");
    }

    @Test
    void refusesTooLongNumbersAndNames() {
        assertThat(canonical("1".repeat(1000))).hasSize(1000);
        assertThat(refusal("[1," + "1".repeat(1001) + "]", StrictJson::canonical)
                        .code())
                .isEqualTo("json-limit");
        assertThat(refusal("1." + "1".repeat(1001), StrictJson::canonical).code())
                .isEqualTo("json-limit");
        assertThat(refusal("{\"" + "n".repeat(60_000) + "\":1}", StrictJson::canonical)
                        .code())
                .isEqualTo("json-limit");
        assertThat(canonical("{\"" + "n".repeat(49_990) + "\":1}")).hasSize(49_996);
    }

    @Test
    void writesWhatItReadHoweverDeepTheSettingsAllow() {
        InputSettings deep = new InputSettings(DataSize.ofMegabytes(1), 5000, 1, DataSize.ofMegabytes(1));
        String text = "[".repeat(5000) + "]".repeat(5000);

        assertThat(new StrictJson("export.json", deep).parse(Slices.whole(bytes(text), 0), StrictJson::canonical))
                .isEqualTo(bytes(text));
    }

    private String canonical(String text) {
        return new String(
                strict.parse(Slices.between("{]", text, "1}\"", 1000), StrictJson::canonical), StandardCharsets.UTF_8);
    }

    private Problem refusal(String text, Function<JsonParser, Object> walk) {
        SourceRecord record = Slices.between("\"é\\", text, ",]}", 1000);
        return catchThrowableOfType(RefusedException.class, () -> strict.parse(record, walk))
                .problem();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
