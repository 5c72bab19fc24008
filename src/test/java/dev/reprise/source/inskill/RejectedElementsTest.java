package dev.reprise.source.inskill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.record.Outcome;
import dev.reprise.record.Reason;
import dev.reprise.record.Rejection;
import dev.reprise.record.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stays out, with all its reasons, each with the exact place; tests {@link ElementMapper} and {@link Element}. */
class RejectedElementsTest {

    private static final String G1 = "9a1f0000-0000-4000-8000-000000000001";
    private static final String G2 = "9a1f0000-0000-4000-8000-000000000002";
    private static final String FORM = "a GUID has 36 characters, 8-4-4-4-12 hexadecimal digits";

    @Test
    void anElementWithoutAGuidIsRejected() {
        assertThat(rejections("/data/scripts", "{}", "{\"guid\":null,\"name\":\"n\"}"))
                .containsExactly(
                        "script null @1000 [guid-missing /data/scripts/0/guid null every script needs its GUID]",
                        "script null @2000 [guid-missing /data/scripts/1/guid null every script needs its GUID]");
    }

    @Test
    void aGuidThatIsNoneIsRejectedWithItsText() {
        assertThat(rejections(
                        "/data/scripts", "{\"guid\":\"e1e1\"}", "{\"guid\":7}", "{\"guid\":{\"a\":[ 1.0 ]},\"x\":1}"))
                .containsExactly(
                        "script e1e1 @1000 [guid-malformed /data/scripts/0/guid e1e1 " + FORM + "]",
                        "script 7 @2000 [guid-malformed /data/scripts/1/guid 7 " + FORM + "]",
                        "script {\"a\":[1.0]} @3000 [guid-malformed /data/scripts/2/guid {\"a\":[1.0]} " + FORM + "]");
    }

    @Test
    void whatIsNotAnObjectIsRejectedWithItsText() {
        assertThat(rejections("/data/resources", "null", "\"é\\n\"", "12345678901234567890.10", "[ {} ]", "true"))
                .containsExactly(
                        "resource null @1000 [not-an-object /data/resources/0 null a resource is a JSON object]",
                        "resource null @2000 [not-an-object /data/resources/1 \"é\\n\" a resource is a JSON object]",
                        "resource null @3000 [not-an-object /data/resources/2 12345678901234567890.10 a resource is a JSON object]",
                        "resource null @4000 [not-an-object /data/resources/3 [{}] a resource is a JSON object]",
                        "resource null @5000 [not-an-object /data/resources/4 true a resource is a JSON object]");
    }

    @Test
    void allReasonsOfARecordAreListed() {
        assertThat(
                        rejections(
                                "/data/tasks",
                                "{\"guid\":\"" + G1
                                        + "\",\"steps\":[{\"script_guid\":\"a\",\"task_guid\":5,\"resources\":[{},{\"guid\":\"b\"}]}]}"))
                .containsExactly(
                        "step null @1056 [guid-missing /data/tasks/0/steps/0/guid null every step needs its GUID;"
                                + " guid-malformed /data/tasks/0/steps/0/script_guid a " + FORM
                                + "; guid-malformed /data/tasks/0/steps/0/task_guid 5 " + FORM
                                + "; guid-missing /data/tasks/0/steps/0/resources/0/guid null a link needs the GUID of its resource"
                                + "; guid-malformed /data/tasks/0/steps/0/resources/1/guid b " + FORM + "]");
    }

    @Test
    void aRejectedTaskTakesItsStepsAlong() {
        String steps = "[{\"guid\":\"" + G1 + "\"},7,{\"guid\":\"" + G2 + "\"}]";
        String parent = " null the element it is part of was rejected]";

        assertThat(rejections("/data/tasks", "{\"steps\":" + steps + ",\"guid\":\"x\"}"))
                .containsExactly(
                        "task x @1000 [guid-malformed /data/tasks/0/guid x " + FORM + "]",
                        "step " + G1 + " @1010 [parent-rejected /data/tasks/0/steps/0" + parent,
                        "step null @1058 [not-an-object /data/tasks/0/steps/1 7 a step is a JSON object;"
                                + " parent-rejected /data/tasks/0/steps/1" + parent,
                        "step " + G2 + " @1060 [parent-rejected /data/tasks/0/steps/2" + parent);
    }

    @Test
    void aRejectedStepLeavesItsTaskIn() {
        List<Outcome> outcomes = Mapped.judge("/data/tasks", "{\"guid\":\"" + G1 + "\",\"steps\":[null]}")
                .outcomes();

        assertThat(outcomes.get(0)).isInstanceOf(Row.class);
        assertThat(outcomes.get(1)).isInstanceOf(Rejection.class);
    }

    @Test
    void stepsThatAreNoArrayRejectTheirTask() {
        assertThat(rejections("/data/tasks", "{\"guid\":\"" + G1 + "\",\"steps\":{\"a\":[1]},\"name\":\"n\"}"))
                .containsExactly("task " + G1 + " @1000 [wrong-type /data/tasks/0/steps null an array was expected]");
    }

    @Test
    void resourcesThatAreNoArrayRejectTheirStep() {
        assertThat(rejections(
                        "/data/tasks",
                        "{\"guid\":\"" + G1 + "\",\"steps\":[{\"guid\":\"" + G2 + "\",\"resources\":{}}]}"))
                .containsExactly("step " + G2
                        + " @1056 [wrong-type /data/tasks/0/steps/0/resources null an array was expected]");
    }

    @Test
    void theOffsetOfEveryStepIsTheByteWhereItStands() {
        List<String> steps =
                List.of("7", "\"é\"", " {}", "\n\ttrue", "null ", "[ [] ]", "-1.5e3", "{\"😀\":\"é\"}", "{}");
        String start = "{ \"é😀\" : \"\\u00e9\", \"guid\":\"" + G1 + "\", \"steps\" : [";
        String element = start + String.join(",", steps) + "]}";
        List<Long> expected = new ArrayList<>();
        long at = bytes(start);
        for (String step : steps) {
            expected.add(2000 + at + bytes(step) - bytes(step.stripLeading()));
            at += bytes(step) + 1;
        }

        assertThat(Mapped.judge("/data/tasks", "{}", element, "{}").outcomes())
                .filteredOn(outcome -> outcome.entity().equals("step"))
                .extracting(outcome -> outcome.origin().offset())
                .containsExactlyElementsOf(expected);
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static List<String> rejections(String array, String... elements) {
        return Mapped.judge(array, elements).outcomes().stream()
                .filter(Rejection.class::isInstance)
                .map(Rejection.class::cast)
                .map(RejectedElementsTest::text)
                .toList();
    }

    private static String text(Rejection rejection) {
        List<String> reasons = new ArrayList<>();
        for (Reason reason : rejection.reasons()) {
            reasons.add(reason.code() + " " + reason.pointer() + " " + reason.value() + " " + reason.message());
        }
        return rejection.entity() + " " + rejection.guid() + " @"
                + rejection.origin().offset() + " [" + String.join("; ", reasons) + "]";
    }
}
