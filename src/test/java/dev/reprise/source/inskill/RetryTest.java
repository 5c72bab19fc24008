package dev.reprise.source.inskill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reprise.engine.ImportEngine;
import dev.reprise.engine.Proofs;
import dev.reprise.engine.export.RejectedExporter;
import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.job.Target;
import dev.reprise.record.RefusedException;
import dev.reprise.report.Counts;
import dev.reprise.report.ImportKind;
import dev.reprise.report.ImportReport;
import dev.reprise.report.ImportStatus;
import dev.reprise.report.RejectedReport;
import dev.reprise.testing.Gzip;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mended elements take the place of rejected ones, in the generation that was loaded. */
class RetryTest {

    private static final Importer SHARED = new Importer();
    private static final Importer LARGE = new Importer("reprise.large-from=0B");

    /** Without a GUID, with a step that has none, and with one that refers to nothing. */
    private static final String NAMELESS = "{\"name\":\"nameless\"}";

    private static final String STEPLESS = task(2, "stepless", step(21, "") + ",{\"title\":\"bad\"}");
    private static final String DANGLING = task(4, "dangling", step(41, ",\"script_guid\":\"" + guid(99) + "\""));

    @TempDir
    private Path folder;

    private final long product = Importer.newProduct();

    static List<Importer> both() {
        return List.of(SHARED, LARGE);
    }

    @AfterAll
    static void stop() {
        both().forEach(Importer::close);
    }

    private static String guid(long n) {
        return new UUID(0x4000, n).toString();
    }

    private static String task(long n, String name, String steps) {
        return "{\"guid\":\"%s\",\"name\":\"%s\",\"steps\":[%s]}".formatted(guid(n), name, steps);
    }

    private static String step(long n, String more) {
        return "{\"guid\":\"%s\",\"title\":\"%d\"%s}".formatted(guid(n), n, more);
    }

    private Path file(String... tasks) throws IOException {
        return Files.writeString(
                Files.createTempFile(folder, "export", ".json"), """
                {"data":{"product":{"id":%d,"bundle_id":"b"},"tasks":[%s],"scripts":[],"translations":[],"resources":[],"variables":[]}}
                """.formatted(product, String.join(",", tasks)));
    }

    private ImportReport failed(Importer importer) throws IOException {
        Path file = file(task(1, "good", step(11, "")), NAMELESS, STEPLESS, task(3, "fine", ""), DANGLING);
        ImportReport report = importer.run(product, file, "0", ImportKind.IMPORT, false);
        assertThat(report.status()).isEqualTo(ImportStatus.FAILED);
        assertThat(report.entities())
                .containsEntry("task", new Counts(5, 4, 1))
                .containsEntry("step", new Counts(4, 2, 2));
        return report;
    }

    private ImportReport retry(Importer importer, ImportReport failed, String... tasks) throws IOException {
        UUID importId = failed.importId();
        importer.bean(ImportEngine.class).retry(importId, file(tasks), null, Importer.silence());
        return importer.report(importId);
    }

    private List<String> tasks(Importer importer) {
        return importer.database().jdbc().queryForList("""
                SELECT t.element_index || ' ' || t.name FROM product p JOIN task t ON t.generation_id = p.live_generation
                WHERE product_id = ? ORDER BY t.element_index
                """, String.class, product);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("both")
    void mendedElementsComeIntoTheirPlacesAndTheImportIsPublished(Importer importer) throws IOException {
        ImportReport failed = failed(importer);

        ImportReport report = retry(
                importer,
                failed,
                task(5, "named", ""),
                task(2, "stepped", step(21, "") + "," + step(22, "")),
                task(4, "settled", step(41, "")));

        assertThat(report.status()).isEqualTo(ImportStatus.COMPLETED);
        assertThat(report.generation()).isEqualTo(failed.generation());
        assertThat(report.runs()).isEqualTo(2);
        assertThat(report.entities())
                .containsEntry("task", new Counts(5, 5, 0))
                .containsEntry("step", new Counts(4, 4, 0));
        assertThat(tasks(importer)).containsExactly("0 good", "1 named", "2 stepped", "3 fine", "4 settled");
        assertThat(importer.live(product, "step", "title")).containsExactly("11", "21", "22", "41");
        assertThat(importer.bean(Proofs.class).verify(report.importId()).same()).isTrue();
        Path whole = file(
                task(1, "good", step(11, "")),
                task(5, "named", ""),
                task(2, "stepped", step(21, "") + "," + step(22, "")),
                task(3, "fine", ""),
                task(4, "settled", step(41, "")));
        assertThat(importer.bean(Proofs.class)
                        .compare(Target.parse("product/" + product), whole)
                        .same())
                .isTrue();
        assertThat(importer.run(product, whole, "0", ImportKind.IMPORT, true).unchanged())
                .isTrue();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("both")
    void whatIsStillWrongStaysOutAndCanBeMendedAgain(Importer importer) throws IOException {
        ImportReport failed = failed(importer);

        ImportReport again = retry(importer, failed, NAMELESS, task(2, "stepped", step(21, "")), DANGLING);

        assertThat(again.status()).isEqualTo(ImportStatus.FAILED);
        assertThat(again.resumable()).isTrue();
        assertThat(again.entities())
                .containsEntry("task", new Counts(5, 4, 1))
                .containsEntry("step", new Counts(3, 2, 1));
        assertThat(importer.findings(again))
                .containsExactly(
                        "rejection guid-missing /data/tasks/1/guid",
                        "rejection dangling-script /data/tasks/4/steps/0/script_guid '" + guid(99) + "'");

        ImportReport last = retry(importer, again, task(5, "named", ""), task(4, "settled", ""), task(6, "more", ""));

        assertThat(last.status()).isEqualTo(ImportStatus.COMPLETED);
        assertThat(tasks(importer)).containsExactly("0 good", "1 named", "2 stepped", "3 fine", "4 settled", "5 more");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("both")
    void whatIsLeftOutOfTheFileStaysOut(Importer importer) throws IOException {
        ImportReport report = retry(importer, failed(importer), task(2, "stepped", step(21, "")));
        assertThat(report.status()).isEqualTo(ImportStatus.COMPLETED);
        assertThat(report.entities())
                .containsEntry("task", new Counts(3, 3, 0))
                .containsEntry("step", new Counts(2, 2, 0));
        assertThat(tasks(importer)).containsExactly("0 good", "1 stepped", "3 fine");
        assertThat(importer.findings(report)).containsExactly("warning left-out /data/tasks");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("both")
    void aGuidThatIsTakenIsRejectedAgain(Importer importer) throws IOException {
        ImportReport report = retry(importer, failed(importer), task(3, "twice", ""));
        assertThat(report.status()).isEqualTo(ImportStatus.FAILED);
        assertThat(importer.findings(report))
                .containsExactly(
                        "rejection guid-duplicate /data/tasks/1/guid '" + guid(3) + "'",
                        "warning left-out /data/tasks");
    }

    private String rejected(Importer importer, ImportReport failed) throws IOException {
        Path file = folder.resolve("rejected.json");
        RejectedReport report = importer.bean(RejectedExporter.class).run(failed.importId(), file, true);
        String text = Files.readString(file);
        assertThat(report.bytes()).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
        return text;
    }

    private String export(String... tasks) {
        return """
                {"data":{"product":{"id":%d,"bundle_id":"b"},"tasks":[
                %s],"scripts":[],"translations":[],"resources":[],"variables":[]}}
                """.formatted(product, String.join(",\n", tasks));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("both")
    void rejectedElementsAreWrittenAsTheyStandInTheirFiles(Importer importer) throws IOException {
        ImportReport failed = failed(importer);
        assertThat(rejected(importer, failed)).isEqualTo(export(NAMELESS, STEPLESS, DANGLING));

        retry(importer, failed, task(5, "named", ""), STEPLESS, NAMELESS);

        assertThat(rejected(importer, failed)).isEqualTo(export(STEPLESS, NAMELESS));
        retry(importer, failed, task(2, "stepped", ""), DANGLING);
        assertThat(rejected(importer, failed)).isEqualTo(export(DANGLING));
    }

    private Path compressed(String... tasks) throws IOException {
        Path plain = file(tasks);
        return Files.write(folder.resolve(plain.getFileName() + ".gz"), Gzip.of(Files.readAllBytes(plain)));
    }

    @Test
    void offsetsInCompressedFilesAreOfWhatIsInThem() throws IOException {
        Path file = compressed(task(1, "x".repeat(20_000), ""), NAMELESS, task(3, "y".repeat(20_000), ""), DANGLING);
        ImportReport failed = SHARED.run(product, file, "0", ImportKind.IMPORT, false);
        assertThat(failed.status()).isEqualTo(ImportStatus.FAILED);
        assertThat(rejected(SHARED, failed)).isEqualTo(export(NAMELESS, DANGLING));

        ImportEngine engine = SHARED.bean(ImportEngine.class);
        Path mended = compressed(task(2, "z".repeat(20_000), ""), DANGLING);
        engine.retry(failed.importId(), mended, null, Importer.silence());

        assertThat(rejected(SHARED, failed)).isEqualTo(export(DANGLING));
        ImportReport last = retry(SHARED, failed, task(4, "settled", ""));
        assertThat(last.status()).isEqualTo(ImportStatus.COMPLETED);
    }

    @Test
    void theSameFileOnceMoreIsOnlyPublished() throws IOException {
        ImportReport failed = failed(SHARED);
        Path mended = file(task(5, "named", ""), task(2, "stepped", step(21, "")), DANGLING);
        ImportEngine engine = SHARED.bean(ImportEngine.class);
        engine.retry(failed.importId(), mended, null, Importer.silence());
        ImportReport first = SHARED.report(failed.importId());
        assertThat(first.rejected()).isEqualTo(1);

        engine.retry(failed.importId(), mended, new RejectionLimit("1"), Importer.silence());

        ImportReport second = SHARED.report(failed.importId());
        assertThat(second.status()).isEqualTo(ImportStatus.COMPLETED_WITH_REJECTIONS);
        assertThat(second.entities()).isEqualTo(first.entities());
        assertThat(tasks(SHARED)).containsExactly("0 good", "1 named", "2 stepped", "3 fine", "4 dangling");
    }

    @Test
    void theFileOfRejectedElementsDoesNotGoOverOneThatWasRead() throws IOException {
        ImportReport failed = failed(SHARED);
        RejectedExporter exporter = SHARED.bean(RejectedExporter.class);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> exporter.run(failed.importId(), Path.of(failed.file()), true))
                .satisfies(refusal -> assertThat(refusal.problem().code()).isEqualTo("file-in-use"));
    }

    @Test
    void aFileThatWasChangedOrNothingRejectedGivesNoExport() throws IOException {
        ImportReport failed = failed(SHARED);
        Path file = Path.of(failed.file());
        Files.writeString(file, Files.readString(file).replace("nameless", "no  name"));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> rejected(SHARED, failed))
                .satisfies(refusal -> assertThat(refusal.problem().code()).isEqualTo("file-changed"));
        Files.delete(file);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> rejected(SHARED, failed))
                .satisfies(refusal -> assertThat(refusal.exit().code()).isEqualTo(5));
        ImportReport good = SHARED.run(product, file(task(1, "good", "")), "0", ImportKind.IMPORT, false);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> rejected(SHARED, good))
                .satisfies(refusal -> assertThat(refusal.problem().code()).isEqualTo("nothing-rejected"));
        assertThat(folder.resolve("rejected.json")).doesNotExist();
    }

    @Test
    void aFileThatIsRefusedDoesNotCostTheImport() throws IOException {
        ImportReport failed = failed(SHARED);
        ImportEngine engine = SHARED.bean(ImportEngine.class);
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"data\":{\"product\":{");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> engine.retry(failed.importId(), broken, null, Importer.silence()))
                .satisfies(refusal -> assertThat(refusal.exit().code()).isEqualTo(6));
        Path strange = Files.writeString(
                folder.resolve("strange.json"),
                "{\"data\":{\"product\":{\"id\":%d,\"bundle_id\":\"b\"},\"notes\":[1]}}".formatted(product));
        engine.retry(failed.importId(), strange, null, Importer.silence());
        ImportReport report = SHARED.report(failed.importId());
        assertThat(report.error()).satisfies(error -> assertThat(error.code()).isEqualTo("array-unknown"));
        assertThat(report.entities()).isEqualTo(failed.entities());
        assertThat(report.resumable()).isTrue();
    }

    @Test
    void anImportThatIsPublishedCannotBeRetried() throws IOException {
        Path file = file(task(1, "good", ""));
        ImportReport report = SHARED.run(product, file, "0", ImportKind.IMPORT, false);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(
                        () -> SHARED.bean(ImportEngine.class).retry(report.importId(), file, null, Importer.silence()))
                .satisfies(refusal -> assertThat(refusal.exit().code()).isEqualTo(9));
    }
}
