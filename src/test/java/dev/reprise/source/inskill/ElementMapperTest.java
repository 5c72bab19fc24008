package dev.reprise.source.inskill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.reprise.engine.job.Judged;
import dev.reprise.record.Outcome;
import dev.reprise.record.Row;
import dev.reprise.record.Warning;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One element becomes one row that gives every field back, whatever its type and place. */
class ElementMapperTest {

    private static final String G1 = "9a1f0000-0000-4000-8000-000000000001";
    private static final String G2 = "9a1f0000-0000-4000-8000-000000000002";
    private static final String G3 = "9a1f0000-0000-4000-8000-000000000003";

    @Test
    void everyColumnTypeHoldsItsField() {
        Judged judged = Mapped.judge("/data/tasks", """
                {"guid":"%s","steps":[{"guid":"%s","type":"subtask","position":-7,"title":"T\\u00e9😀","body":"",
                 "script_guid":"%s","task_guid":"%s","feedback":{"kind" : "float", "n":1.10},"dependencies":[ ],
                 "resources":[{"guid":"%s"}]}]}""".formatted(G1, G2, G3, G1, G3));

        Row step = (Row) judged.outcomes().get(1);
        assertThat(step.guid()).isEqualTo(UUID.fromString(G2));
        assertThat(step.parent()).isEqualTo(UUID.fromString(G1));
        assertThat(Mapped.columns(step))
                .containsExactly(
                        entry("type", "subtask"),
                        entry("position", "-7"),
                        entry("title", "Té😀"),
                        entry("body", ""),
                        entry("script_guid", G3),
                        entry("task_guid", G1),
                        entry("feedback", "{\"kind\":\"float\",\"n\":1.10}"),
                        entry("dependencies", "[]"),
                        entry("resources", "[{\"guid\":\"" + G3 + "\"}]"));
        assertThat(judged.warnings()).isEmpty();
    }

    @Test
    void fieldsMayComeInAnyOrderAlsoAfterTheNestedArray() {
        Judged judged = Mapped.judge("/data/tasks", """
                {"zeta":1,"steps":[{"title":"a","guid":"%s","extra":{}},{"guid":"%s"}],"position":3,"name":"late","guid":"%s"}""".formatted(G2, G3, G1));

        List<Outcome> outcomes = judged.outcomes();
        assertThat(outcomes).hasSize(3).allMatch(Row.class::isInstance);
        assertThat(Mapped.columns((Row) outcomes.get(0)))
                .containsExactly(entry("name", "late"), entry("position", "3"), entry("attributes", "{\"zeta\":1}"));
        assertThat(((Row) outcomes.get(1)).parent()).isEqualTo(UUID.fromString(G1));
        assertThat(Mapped.columns((Row) outcomes.get(1)))
                .containsExactly(entry("title", "a"), entry("attributes", "{\"extra\":{}}"));
        assertThat(Mapped.columns((Row) outcomes.get(2))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.0|1|1.0",
                "-0|0|-0",
                "-0.0|0|-0.0",
                "9223372036854775807|9223372036854775807|",
                "-9223372036854775808|-9223372036854775808|",
                "0|0|"
            })
    void aWholeNumberIsANumberAndKeepsItsSpelling(String text, String column, String kept) {
        Judged judged = Mapped.judge("/data/tasks", "{\"guid\":\"" + G1 + "\",\"position\":" + text + "}");

        Map<String, String> row = Mapped.columns((Row) judged.outcomes().get(0));
        assertThat(row).containsEntry("position", column);
        assertThat(row.get("attributes")).isEqualTo(kept == null ? null : "{\"position\":" + kept + "}");
        assertThat(judged.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1e3|1e3",
                "12345678901234567890.10|12345678901234567890.10",
                "9223372036854775808|9223372036854775808",
                "1.5|1.5",
                "1E999999|1E999999",
                "true|true",
                "\"3\"|3",
                "[3]|",
                "{\"a\":3}|"
            })
    void aValueOfAnotherTypeIsKeptWithAWarning(String json, String value) {
        Judged judged = Mapped.judge("/data/tasks", "{\"guid\":\"" + G1 + "\",\"position\":" + json + "}");

        assertThat(Mapped.columns((Row) judged.outcomes().get(0)))
                .containsExactly(entry("attributes", "{\"position\":" + json + "}"));
        Warning warning = judged.warnings().get(0);
        assertThat(judged.warnings()).hasSize(1);
        assertThat(warning.offset()).isEqualTo(1000);
        assertThat(warning.entity()).isEqualTo("task");
        assertThat(warning.guid()).isEqualTo(G1);
        assertThat(warning.reason().code()).isEqualTo("wrong-type");
        assertThat(warning.reason().pointer()).isEqualTo("/data/tasks/0/position");
        assertThat(warning.reason().value()).isEqualTo(value);
        assertThat(warning.reason().message())
                .isEqualTo("a whole number was expected; the value is kept in attributes");
    }

    @Test
    void aTextThatIsNoneIsKeptWithAWarning() {
        Judged judged = Mapped.judge("/data/scripts", "{\"name\":1.10,\"guid\":\"" + G1 + "\",\"code\":false}");

        assertThat(Mapped.columns((Row) judged.outcomes().get(0)))
                .containsExactly(entry("attributes", "{\"name\":1.10,\"code\":false}"));
        assertThat(judged.warnings())
                .extracting(warning ->
                        warning.reason().pointer() + " " + warning.reason().message())
                .containsExactly(
                        "/data/scripts/0/name a text was expected; the value is kept in attributes",
                        "/data/scripts/0/code a text was expected; the value is kept in attributes");
    }

    @Test
    void nullAbsentAndEmptyAreToldApart() {
        assertThat(Mapped.row("/data/tasks", "{\"guid\":\"" + G1 + "\"}")).isEmpty();
        assertThat(
                        Mapped.row(
                                "/data/tasks",
                                "{\"guid\":\"" + G1
                                        + "\",\"name\":null,\"position\":null,\"dependencies\":null,\"steps\":null,\"x\":null}"))
                .containsExactly(entry(
                        "attributes",
                        "{\"name\":null,\"position\":null,\"dependencies\":null,\"steps\":null,\"x\":null}"));
        assertThat(Mapped.row(
                        "/data/tasks", "{\"guid\":\"" + G1 + "\",\"name\":\"\",\"dependencies\":[],\"steps\":[]}"))
                .containsExactly(entry("name", ""), entry("dependencies", "[]"), entry("attributes", "{\"steps\":[]}"));
    }

    @Test
    void aGuidInUpperCaseKeepsItsText() {
        String upper = G1.toUpperCase(java.util.Locale.ROOT);
        Judged judged = Mapped.judge(
                "/data/translations",
                "{\"guid\":\"" + upper + "\",\"entity_guid\":\"" + upper + "\",\"entity\":\"task\"}");

        Row row = (Row) judged.outcomes().get(0);
        assertThat(row.guid()).isEqualTo(UUID.fromString(G1));
        assertThat(Mapped.columns(row))
                .containsExactly(
                        entry("entity", "task"),
                        entry("entity_guid", G1),
                        entry("attributes", "{\"guid\":\"" + upper + "\",\"entity_guid\":\"" + upper + "\"}"));
        assertThat(judged.warnings()).isEmpty();
    }

    @Test
    void fieldsNamedLikeColumnsOfOursAreJustData() {
        String fields = "\"attributes\":{\"a\":1},\"element_index\":9,\"parent_guid\":\"x\",\"generation_id\":1.0,"
                + "\"byte_offset\":null,\"parent_index\":[],\"id\":1e3,\"\":\"\",\"a/b~c\":2,\"array_name\":1,\"content\":{}";
        assertThat(Mapped.row("/data/variables", "{\"guid\":\"" + G1 + "\"," + fields + "}"))
                .containsExactly(entry("attributes", "{" + fields + "}"));
    }

    @Test
    void stepsOfAStepAreJustData() {
        Judged judged = Mapped.judge(
                "/data/tasks",
                "{\"guid\":\"" + G1 + "\",\"steps\":[{\"guid\":\"" + G2 + "\",\"steps\":[{\"guid\":\"" + G3
                        + "\"}]}]}");

        assertThat(judged.outcomes()).hasSize(2);
        assertThat(Mapped.columns((Row) judged.outcomes().get(1)))
                .containsExactly(entry("attributes", "{\"steps\":[{\"guid\":\"" + G3 + "\"}]}"));
    }

    @Test
    void aKindThatWeDoNotKnowIsAWarning() {
        Judged judged = Mapped.judge(
                "/data/tasks", "{\"guid\":\"" + G1 + "\",\"steps\":[{\"guid\":\"" + G2 + "\",\"type\":\"dance\"}]}");

        assertThat(judged.outcomes()).allMatch(Row.class::isInstance);
        assertThat(judged.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.entity()).isEqualTo("step");
            assertThat(warning.reason().code()).isEqualTo("value-unknown");
            assertThat(warning.reason().pointer()).isEqualTo("/data/tasks/0/steps/0/type");
            assertThat(warning.reason().value()).isEqualTo("dance");
            assertThat(warning.reason().message()).isEqualTo("known are solution, observation, information, subtask");
        });
    }

    @Test
    void elementsOfUnknownArraysAreKeptWhole() {
        Judged judged = Mapped.judge("/data/a~1b~0c", "{ \"x\" : 1.10 }", "null", "\"s\"", "[1, 2]", "-0");

        assertThat(judged.outcomes())
                .extracting(outcome -> Mapped.columns((Row) outcome).toString())
                .containsExactly(
                        "{array_name=a/b~c, content={\"x\":1.10}}",
                        "{array_name=a/b~c, content=null}",
                        "{array_name=a/b~c, content=\"s\"}",
                        "{array_name=a/b~c, content=[1,2]}",
                        "{array_name=a/b~c, content=-0}");
    }
}
