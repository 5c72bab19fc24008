package dev.reprise.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.record.Origin;
import dev.reprise.record.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;

/** Values that are copied from where they stand are the same as those that are decoded and written anew. */
class RawValueTest {

    private static final String[] PIECES = {
        "a",
        "größe",
        "設定",
        "😀",
        "\\n",
        "\\t",
        "\\b",
        "\\f",
        "\\r",
        "\\\"",
        "\\\\",
        "\\/",
        "\\u0041",
        "\\u00e9",
        "\\u8a2d",
        "\\ud83d\\ude00",
        "\\uD83D\\uDE00",
        " ",
        "{",
        "]",
        "'",
        "\\u007f"
    };

    private final StrictJson json = new StrictJson("export.json", InputSettings.defaults());
    private final JsonCursor cursor = json.cursor();
    private final RawValue raw = new RawValue();

    private static SourceRecord record(String value) {
        byte[] bytes = ("[7," + value + ",7]").getBytes(StandardCharsets.UTF_8);
        return new SourceRecord(new Origin("/data/x", 0, 0), bytes, 3, bytes.length - 3);
    }

    private static String random(Random random) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.append('"').toString();
    }

    @Test
    void stringsAreWhatTheParserSaysTheyAre() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String string = random(random);
            SourceRecord record = record(string);
            String expected = json.parse(record, JsonParser::getString);
            cursor.read(record, value -> {
                raw.findString(value);
                assertThat(raw.text()).as(string).isEqualTo(expected);
                return value;
            });
        }
    }

    /** Each element of an object is looked at while those before must still be there. */
    @Test
    void whatWasFoundStaysUntilItIsForgotten() {
        String element = "{\"a\":\"x\\ny\",\"b\":\"%s\",\"c\":\"\\u00e9\"}".formatted("long\\t".repeat(2000));
        SourceRecord record = record(element);
        List<byte[]> arrays = new ArrayList<>();
        List<int[]> places = new ArrayList<>();
        JsonNames<String> names = new JsonNames<>(name -> name);
        cursor.read(record, value -> {
            while (value.nextMember(names) != null) {
                raw.findString(value);
                arrays.add(raw.bytes());
                places.add(new int[] {raw.from(), raw.to()});
            }
            return value;
        });
        List<String> values = new ArrayList<>();
        for (int i = 0; i < arrays.size(); i++) {
            int[] place = places.get(i);
            values.add(new String(arrays.get(i), place[0], place[1] - place[0], StandardCharsets.UTF_8));
        }
        assertThat(values).containsExactly("x\ny", "long\t".repeat(2000), "é");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "[ ]",
                "[1e3,-0,1.10,null,true]",
                "{\"a\":{\"b\":[1, 2]}}",
                "{\"a\":\"\\u00e9\\/\"}",
                "\"x y\"",
                "\"\\n\"",
                "1.0",
                "null",
                "[\"a b\",\"設定\"]",
                "{\"a b\":\"]\"}",
                "[\n]"
            })
    void jsonIsWrittenAsItsCanonicalForm(String value) {
        SourceRecord record = record(value);
        String canonical =
                json.parse(record, parser -> new String(StrictJson.canonical(parser), StandardCharsets.UTF_8));
        cursor.read(record, found -> {
            raw.findJson(found);
            assertThat(raw.text()).isEqualTo(canonical);
            return found;
        });
    }
}
