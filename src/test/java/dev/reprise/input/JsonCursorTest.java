package dev.reprise.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.reprise.input.JsonCursor.Kind;
import dev.reprise.input.JsonNames.Name;
import dev.reprise.record.RefusedException;
import dev.reprise.record.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The cursor takes exactly what the strict parser takes, and finds the same in it, whichever way it goes over it. */
class JsonCursorTest {

    private static final String[] NAMES = {
        "a",
        "b",
        "ab",
        "\\u0061",
        "\\u0062",
        "ä",
        "\\u00e4",
        "a/b",
        "a\\/b",
        "",
        "\\n",
        "\\\\",
        "😀",
        "\\ud83d\\ude00",
        "n".repeat(101)
    };
    private static final String SPECIAL = "{}[]\",:\\u0e-+.tfnal/ \n\t\r\0\u0001\u001f\u007f19bE";

    private static final Pattern PAIR = Pattern.compile("\\\\\\\\|\\\\u[dD][89abAB]..\\\\u[dD][c-fC-F]..");
    private static final Pattern LONE_SURROGATE = Pattern.compile("\\\\u[dD][89a-fA-F]");

    /** Each is tried as it is, cut short, inside an array and as a member. */
    static final List<String> CASES = List.of("""
            true  false  null  True  nul  nulll  truefalse  NaN  Infinity  -Infinity  undefined  *  é  <html>  /**/1  1//  #1
            0  -0  00  01  -01  -  --1  +1  1.  .5  1.5  -1.5  1.e1  1e  1e+  1e-  1e5  1E+05  1e1.5  1e5e5  1.5.5  0e0  0.0  -0.0
            0x1  1_0  1a  1 000  1,  123456789012345678901234567890  1é  \ufeff1  \u00a01  \u20281  \f1  \013\0601  1\0  [1]\0
            ""  "  "a  "\\  "\\"  "\\a"  "\\u"  "\\u00"  "\\u00g0"  "\\u0041"  "\\U0041"  "\\ud83d\\ude00"  "\\uD834\\uDd1e"
            "a\tb"  "\\n\\/"  "\001"  "\037"  "\177"  "\u0080"  "\\'"  'a'  "12345678"  "1234567\\""  "1234567\t"  "1234567é"
            "\\\\\\\\\\\\"  "a"b  "a" "b"  []  [ ]  [  ]  [1  [1,  [1,]  [,1]  [,]  [1,,2]  [1 2]  [1;2]  ["a""b"]  [[]  []]  [}
            [1}  [1:2]  [1],[2]  {}  { }  {  }  {]  {"a"}  {"a":}  {"a":1  {"a":1,}  {,}  {,"a":1}  {"a":1,,"b":2}  {"a" 1}
            {"a"::1}  {"a":1 "b":2}  {"a":1:2}  {a:1}  {1:1}  {'a':1}  {null:1}  {[]:1}  {"a\\x":1}  {"a\tb":1}  {"a":1]
            {"a":1}}  {"a":1}{"b":2}  {"a":1,"a":2}  {"a":1,"\\u0061":2}  {"a":{"a":1},"a":2}  {"a":{"a":1},"b":{"a":1}}
            [{"a":1},{"a":1}]  {"":1,"":1}  {"\u00e9":1,"\\u00e9":1}  {"a": {"b" :[ 1 , {} ]}}
            """.split("  |\n"));

    private final StrictJson strict = new StrictJson("export.json", InputSettings.defaults());
    private final JsonCursor cursor = strict.cursor();
    private final RawValue raw = new RawValue();
    /** By depth. */
    private final List<JsonNames<String>> names = new ArrayList<>();

    @ParameterizedTest
    @FieldSource("CASES")
    void takesWhatTheParserTakes(String text) {
        for (int end = 0; end <= text.length(); end++) {
            String cut = text.substring(0, end);
            if (end == 0 || !Character.isHighSurrogate(cut.charAt(end - 1))) {
                compare(cut);
                compare(" " + cut + "\n");
                compare("[" + cut + "]");
                compare("[0," + cut + ",{\"a\":\"\"}]");
                compare("{\"a\":" + cut + ",\"b\":[]}");
                compare("{" + cut + ":1}");
                compare("[".repeat(20) + "{\"a\":" + cut + "}" + "]".repeat(20));
            }
        }
    }

    @RepeatedTest(10)
    void takesOfDamagedDocumentsWhatTheParserTakes(RepetitionInfo repetition) {
        SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
        int taken = 0;
        for (int i = 0; i < 20_000; i++) {
            String text = random.nextBoolean() ? RandomJson.value(random, 4) : object(random, random.nextInt(20));
            for (int damages = random.nextInt(3); damages > 0; damages--) {
                text = damage(text, random);
            }
            taken += compare(text) ? 1 : 0;
        }
        assertThat(taken).isBetween(4000, 16_000);
    }

    @Test
    void asksTheParserAboutTheLongest() {
        for (int length = 480; length < 1100; length += 1 + length / 100) {
            compare("[" + "1".repeat(length) + "]");
            compare("-0." + "1".repeat(length));
            compare("{\"a\":1e" + "1".repeat(length) + "}");
        }
        assertThat(compare("[" + "1".repeat(1000) + "]")).isTrue();
        assertThat(compare("[" + "1".repeat(1001) + "]")).isFalse();
        for (int length = 4900; length < 70_000; length += 1 + length / 20) {
            compare("{\"" + "n".repeat(length) + "\":1}");
            compare("{\"" + "\\u00e9".repeat(length / 6) + "\":1}");
        }
        assertThat(compare("{\"" + "n".repeat(60_000) + "\":1}")).isFalse();
    }

    @Test
    void goesAsDeepAsTheParser() {
        assertThat(compare("[".repeat(500) + "]".repeat(500))).isTrue();
        assertThat(compare("[".repeat(501) + "]".repeat(501))).isFalse();
        assertThat(compare("{\"a\":".repeat(499) + "{\"a\":1,\"a\":2}" + "}".repeat(499)))
                .isFalse();
    }

    /** More than are kept, and many with the same hash. */
    @Test
    void findsNamesThatStandTwiceHoweverManyThereAre() {
        List<String> members = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            members.add("\"n" + i + "\":1");
            String same = Integer.toBinaryString(i | 0x2000).replace("0", "Aa").replace("1", "BB");
            members.add("\"" + same + "\":1");
        }
        String object = "{" + String.join(",", members);
        for (int i = 0; i < 3; i++) {
            assertThat(compare(object + "}")).isTrue();
        }
        for (int i = 0; i < members.size(); i += 97) {
            assertThat(compare(object + "," + members.get(i) + "}")).isFalse();
        }
    }

    @Test
    void refusesAWalkThatStopsHalfway() {
        SourceRecord record = Slices.between("", "{\"a\":1}", "", 0);
        assertThatThrownBy(() -> cursor.read(record, JsonCursor::kind)).isInstanceOf(IllegalStateException.class);
        Kind kind = cursor.read(record, value -> {
            value.skip();
            return value.kind();
        });
        assertThat(kind).isEqualTo(Kind.OBJECT);
    }

    @Test
    void saysWhereInTheFileAValueStands() {
        SourceRecord record = Slices.between("é,", "[1, {\"a\": 22}]", "", 1000);
        List<Long> offsets = new ArrayList<>();
        cursor.read(record, value -> {
            while (value.nextElement()) {
                offsets.add(value.offset());
                value.skip();
                offsets.add(value.offset());
            }
            return value;
        });
        assertThat(offsets).containsExactly(1001L, 1001L, 1004L, 1004L);
    }

    /** Whether both take it. */
    private boolean compare(String text) {
        if (LONE_SURROGATE.matcher(PAIR.matcher(text).replaceAll("")).find()) {
            return false; // the scanner refuses it
        }
        SourceRecord record = Slices.between("\"é\\", text, ",]}", 1000);
        String parsed;
        try {
            parsed = new String(strict.parse(record, StrictJson::canonical), StandardCharsets.UTF_8);
        } catch (RefusedException e) {
            assertThat(catchThrowable(() -> written(record))).as(text).isInstanceOf(RefusedException.class);
            return false;
        }
        assertThat(written(record)).as(text).isEqualTo(parsed);
        return true;
    }

    private String written(SourceRecord record) {
        StringBuilder json = new StringBuilder();
        return cursor.read(record, value -> {
            raw.forget();
            write(value, json, 0);
            return json.toString();
        });
    }

    /** By all ways of passing over a value, chosen by where it stands. */
    private void write(JsonCursor value, StringBuilder json, int depth) {
        int start = value.from();
        if (value.kind() == Kind.STRING) {
            raw.findString(value);
            json.append(StrictJson.quote(raw.text()));
        } else if (value.kind().isScalar() || (start + depth) % 3 == 0) {
            raw.findJson(value);
            json.append(raw.text());
        } else {
            json.append(value.kind() == Kind.ARRAY ? '[' : '{');
            if (value.kind() == Kind.ARRAY) {
                elements(value, json, depth);
            } else {
                members(value, json, depth);
            }
            value.passed(start);
            json.append(value.kind() == Kind.ARRAY ? ']' : '}');
        }
    }

    private void elements(JsonCursor value, StringBuilder json, int depth) {
        for (String before = ""; value.nextElement(); before = ",") {
            json.append(before);
            write(value, json, depth + 1);
        }
    }

    private void members(JsonCursor value, StringBuilder json, int depth) {
        while (names.size() <= depth) {
            names.add(new JsonNames<>(text -> text + "!"));
        }
        JsonNames<String> here = names.get(depth);
        String before = "";
        for (Name<String> name = value.nextMember(here); name != null; name = value.nextMember(here)) {
            assertThat(name.meaning()).isEqualTo(name.text() + "!");
            json.append(before).append(new String(name.json(), StandardCharsets.UTF_8));
            write(value, json, depth + 1);
            before = ",";
        }
    }

    private static String object(RandomGenerator random, int depth) {
        StringBuilder text = new StringBuilder("{");
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "\"" : ",\"")
                    .append(NAMES[random.nextInt(NAMES.length)])
                    .append("\":");
            text.append(depth > 0 && i == 0 ? object(random, depth - 1) : RandomJson.value(random, 1));
        }
        return text.append('}').toString();
    }

    /** Replaces, removes, doubles or adds one character; whole ones, as the scanner has looked at the encoding before. */
    private static String damage(String text, RandomGenerator random) {
        if (text.isEmpty()) {
            return text;
        }
        int at = text.offsetByCodePoints(0, random.nextInt(text.codePointCount(0, text.length())));
        int after = text.offsetByCodePoints(at, 1);
        String other = String.valueOf(SPECIAL.charAt(random.nextInt(SPECIAL.length())));
        return switch (random.nextInt(5)) {
            case 0 -> text.substring(0, at) + other + text.substring(after);
            case 1 -> text.substring(0, at) + text.substring(after);
            case 2 -> text.substring(0, after) + text.substring(at);
            case 3 -> text.substring(0, at) + other + text.substring(at);
            default -> text.substring(0, after);
        };
    }
}
