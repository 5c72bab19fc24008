package dev.reprise.source.snaplogic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.engine.job.Target;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ImportReport;
import dev.reprise.report.ImportStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every cell of the vendor's table: three modes, two kinds of targets, and what is there already. */
class DuplicateCheckTest {

    private static final Workspace WORKSPACE = new Workspace();

    @TempDir
    Path folder;

    @AfterAll
    static void close() {
        WORKSPACE.close();
    }

    private Path archive(String name, ArchiveBuilder builder) {
        return builder.write(folder.resolve(name));
    }

    private static String kindOf(Target target) {
        return target.kind().equals("api") ? "api_version" : "project";
    }

    /** A pipeline A, a job and a file. */
    private Path before(Target target) {
        return archive(
                "before.zip",
                new ArchiveBuilder()
                        .kind(kindOf(target))
                        .pipeline("A", "old")
                        .job("nightly", "A")
                        .file("data/in.csv", "old"));
    }

    /** Another A, another file, and a pipeline B. */
    private Path after(Target target) {
        return archive(
                "after.zip",
                new ArchiveBuilder()
                        .kind(kindOf(target))
                        .pipeline("A", "new")
                        .pipeline("B", "new")
                        .file("data/in.csv", "new"));
    }

    @ParameterizedTest
    @CsvSource({
        "project, skip", "project, true", "project, create_new", "project, false", "project, overwrite",
        "api, skip", "api, true", "api, create_new", "api, false", "api, overwrite"
    })
    void missingTargetIsMade(String kind, String mode) {
        Target target = Workspace.fresh(kind);
        ImportReport report = WORKSPACE.run(target, before(target), "duplicate-check=" + mode);
        assertThat(report.status()).isEqualTo(ImportStatus.COMPLETED);
        assertThat(report.target()).isEqualTo(target.toString());
        assertThat(WORKSPACE.names(target, "pipeline")).containsExactly("A");
        assertThat(WORKSPACE.names(target, "job")).containsExactly("nightly");
        assertThat(WORKSPACE.live(target, "file"))
                .singleElement()
                .asString()
                .startsWith("data/in.csv | ")
                .endsWith(" | 1 | old");
        assertThat(Workspace.answer(report, "successful")).containsExactly("A", "nightly", "data/in.csv");
        assertThat(Workspace.answer(report, "failed")).isEmpty();
        assertThat(Workspace.answer(report, "warnings")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"project, skip", "project, true", "api, skip", "api, true"})
    void skipAddsWhatIsFreeAndLeavesWhatExists(String kind, String mode) {
        Target target = Workspace.fresh(kind);
        WORKSPACE.run(target, before(target));
        List<String> pipelines = WORKSPACE.live(target, "pipeline");
        List<String> files = WORKSPACE.live(target, "file");
        ImportReport report = WORKSPACE.run(target, after(target), "duplicate-check=" + mode);
        assertThat(report.status()).isEqualTo(ImportStatus.COMPLETED);
        assertThat(report.exit()).isZero();
        assertThat(report.read()).isEqualTo(3);
        assertThat(report.written()).isEqualTo(1);
        assertThat(report.skipped()).isEqualTo(2);
        assertThat(report.rejected()).isZero();
        assertThat(WORKSPACE.live(target, "pipeline")).containsAll(pipelines).hasSize(2);
        assertThat(WORKSPACE.live(target, "file")).isEqualTo(files);
        assertThat(WORKSPACE.names(target, "job")).containsExactly("nightly");
        assertThat(Workspace.answer(report, "successful")).containsExactly("B");
        assertThat(Workspace.answer(report, "failed")).containsExactly("409 A", "409 data/in.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"project", "api"})
    void createNewLeavesTheTargetAndMakesAnother(String kind) {
        Target target = Workspace.fresh(kind);
        WORKSPACE.run(target, before(target));
        List<String> pipelines = WORKSPACE.live(target, "pipeline");
        ImportReport first = WORKSPACE.run(target, after(target), "duplicate-check=create_new");
        ImportReport second = WORKSPACE.run(target, after(target), "duplicate-check=false");
        String separator = kind.equals("api") ? "" : " ";
        assertThat(first.target()).isEqualTo(target + separator + "1");
        assertThat(second.target()).isEqualTo(target + separator + "2");
        assertThat(WORKSPACE.live(target, "pipeline")).isEqualTo(pipelines);
        assertThat(WORKSPACE.names(Target.parse(first.target()), "pipeline")).containsExactly("A", "B");
        assertThat(WORKSPACE.names(Target.parse(first.target()), "job")).isEmpty();
        assertThat(Workspace.answer(first, "failed")).isEmpty();
        assertThat(Workspace.answer(first, "successful")).containsExactly("A", "B", "data/in.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"project", "api"})
    void overwriteReplacesTheTypesItMayAndSkipsTheOthers(String kind) {
        Target target = Workspace.fresh(kind);
        WORKSPACE.run(target, before(target));
        List<String> files = WORKSPACE.live(target, "file");
        ImportReport report =
                WORKSPACE.run(target, after(target), "duplicate-check=overwrite", "overwrite-types=Pipeline,Job");
        assertThat(report.written()).isEqualTo(2);
        assertThat(report.skipped()).isEqualTo(1);
        String id = ArchiveBuilder.snodeId("Pipeline", "A");
        assertThat(WORKSPACE.live(target, "pipeline").get(0))
                .startsWith("A | " + id + " | 2 | ")
                .contains("\"new\"");
        assertThat(WORKSPACE.live(target, "pipeline").get(1)).startsWith("B | ").contains(" | 1 | ");
        assertThat(WORKSPACE.live(target, "file")).isEqualTo(files);
        assertThat(WORKSPACE.names(target, "job")).containsExactly("nightly");
        assertThat(Workspace.answer(report, "successful")).containsExactly("A", "B");
        assertThat(Workspace.answer(report, "failed")).containsExactly("409 data/in.csv");
    }

    @ParameterizedTest
    @CsvSource({"skip", "overwrite"})
    void policiesAreAlwaysOverwritten(String mode) {
        Target target = Workspace.fresh("api");
        WORKSPACE.run(
                target,
                archive("p1.zip", new ArchiveBuilder().kind("api_version").policy("limit", "10")));
        ImportReport report = WORKSPACE.run(
                target,
                archive("p2.zip", new ArchiveBuilder().kind("api_version").policy("limit", "20")),
                "duplicate-check=" + mode);
        assertThat(report.written()).isEqualTo(1);
        assertThat(WORKSPACE.live(target, "policy"))
                .singleElement()
                .asString()
                .contains(" | 2 | ")
                .contains("20");
    }

    @Test
    void overwriteKeepsTheIdOfWhatIsThere() {
        Target target = Workspace.fresh("project");
        WORKSPACE.run(
                target,
                archive("a.zip", new ArchiveBuilder().asset("Flow", "F", "flows/F.json", "{\"text\": \"old\"}")));
        String line = Objects.requireNonNull(WORKSPACE.live(target, "flow").get(0));
        // the same name with an id of its own
        ArchiveBuilder other = new ArchiveBuilder()
                .withoutManifest()
                .entry("flows/F.json", "{\"snode_id\":\"abcdefabcdefabcdefabcdef\"}");
        ImportReport report = WORKSPACE.run(
                target, archive("b.zip", other), "duplicate-check=overwrite", "overwrite-types=[\"Flows\"]");
        assertThat(report.written()).isEqualTo(1);
        assertThat(WORKSPACE.live(target, "flow").get(0))
                .startsWith(line.substring(0, line.indexOf(" | 1 | ")) + " | 2 | ");
    }

    @Test
    void versionOfAnApiIsMadeUnpublishedAndStaysAsItIs() {
        Target target = Workspace.fresh("api");
        WORKSPACE.run(target, before(target));
        String path = target.name().replaceFirst("/", "/apim/");
        String sql = "SELECT published FROM live.api_version WHERE path = ?";
        assertThat(WORKSPACE.jdbc().queryForObject(sql, Boolean.class, path)).isFalse();
        WORKSPACE.jdbc().update("UPDATE project SET published = true WHERE path = ?", path);
        WORKSPACE.run(target, after(target));
        assertThat(WORKSPACE.jdbc().queryForObject(sql, Boolean.class, path)).isTrue();
    }

    @Test
    void sameArchiveAgainChangesNothing() {
        Target target = Workspace.fresh("project");
        WORKSPACE.run(target, before(target));
        ImportReport report =
                WORKSPACE.run(target, before(target), "duplicate-check=overwrite", "overwrite-types=Pipeline,Job,File");
        assertThat(report.unchanged()).isTrue();
        assertThat(WORKSPACE.live(target, "pipeline"))
                .singleElement()
                .asString()
                .contains(" | 1 | ");
    }

    @Test
    void importsThatBeginAtTheSameInstantGetNumbersOfTheirOwn() throws Exception {
        Target target = Workspace.fresh("project");
        WORKSPACE.run(target, before(target));
        Path file = after(target);
        Callable<String> one =
                () -> WORKSPACE.run(target, file, "duplicate-check=create_new").target();
        Set<String> targets = new TreeSet<>();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            for (Future<String> made : threads.invokeAll(List.of(one, one, one))) {
                targets.add(made.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(targets).containsExactly(target + " 1", target + " 2", target + " 3");
        targets.forEach(made ->
                assertThat(WORKSPACE.names(Target.parse(made), "pipeline")).containsExactly("A", "B"));
    }

    @Test
    void organizationAndSpaceMustExist() {
        Target target = Target.parse("project/nowhere/shared/orders");
        Path file = before(target);
        assertThatThrownBy(() -> WORKSPACE.run(target, file, "create-space=false"))
                .isInstanceOfSatisfying(RefusedException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo("org-unknown");
                    assertThat(e.exit().code()).isEqualTo(5);
                });
        WORKSPACE.run(Target.parse("project/nowhere/other/orders"), file);
        assertThatThrownBy(() -> WORKSPACE.run(target, file, "create-space=false"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("space-unknown"));
        // an API is in no space
        Target api = Target.parse("api/nowhere/orders/v1");
        assertThat(WORKSPACE.run(api, before(api), "create-space=false").status())
                .isEqualTo(ImportStatus.COMPLETED);
    }

    @Test
    void archiveOfTheOtherKindIsRefused() {
        Target target = Workspace.fresh("api");
        ImportReport report = WORKSPACE.run(target, archive("wrong.zip", new ArchiveBuilder().pipeline("A", "x")));
        assertThat(report.exit()).isEqualTo(6);
        assertThat(Objects.requireNonNull(report.error()).code()).isEqualTo("kind-mismatch");
        assertThat(WORKSPACE.names(target, "pipeline")).isEmpty();
    }
}
