package dev.reprise.source.snaplogic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.engine.Plans;
import dev.reprise.engine.Proofs;
import dev.reprise.engine.Publishing;
import dev.reprise.engine.job.Target;
import dev.reprise.record.Changes;
import dev.reprise.report.ImportKind;
import dev.reprise.report.ImportReport;
import dev.reprise.report.ImportStatus;
import dev.reprise.report.PlanReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports, plans, rollbacks and proofs of projects, stored in either way. */
class ProjectLifeTest {

    private static final List<String> VIEWS = List.of("pipeline", "job", "account", "flow", "policy", "file");

    @TempDir
    Path folder;

    private Path first(String kind) {
        return new ArchiveBuilder()
                .kind(kind)
                .pipeline("A", "old")
                .pipeline("B \u00e9", "old")
                .job("nightly", "A")
                .account("ERP", "3f2b9a52-0c1d-4e55-8f10-aaaaaaaaaaaa", "svc", AssetsTest.envelope())
                .flow("F", "x")
                .policy("limit", "10")
                .file("data/in.csv", "a,b\n")
                .write(folder.resolve("first.zip"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1GB", "1B"})
    void exportOfAnImportedProjectImportsElsewhereAsTheSame(String largeFrom) throws IOException {
        try (Workspace workspace = new Workspace("reprise.large-from=" + largeFrom)) {
            for (String kind : List.of("project", "api")) {
                Target target = Target.parse(kind + "/acme/shared/orders");
                Target other = Target.parse(kind + "/globex/shared/orders");
                workspace.run(target, first(kind.equals("api") ? "api_version" : "project"));
                Path export = workspace.export(target, folder.resolve(kind + "-1.zip"));
                assertThat(workspace.run(other, export).exit()).isZero();
                VIEWS.forEach(view ->
                        assertThat(workspace.live(other, view)).isNotEmpty().isEqualTo(workspace.live(target, view)));
                Path again = workspace.export(target, folder.resolve(kind + "-2.zip"));
                assertThat(Files.mismatch(export, again)).isEqualTo(-1);
                ImportReport same = workspace.run(
                        other, export, "duplicate-check=overwrite", "overwrite-types=Account,File,Flow,Job,Pipeline");
                assertThat(same.unchanged()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1GB", "1B"})
    void planSaysWhatWouldChangeAndRollbackTakesItBack(String largeFrom) {
        try (Workspace workspace = new Workspace("reprise.large-from=" + largeFrom)) {
            Target target = Target.parse("project/acme/shared/orders");
            workspace.run(target, first("project"));
            List<String> before = workspace.live(target, "pipeline");
            Path second = new ArchiveBuilder()
                    .pipeline("A", "new")
                    .pipeline("C", "new")
                    .job("nightly", "A")
                    .write(folder.resolve("second.zip"));
            ImportReport planned = workspace.run(
                    target, second, ImportKind.PLAN, "0", "duplicate-check=overwrite", "overwrite-types=Pipeline");
            assertThat(planned.status()).isEqualTo(ImportStatus.PLANNED);
            PlanReport plan = workspace.bean(Plans.class).compare(planned.importId(), 10);
            assertThat(plan.entities().get("pipeline")).isEqualTo(new Changes(2, 2, 1, 1, 0, 1));
            assertThat(plan.entities().get("job")).isEqualTo(new Changes(0, 1, 0, 0, 0, 1));
            assertThat(workspace.live(target, "pipeline")).isEqualTo(before);

            Publishing publishing = workspace.bean(Publishing.class);
            publishing.apply(planned.importId(), null, Workspace.silence());
            assertThat(workspace.names(target, "pipeline")).containsExactly("A", "B \u00e9", "C");
            assertThat(workspace.live(target, "pipeline").get(0)).contains(" | 2 | ");
            assertThat(workspace.bean(Proofs.class).verify(planned.importId()).same())
                    .isTrue();
            publishing.rollback(target, null, null, Workspace.silence());
            assertThat(workspace.live(target, "pipeline")).isEqualTo(before);
        }
    }

    @Test
    void namesThatDifferInCaseAloneAreExportedAndComeBack() {
        try (Workspace workspace = new Workspace()) {
            Target target = Target.parse("project/acme/shared/orders");
            Target other = Target.parse("project/globex/shared/orders");
            workspace.run(
                    target,
                    new ArchiveBuilder().pipeline("A", "1").file("x/B.txt", "1").write(folder.resolve("1.zip")));
            workspace.run(
                    target,
                    new ArchiveBuilder().pipeline("a", "2").file("x/b.txt", "2").write(folder.resolve("2.zip")));
            Path export = workspace.export(target, folder.resolve("both.zip"));
            assertThat(workspace.run(other, export).exit()).isZero();
            assertThat(workspace.live(other, "pipeline")).hasSize(2).isEqualTo(workspace.live(target, "pipeline"));
            assertThat(workspace.live(other, "file")).hasSize(2).isEqualTo(workspace.live(target, "file"));
        }
    }

    @Test
    void anUnfinishedImportIsNotGoneOnWithUnderOtherRules() {
        try (Workspace workspace = new Workspace()) {
            Target target = Target.parse("project/acme/shared/orders");
            workspace.run(target, first("project"));
            Path file = new ArchiveBuilder()
                    .pipeline("A", "new")
                    .entry("README", "x")
                    .write(folder.resolve("second.zip"));
            ImportReport failed = workspace.run(target, file, "duplicate-check=skip");
            assertThat(failed.resumable()).isTrue();
            ImportReport other = workspace.run(
                    target, file, ImportKind.IMPORT, "1", "duplicate-check=overwrite", "overwrite-types=Pipeline");
            assertThat(other.importId()).isNotEqualTo(failed.importId());
            assertThat(workspace.live(target, "pipeline").get(0)).contains("new");
            assertThat(workspace.report(failed.importId()).status()).isEqualTo(ImportStatus.ABANDONED);
        }
    }

    @Test
    void onlyTheTypesThatAreAskedForAreExported() {
        try (Workspace workspace = new Workspace()) {
            Target target = Target.parse("project/acme/shared/orders");
            workspace.run(target, first("project"));
            Path export = workspace.export(target, folder.resolve("some.zip"), "asset-types=Job,File");
            Target other = Target.parse("project/globex/shared/orders");
            workspace.run(other, export);
            assertThat(workspace.names(other, "job")).containsExactly("nightly");
            assertThat(workspace.names(other, "file")).containsExactly("data/in.csv");
            assertThat(workspace.names(other, "pipeline")).isEmpty();
        }
    }
}
