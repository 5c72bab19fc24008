package dev.reprise.source.inskill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.input.InputSettings;
import dev.reprise.input.StrictJson;
import dev.reprise.record.Origin;
import dev.reprise.record.Reason;
import dev.reprise.record.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** What verify later asks of a step's links by SQL, they must be able to answer. */
class LinksTest {

    private static final String GUID = "c3d20000-0000-4000-8000-000000000001";
    private static final String FORM = "a GUID has 36 characters, 8-4-4-4-12 hexadecimal digits";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{\"guid\":\"" + GUID + "\"}]",
                "[{\"guid\":\"C3D20000-0000-4000-8000-000000000001\",\"note\":[1,{}]},{\"n\":1e400,\"guid\":\"" + GUID
                        + "\"}]"
            })
    void linksAreObjectsWithAGuid(String json) {
        assertThat(check(json)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "\"\"", "10", "true", "\"c3d2\"", "{\"guid\":\"" + GUID + "\"}", "-1.5e9"})
    void whatIsNotAnArrayIsNoLinks(String json) {
        assertThat(check(json))
                .containsExactly(new Reason("wrong-type", "/data/x/resources", null, "an array was expected"));
    }

    @Test
    void everyBrokenLinkIsNamed() {
        assertThat(check("[{\"guid\":\"" + GUID
                        + "\"},{},{\"guid\":null},{\"guid\":\"c3d2\"},{\"guid\":7},{\"guid\":[1]},\"x\",null,[]]"))
                .containsExactly(
                        missing(1),
                        missing(2),
                        new Reason("guid-malformed", "/data/x/resources/3/guid", "c3d2", FORM),
                        new Reason("guid-malformed", "/data/x/resources/4/guid", "7", FORM),
                        new Reason("guid-malformed", "/data/x/resources/5/guid", null, FORM),
                        missing(6),
                        missing(7),
                        missing(8));
    }

    @Test
    void linksMayBeNestedAsDeepAsTheInputAllows() {
        assertThat(check("[{\"guid\":\"" + GUID + "\",\"deep\":" + "[".repeat(5000) + "]".repeat(5000) + "}]"))
                .isEmpty();
    }

    private static Reason missing(int index) {
        return new Reason(
                "guid-missing", "/data/x/resources/" + index + "/guid", null, "a link needs the GUID of its resource");
    }

    private static List<Reason> check(String json) {
        byte[] bytes = ("," + json + ",").getBytes(StandardCharsets.UTF_8);
        SourceRecord record = new SourceRecord(new Origin("/data/x", 0, 0), bytes, 1, bytes.length - 1);
        InputSettings deep = new InputSettings(DataSize.ofMegabytes(1), 6000, 1, DataSize.ofMegabytes(1));
        List<Reason> reasons = new ArrayList<>();
        return new StrictJson("export.json", deep).cursor().read(record, cursor -> {
            new Links().check(cursor, () -> "/data/x/resources", reasons::add);
            assertThat(cursor.to()).isEqualTo(bytes.length - 1);
            return reasons;
        });
    }
}
