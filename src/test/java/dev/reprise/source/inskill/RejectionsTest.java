package dev.reprise.source.inskill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.record.Problem;
import dev.reprise.report.Counts;
import dev.reprise.report.ImportReport;
import dev.reprise.report.ImportStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stays out of an import and what becomes of it then, the same for any size of chunk; tests {@link Tables}' rules, too. */
class RejectionsTest {

    private static final Importer[] IMPORTERS = new Importer[2];

    @TempDir
    private static Path folder;

    private final long product = Importer.newProduct();

    /** One chunk for all, or one for each element. */
    private static Importer importer(boolean smallest) {
        int which = smallest ? 1 : 0;
        if (IMPORTERS[which] == null) {
            IMPORTERS[which] = new Importer("reprise.input.block-records=" + (smallest ? 1 : 20000));
        }
        return IMPORTERS[which];
    }

    @AfterAll
    static void stop() {
        for (Importer importer : IMPORTERS) {
            if (importer != null) {
                importer.close();
            }
        }
    }

    /** Every kind at once: 3 tasks, 8 steps, 3 scripts, 2 resources, 5 translations of the file, 4 of them good. */
    private String everyKind() {
        return """
                {"data":{"product":{"id":%d,"bundle_id":"acme.rejections"},
                "tasks":[
                 {"guid":"%s","steps":[
                  {"guid":"%s","script_guid":"%s","resources":[{"guid":"%s"},{"guid":"%s"}]},
                  {"guid":"%s","task_guid":"%s"},
                  {"guid":"%s"},
                  {"guid":"%s"},
                  "text"]},
                 {"guid":"9a1f","steps":[{"guid":"%s"},{}]},
                 {"guid":"%s","steps":[{"guid":"%s"}]}],
                "scripts":[{"guid":"%s"},{"name":"none"},{"guid":"%s"}],
                "resources":[{"guid":"%s"},7],
                "translations":[
                 {"guid":"%s","entity":"step","entity_guid":"%s"},
                 {"guid":"%s","entity":"task","entity_guid":"%s"},
                 {"guid":"%s","entity":"product","entity_guid":"%s"},
                 {"guid":"%s","entity":"script","entity_guid":"%s"},
                 {"guid":"%s","entity":"poem","entity_guid":"%s"}],
                "variables":[]}}
                """.formatted(
                        product, g(1), // task
                        g(11), g(99), g(41), g(98), // step to no script and one resource that is none
                        g(12), g(97), // step to no task
                        g(13), g(13), // twice
                        g(14), // step of a task that is rejected
                        g(1), g(15), // task twice, its step goes along
                        g(31), g(31), // script twice
                        g(41), g(51), g(11), // of a step that is rejected
                        g(52), g(1), g(53), g(1), // of the product, which has no GUID
                        g(54), g(1), // the GUID of a task is not that of a script
                        g(55), g(96)); // of something that we do not know
    }

    private static final List<String> EVERY_FINDING = List.of(
            "rejection dangling-script /data/tasks/0/steps/0/script_guid '%s'".formatted(g(99)),
            "rejection dangling-resource /data/tasks/0/steps/0/resources/1/guid '%s'".formatted(g(98)),
            "rejection dangling-subtask /data/tasks/0/steps/1/task_guid '%s'".formatted(g(97)),
            "rejection guid-duplicate /data/tasks/0/steps/3/guid '%s'".formatted(g(13)),
            "rejection not-an-object /data/tasks/0/steps/4 '\"text\"'",
            "rejection guid-malformed /data/tasks/1/guid '9a1f'",
            "rejection parent-rejected /data/tasks/1/steps/0",
            "rejection guid-missing /data/tasks/1/steps/1/guid",
            "rejection parent-rejected /data/tasks/1/steps/1",
            "rejection guid-duplicate /data/tasks/2/guid '%s'".formatted(g(1)),
            "rejection parent-rejected /data/tasks/2/steps/0",
            "rejection guid-missing /data/scripts/1/guid",
            "rejection guid-duplicate /data/scripts/2/guid '%s'".formatted(g(31)),
            "rejection not-an-object /data/resources/1 '7'",
            "rejection dangling-translation /data/translations/0/entity_guid '%s'".formatted(g(11)),
            "rejection dangling-translation /data/translations/2/entity_guid '%s'".formatted(g(1)),
            "rejection dangling-translation /data/translations/3/entity_guid '%s'".formatted(g(1)),
            "warning value-unknown /data/translations/4/entity 'poem'");

    private static final Map<String, Counts> EVERY_COUNT = Map.of(
            "task", new Counts(3, 1, 2),
            "step", new Counts(8, 1, 7),
            "script", new Counts(3, 1, 2),
            "resource", new Counts(2, 1, 1),
            "translation", new Counts(5, 2, 3));

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void byDefaultAllAreListedAndNothingIsPublished(boolean smallest) {
        ImportReport report = importer(smallest).run(product, folder, everyKind());

        assertThat(report.exit()).isEqualTo(1);
        assertThat(report.status()).isEqualTo(ImportStatus.FAILED);
        assertThat(report.resumable()).isTrue();
        Problem error = Objects.requireNonNull(report.error());
        assertThat(error.code()).isEqualTo("too-many-rejections");
        assertThat(error.what()).isEqualTo("15 of 21 records were rejected, more than the 0 that are allowed");
        assertThat(importer(smallest).findings(report)).containsExactlyElementsOf(EVERY_FINDING);
        assertThat(report.entities()).isEqualTo(EVERY_COUNT);
        assertThat(importer(smallest).live(product, "product", "product_id")).isEmpty();
        assertThat(importer(smallest).live(product, "task", "guid")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withinTheLimitExactlyTheGoodRowsArePublished(boolean smallest) {
        Importer importer = importer(smallest);

        ImportReport report = importer.run(product, folder, everyKind(), "15");

        assertThat(report.exit()).isEqualTo(3);
        assertThat(report.status()).isEqualTo(ImportStatus.COMPLETED_WITH_REJECTIONS);
        assertThat(report.error()).isNull();
        assertThat(importer.findings(report)).containsExactlyElementsOf(EVERY_FINDING);
        assertThat(report.entities()).isEqualTo(EVERY_COUNT);
        assertThat(importer.live(product, "task", "guid")).containsExactly(g(1));
        assertThat(importer.live(product, "step", "guid || ' ' || parent_guid")).containsExactly(g(13) + " " + g(1));
        assertThat(importer.live(product, "script", "guid")).containsExactly(g(31));
        assertThat(importer.live(product, "resource", "guid")).containsExactly(g(41));
        assertThat(importer.live(product, "translation", "guid")).containsExactly(g(52), g(55));
    }

    @ParameterizedTest
    @CsvSource({"14,1", "71%,1", "71.428571%,1", "71.428572%,3", "72%,3", "100%,3"})
    void theLimitIsExact(String limit, int exit) {
        assertThat(importer(false).run(product, folder, everyKind(), limit).exit())
                .isEqualTo(exit);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aStepOfARejectedTaskDoesNotKeepItsGuidFromOthers(boolean smallest) {
        ImportReport report = importer(smallest).run(product, folder, """
                {"data":{"product":{"id":%d,"bundle_id":"b"},"tasks":[{"guid":"%2$s"},
                {"guid":"%2$s","steps":[{"guid":"%3$s"}]},{"guid":"%4$s","steps":[{"guid":"%3$s","title":"kept"}]}],
                "scripts":[],"resources":[],"translations":[],"variables":[]}}""".formatted(product, g(1), g(11), g(2)), "2");

        assertThat(importer(smallest).findings(report))
                .containsExactly(
                        "rejection guid-duplicate /data/tasks/1/guid '" + g(1) + "'",
                        "rejection parent-rejected /data/tasks/1/steps/0");
        assertThat(importer(smallest).live(product, "step", "title")).containsExactly("kept");
    }

    @Test
    void aDuplicateAcrossChunksNamesTheFirst() {
        String scripts = String.join(
                ",",
                IntStream.range(0, 5)
                        .mapToObj(i -> "{\"guid\":\"" + g(i % 3) + "\"}")
                        .toList());

        ImportReport report = importer(true)
                .run(
                        product,
                        folder,
                        "{\"data\":{\"product\":{\"id\":%d,\"bundle_id\":\"b\"},\"tasks\":[],\"scripts\":[%s]}}"
                                .formatted(product, scripts));

        assertThat(report.findings().get(0).count()).isEqualTo(2);
        assertThat(report.findings().get(0).first().message())
                .isEqualTo("the script at /data/scripts/0 has this GUID already");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1000", "100%"})
    void aDanglingEscalationTaskIsNeverPublished(String limit) {
        ImportReport report = importer(false)
                .run(
                        product,
                        folder,
                        "{\"data\":{\"product\":{\"id\":%d,\"bundle_id\":\"b\",\"escalation_task_guid\":\"%s\"},\"tasks\":[]}}"
                                .formatted(product, g(1)),
                        limit);

        assertThat(report.exit()).isEqualTo(1);
        Problem error = Objects.requireNonNull(report.error());
        assertThat(error.code()).isEqualTo("dangling-escalation-task");
        assertThat(error.what())
                .isEqualTo("/data/product/escalation_task_guid is " + g(1) + ": there is no task with this GUID");
        assertThat(importer(false).live(product, "product", "product_id")).isEmpty();
    }

    @Test
    void anEscalationTaskThatWasRejectedIsNone() {
        ImportReport report = importer(false)
                .run(
                        product,
                        folder,
                        ("{\"data\":{\"product\":{\"id\":%d,\"bundle_id\":\"b\",\"escalation_task_guid\":\"%s\"},"
                                        + "\"tasks\":[{\"guid\":\"%2$s\",\"steps\":7}]}}")
                                .formatted(product, g(1)),
                        "100%");

        assertThat(report.exit()).isEqualTo(1);
        assertThat(importer(false).findings(report))
                .startsWith(
                        "rejection wrong-type /data/tasks/0/steps",
                        "rejection dangling-escalation-task /data/product/escalation_task_guid '" + g(1) + "'");
    }

    @Test
    void aLinkThatIsNoArrayIsARejectionLikeAnyOther() {
        ImportReport report = importer(false)
                .run(
                        product,
                        folder,
                        ("{\"data\":{\"product\":{\"id\":%d,\"bundle_id\":\"b\"},"
                                        + "\"tasks\":[{\"guid\":\"%s\",\"steps\":[{\"guid\":\"%s\",\"resources\":{}}]}]}}")
                                .formatted(product, g(1), g(11)),
                        "1");

        assertThat(report.exit()).isEqualTo(3);
        assertThat(importer(false).live(product, "task", "guid")).containsExactly(g(1));
        assertThat(importer(false).live(product, "step", "guid")).isEmpty();
    }

    private static String g(int number) {
        return new UUID(0x4000, number).toString();
    }
}
