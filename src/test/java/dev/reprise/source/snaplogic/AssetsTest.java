package dev.reprise.source.snaplogic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.engine.job.Target;
import dev.reprise.engine.ledger.ImportReports;
import dev.reprise.report.ImportKind;
import dev.reprise.report.ImportReport;
import dev.reprise.report.ImportStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of the entries of an archive, and of the expression files beside it. */
class AssetsTest {

    private static final Workspace WORKSPACE = new Workspace();

    private final Target target = Workspace.fresh("project");

    @TempDir
    Path folder;

    @AfterAll
    static void close() {
        WORKSPACE.close();
    }

    private Path archive(ArchiveBuilder builder) {
        return builder.write(folder.resolve("archive.zip"));
    }

    private static List<String> findings(ImportReport report) {
        List<String> findings = new ArrayList<>();
        WORKSPACE
                .bean(ImportReports.class)
                .findings(
                        report.importId(),
                        finding -> findings.add("%s %s %s %s"
                                .formatted(finding.severity(), finding.code(), finding.pointer(), finding.value())));
        return findings;
    }

    private static String code(ImportReport report) {
        return Objects.requireNonNull(report.error()).code();
    }

    @Test
    void contentIsKeptByteForByte() {
        String odd = "  {\"text\" : 1e3, \"nested\":{\"b\":[1,  2.0],\"a\":null}}\n";
        WORKSPACE.run(
                target,
                archive(new ArchiveBuilder()
                        .asset("Flow", "odd", "flows/odd.json", odd)
                        .file("a/b.bin", "\u00e9\n")));
        assertThat(WORKSPACE.live(target, "flow")).singleElement().asString().endsWith(" | 1 | " + odd);
        assertThat(WORKSPACE.live(target, "file"))
                .singleElement()
                .asString()
                .startsWith("a/b.bin | ")
                .endsWith("\u00e9\n");
        assertThat(WORKSPACE
                        .jdbc()
                        .queryForObject(
                                "SELECT metadata::text FROM live.flow WHERE path = ?", String.class, target.name()))
                .isEqualTo("{\"owner\":\"kim@acme.test\"}");
    }

    @Test
    void referencesAreFollowedAndDanglingOnesWarnedOf() {
        String more = """
                , "settings": {"imports": {"value": [{"library_path": {"value": "lib.expr"}}, {"library_path": {"value": "gone.expr"}}]},
                "error_pipeline": {"expression": false, "value": "missing"}},
                "s": {"account": {"account_ref": {"value": {"label": {"value": "ERP"}}}}},
                "t": {"account": {"account_ref": {"value": {"label": {"value": "CRM"}}}}},
                "u": {"account": {"account_ref": {"expression": true, "value": "_account"}}},
                "v": {"pipeline": {"expression": true, "value": "$child"}},
                "w": {"pipeline": {"value": "/other/space/project/far"}}, "x": {"pipeline": {"value": "/%s/child"}}
                """.formatted(target.name());
        ImportReport report = WORKSPACE.run(
                target,
                archive(new ArchiveBuilder()
                        .pipeline("main", "x", more)
                        .pipeline("child", "x")
                        .account("ERP", "3f2b9a52-0c1d-4e55-8f10-aaaaaaaaaaaa", "svc", envelope())
                        .file("lib.expr", "{}")
                        .job("nightly", "main")
                        .job("lost", "nowhere")));
        assertThat(findings(report))
                .containsExactlyInAnyOrder(
                        "warning dangling-account pipelines/main.slp#/property_map/t/account/account_ref/value/label/value CRM",
                        "warning dangling-pipeline pipelines/main.slp#/property_map/settings/error_pipeline/value missing",
                        "warning dangling-file pipelines/main.slp#/property_map/settings/imports/value/1/library_path/value gone.expr",
                        "warning dangling-pipeline jobs/lost.slt#/parameters/pipeline_path nowhere");
        assertThat(Workspace.answer(report, "warnings")).contains("account reference not found main");
        assertThat(report.exit()).isZero();
        // what is there already is found as well
        ImportReport next = WORKSPACE.run(target, archive(new ArchiveBuilder().job("evening", "child")));
        assertThat(findings(next)).isEmpty();
    }

    static String envelope() {
        return "{\"value\":\"Q0lQSEVS\",\"fp\":\"abab\",\"key\":\"account-cloud-managed-acme-1\",\"sym_iv\":\"AAAA\",\"sym_key\":\"BBBB\"}";
    }

    @Test
    void expressionFilesGoToTheRootAndReplaceWhatIsThere() {
        WORKSPACE.run(
                target, archive(new ArchiveBuilder().file("common.expr", "old").file("lib/common.expr", "stays")));
        Path expressions = new ArchiveBuilder()
                .withoutManifest()
                .entry("a/common.expr", "first")
                .entry("b/common.expr", "last")
                .entry("other.expr", "other")
                .write(folder.resolve("expr.zip"));
        ImportReport report = WORKSPACE.run(
                target,
                archive(new ArchiveBuilder().pipeline("A", "x")),
                "file-expr=" + expressions,
                "duplicate-check=skip");
        assertThat(WORKSPACE.live(target, "file")).hasSize(3);
        assertThat(WORKSPACE.live(target, "file").get(0))
                .startsWith("common.expr | ")
                .endsWith(" | 2 | last");
        assertThat(WORKSPACE.live(target, "file").get(1)).endsWith("stays");
        assertThat(Workspace.answer(report, "successful")).containsExactly("A", "common.expr", "other.expr");
        assertThat(findings(report))
                .containsExactly("warning expression-overwritten file_expr//a/common.expr common.expr");
        assertThat(Workspace.answer(report, "warnings").get(0)).contains("b/common.expr");
    }

    @Test
    void anEntryOfNoTypeIsRejectedAndNothingPublished() {
        ArchiveBuilder builder = new ArchiveBuilder().pipeline("A", "x").entry("README.txt", "hello");
        ImportReport report = WORKSPACE.run(target, archive(builder));
        assertThat(report.status()).isEqualTo(ImportStatus.FAILED);
        assertThat(code(report)).isEqualTo("too-many-rejections");
        assertThat(findings(report)).contains("rejection entry-unknown README.txt README.txt");
        assertThat(WORKSPACE.names(target, "pipeline")).isEmpty();
        ImportReport allowed = WORKSPACE.run(target, archive(builder), ImportKind.IMPORT, "1");
        assertThat(allowed.exit()).isEqualTo(3);
        assertThat(WORKSPACE.names(target, "pipeline")).containsExactly("A");
        assertThat(Workspace.answer(allowed, "failed")).containsExactly("400 README.txt");
    }

    @Test
    void badJsonAnywhereRefusesTheArchive() {
        ImportReport report = WORKSPACE.run(
                target, archive(new ArchiveBuilder().pipeline("A", "x").entry("flows/bad.json", "{\"a\":1,\"a\":2}")));
        assertThat(report.exit()).isEqualTo(6);
        assertThat(code(report)).isEqualTo("json-duplicate-name");
        assertThat(Objects.requireNonNull(Objects.requireNonNull(report.error()).where()))
                .contains("flows/bad.json");
        ImportReport encoding = WORKSPACE.run(target, archive(new ArchiveBuilder().entry("flows/bad.json", new byte[] {
                    '{', '"', (byte) 0xc0, (byte) 0x80, '"', '}'
                })));
        assertThat(code(encoding)).isEqualTo("json-utf8");
        assertThat(WORKSPACE.names(target, "pipeline")).isEmpty();
    }

    @Test
    void assetsThatAreListedAndNotThereRefuseTheArchive() {
        Path file = archive(new ArchiveBuilder().pipeline("A", "x"));
        Path broken = new ArchiveBuilder()
                .withoutManifest()
                .entry("export.json", "{\"assets\":[{\"name\":\"A\",\"path\":\"pipelines/A.slp\"}]}")
                .write(folder.resolve("broken.zip"));
        ImportReport report = WORKSPACE.run(target, broken);
        assertThat(report.exit()).isEqualTo(6);
        assertThat(code(report)).isEqualTo("asset-missing");
        assertThat(WORKSPACE.run(target, file).exit()).isZero();
    }

    @Test
    void expressionFilesReplaceThoseOfTheArchiveItself() {
        Path expressions = new ArchiveBuilder()
                .withoutManifest()
                .entry("lib/common.expr", "new")
                .write(folder.resolve("expr.zip"));
        ImportReport report = WORKSPACE.run(
                target, archive(new ArchiveBuilder().file("common.expr", "old")), "file-expr=" + expressions);
        assertThat(report.exit()).isZero();
        assertThat(WORKSPACE.live(target, "file")).singleElement().asString().endsWith("new");
        assertThat(findings(report)).containsExactly("warning expression-overwritten files/common.expr null");
    }

    @Test
    void anEntryIsNoExpressionFileBecauseItIsCalledSo() {
        ImportReport report = WORKSPACE.run(
                target, archive(new ArchiveBuilder().withoutManifest().entry("file_expr/x.expr", "x")));
        assertThat(code(report)).isEqualTo("too-many-rejections");
    }

    @Test
    void namesThatNoArchiveCanHoldAreRejected() {
        ArchiveBuilder builder = new ArchiveBuilder()
                .asset("Pipeline", "../../etc/x", "pipelines/one.slp", "{}")
                .asset("Pipeline", "good", "pipelines/two.slp", "{}");
        ImportReport report = WORKSPACE.run(target, archive(builder), ImportKind.IMPORT, "1");
        assertThat(findings(report)).containsExactly("rejection name-bad pipelines/one.slp ../../etc/x");
        assertThat(WORKSPACE.names(target, "pipeline")).containsExactly("good");
    }

    @Test
    void oddMembersOfTheListAreNoNames() {
        Path odd = new ArchiveBuilder()
                .withoutManifest()
                .entry("flows/F.json", "{\"instance_version\": 99999999999999999999999}")
                .entry("export.json", """
                        {"kind":"project","assets":[{"path":"flows/F.json","name":5,"snode_id":{},"asset_type":[],"version":"x"},
                        {"name":"no path"}]}
                        """)
                .write(folder.resolve("odd.zip"));
        ImportReport report = WORKSPACE.run(target, odd);
        assertThat(report.exit()).isZero();
        assertThat(WORKSPACE.names(target, "flow")).containsExactly("F");
    }

    @Test
    void aDocumentOfNothingButBracketsIsRefused() {
        String brackets = "[" + "[],".repeat(300_000) + "[]]";
        ImportReport report = WORKSPACE.run(
                target, archive(new ArchiveBuilder().asset("Flow", "F", "flows/F.json", "{\"a\":" + brackets + "}")));
        assertThat(report.exit()).isEqualTo(6);
        assertThat(code(report)).isEqualTo("json-limit");
    }

    @Test
    void filesBesideTheArchiveThatAreGoneAreNamed() {
        Path file = archive(new ArchiveBuilder().pipeline("A", "x"));
        for (String option : List.of("file-account=", "file-expr=")) {
            ImportReport report = WORKSPACE.run(target, file, option + folder.resolve("gone"));
            assertThat(report.exit()).isEqualTo(5);
            assertThat(code(report)).isEqualTo("file-missing");
        }
    }

    @Test
    void oneNameTwiceIsRejected() {
        ArchiveBuilder builder = new ArchiveBuilder()
                .asset("Pipeline", "A", "pipelines/one.slp", "{}")
                .asset("Pipeline", "A", "pipelines/two.slp", "{}");
        ImportReport report = WORKSPACE.run(target, archive(builder), ImportKind.IMPORT, "1");
        assertThat(findings(report)).containsExactly("rejection name-duplicate pipelines/two.slp pipelines/two.slp");
        assertThat(WORKSPACE.names(target, "pipeline")).containsExactly("A");
    }

    @Test
    void anArchiveWithoutListGetsNamesAndIdsThatStayTheSame() {
        Path file = archive(
                new ArchiveBuilder().withoutManifest().pipeline("A", "x").entry("jobs/J.slt", "{}"));
        ImportReport report = WORKSPACE.run(target, file);
        assertThat(findings(report)).containsExactly("warning manifest-missing export.json null");
        String job = WORKSPACE.live(target, "job").get(0);
        assertThat(job).matches("J \\| [0-9a-f]{24} \\| 1 \\| \\{\\}");
        assertThat(WORKSPACE
                        .run(target, file, "duplicate-check=overwrite", "overwrite-types=Job,Pipeline")
                        .unchanged())
                .isTrue();
    }
}
