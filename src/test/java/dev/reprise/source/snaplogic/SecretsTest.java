package dev.reprise.source.snaplogic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.engine.Plans;
import dev.reprise.engine.Proofs;
import dev.reprise.engine.job.SecretKeys;
import dev.reprise.engine.job.Target;
import dev.reprise.input.archive.Archive;
import dev.reprise.input.archive.ArchiveSettings;
import dev.reprise.record.Exit;
import dev.reprise.report.ImportKind;
import dev.reprise.report.ImportReport;
import dev.reprise.secret.Keyset;
import dev.reprise.testing.RepriseProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.json.JsonMapper;

/** Secrets of accounts are nowhere but encrypted. */
@ExtendWith(OutputCaptureExtension.class)
class SecretsTest {

    private static final String UUID_TEXT = "3f2b9a52-0c1d-4e55-8f10-aaaaaaaaaaaa";
    private static final String OTHER = "3f2b9a52-0c1d-4e55-8f10-bbbbbbbbbbbb";
    private static final String CANARY = "canary-7c1f";

    private static Workspace workspace;

    @TempDir
    static Path keys;

    private final Target target = Workspace.fresh("project");

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        workspace = new Workspace(
                "reprise.secrets.keyset-file=" + keys.resolve("keyset.json"), "logging.level.dev.reprise=TRACE");
        workspace.bean(SecretKeys.class).create();
    }

    @AfterAll
    static void close() {
        workspace.close();
    }

    private Path archive(String password) {
        return new ArchiveBuilder()
                .account("ERP", UUID_TEXT, "svc", password)
                .write(folder.resolve(UUID.randomUUID() + ".zip"));
    }

    private Path accounts(String text) throws IOException {
        return Files.writeString(folder.resolve("accounts.json"), text);
    }

    private static String edited(String password) {
        return "{\"%s\":{\"property_map\":{\"settings\":{\"username\":{\"value\":\"svc-prod\"},\"password\":{\"value\":\"%s\"}}}}}"
                .formatted(UUID_TEXT, password);
    }

    private static String stored(Target where) {
        return workspace.live(where, "account").get(0);
    }

    /** Every text, JSON and byte column of every table, as a dump would hold it. */
    private static void assertNowhere(String secret) {
        List<String> found = new ArrayList<>();
        for (Map<String, Object> table : workspace
                .jdbc()
                .queryForList(
                        "SELECT table_schema || '.' || table_name AS name FROM information_schema.tables WHERE table_schema IN ('public', 'live')")) {
            Long rows = workspace
                    .jdbc()
                    .queryForObject(
                            "SELECT count(*) FROM %s t WHERE strpos(t::text, ?) > 0 OR strpos(t::text, ?) > 0"
                                    .formatted(table.get("name")),
                            Long.class,
                            secret,
                            HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8)));
            if (rows != null && rows > 0) {
                found.add(String.valueOf(table.get("name")));
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void editedAccountIsSealedAndToldAsUpdated(CapturedOutput output) throws IOException {
        ImportReport report =
                workspace.run(target, archive(AssetsTest.envelope()), "file-account=" + accounts(edited(CANARY)));
        assertThat(report.exit()).isZero();
        assertThat(Workspace.answer(report, "successful")).containsExactly("ERP (updated)");
        assertThat(Workspace.answer(report, "warnings")).isEmpty();
        assertThat(stored(target)).contains("svc-prod").contains("reprise-").doesNotContain(CANARY);
        assertNowhere(CANARY);
        assertThat(exported(workspace.export(target, folder.resolve("out.zip"))))
                .contains("ERP")
                .doesNotContain(CANARY);
        assertThat(output.getAll()).doesNotContain(CANARY);
    }

    @Test
    void unmodifiedAccountsStayAsTheyCame() throws IOException {
        String other = edited("x").replace(UUID_TEXT, "00000000-0c1d-4e55-8f10-aaaaaaaaaaaa");
        ImportReport report = workspace.run(target, archive(AssetsTest.envelope()), "file-account=" + accounts(other));
        assertThat(Workspace.answer(report, "successful")).containsExactly("ERP");
        assertThat(Workspace.answer(report, "warnings"))
                .singleElement()
                .asString()
                .startsWith("the archive has no account of this UUID");
        assertThat(stored(target)).contains(AssetsTest.envelope());
    }

    @Test
    void plainSecretsOfAnArchiveAreSealedAndRefusedAccountsTellNothing() throws IOException {
        String plain = "{\"value\": \"" + CANARY + "-plain\"}";
        workspace.run(target, archive(plain));
        assertThat(stored(target)).doesNotContain(CANARY);
        String structure = edited(CANARY + "-structure").replace("\"password\"", "\"pass_word_2\"");
        ImportReport report =
                workspace.run(Workspace.fresh("project"), archive(plain), "file-account=" + accounts(structure));
        assertThat(report.exit()).isEqualTo(Exit.FAILED.code());
        assertThat(report.findings())
                .singleElement()
                .satisfies(group -> assertThat(group.code()).isEqualTo("account-structure"));
        assertNowhere(CANARY);
    }

    @Test
    void withoutKeysOnlyWhatMustBeSealedIsRefused() throws IOException {
        try (Workspace keyless = new Workspace()) {
            assertThat(keyless.run(target, archive(AssetsTest.envelope())).exit())
                    .isZero();
            ImportReport report = keyless.run(Workspace.fresh("project"), archive("{\"value\":\"" + CANARY + "\"}"));
            assertThat(Objects.requireNonNull(report.error()).code()).isEqualTo("keyset-missing");
        }
    }

    @Test
    void rotationSealsAgainAndTheGenerationStaysProvable() throws IOException {
        workspace.run(target, archive(AssetsTest.envelope()), "file-account=" + accounts(edited(CANARY)));
        String before = stored(target);
        ImportReport last = workspace.run(Workspace.fresh("project"), archive("{\"value\":\"" + CANARY + "\"}"));
        SecretKeys.Rotation rotation = workspace.bean(SecretKeys.class).rotate();
        assertThat(rotation.changed()).isGreaterThanOrEqualTo(2);
        assertThat(stored(target)).contains(rotation.key()).isNotEqualTo(before);
        assertThat(workspace.bean(Proofs.class).verify(last.importId()).same()).isTrue();
        assertThat(workspace.bean(SecretKeys.class).reseal().changed()).isZero();
    }

    @Test
    void theSameSecretsAgainAreNoChange() throws IOException {
        String edited = "file-account=" + accounts(edited(CANARY));
        String plain = "{\"value\":\"" + CANARY + "\"}";
        String[] overwrite = {"duplicate-check=overwrite", "overwrite-types=Account", edited};
        workspace.run(
                target,
                new ArchiveBuilder()
                        .account("ERP", UUID_TEXT, "a", plain)
                        .account("WMS", OTHER, "b", plain)
                        .write(folder.resolve("one.zip")),
                overwrite);
        String stored = stored(target);
        Path later = new ArchiveBuilder()
                .exportedAt("2026-11-21T22:00:00Z")
                .account("ERP", UUID_TEXT, "a", plain)
                .account("WMS", OTHER, "b", plain)
                .write(folder.resolve("two.zip"));
        ImportReport plan = workspace.run(target, later, ImportKind.PLAN, "0", overwrite);
        assertThat(workspace.bean(Plans.class).compare(plan.importId(), 10).changes())
                .isFalse();
        ImportReport again = workspace.run(target, later, overwrite);
        assertThat(again.unchanged()).isTrue();
        assertThat(stored(target)).isEqualTo(stored);
        ImportReport other =
                workspace.run(target, later, overwrite[0], overwrite[1], "file-account=" + accounts(edited("other")));
        assertThat(other.unchanged()).isFalse();
        assertThat(stored(target)).startsWith(stored.substring(0, 10)).isNotEqualTo(stored);
    }

    @Test
    void secretsComeBackFromAnExportIntoAnEmptyProject() throws IOException {
        workspace.run(target, archive("{\"value\":\"" + CANARY + "\"}"));
        Path export = workspace.export(target, folder.resolve("out.zip"));
        Target empty = Workspace.fresh("project");
        assertThat(workspace.run(empty, export).exit()).isZero();
        assertThat(stored(empty)).isEqualTo(stored(target)).contains("reprise-");
    }

    /** Told to keep every setting secret, and to log everything that anybody has to say. */
    @Test
    void canaryInEverySettingIsNowhere() throws IOException {
        String secret = "canary-of-all";
        String every =
                "{\"value\":\"C\"},\"port\":{\"value\":\"C\"},\"bucket\":\"C\",\"hosts\":[\"C\",{\"value\":\"C\"}],"
                        + "\"connectionProperties\":{\"value\":{\"hostname\":{\"value\":\"C\"},\"schema\":{\"value\":[\"C\"]}}}";
        Path archive = new ArchiveBuilder()
                .account("ERP", UUID_TEXT, secret, every.replace("C", secret))
                .write(folder.resolve("every.zip"));
        String good = edited("p-" + secret).replace("svc-prod", "u-" + secret);
        RepriseProcess.Result imported = loud(archive, good);
        assertThat(imported.exit()).as(imported.out()).isZero();
        RepriseProcess.Result refused = loud(archive, good.replace("\"username\"", "\"user_name\""));
        assertThat(refused.out()).contains("account-structure");
        for (RepriseProcess.Result result : List.of(imported, refused)) {
            assertThat(result.err()).contains("TRACE");
            assertThat((result.out() + result.err()).contains(secret)).isFalse();
        }
        assertNowhere(secret);
        assertThat(exported(workspace.export(target, folder.resolve("out.zip"))))
                .doesNotContain(secret);
        assertThat(stored(target)).contains("\"username\":{\"value\":", "reprise-");
    }

    private RepriseProcess.Result loud(Path archive, String accounts) throws IOException {
        return RepriseProcess.run(
                workspace.database(),
                "import",
                archive.toString(),
                "--into=" + target,
                "--create-space",
                "--duplicate-check=overwrite",
                "--overwrite-types=Account",
                "--file-account=" + accounts(accounts),
                "--json",
                "--reprise.secrets.keyset-file=" + keys.resolve("keyset.json"),
                "--reprise.secrets.names=*",
                "--logging.level.root=TRACE");
    }

    private static String exported(Path export) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Archive archive = Archive.open(export, ArchiveSettings.defaults())) {
            for (int i = 0; i < archive.size(); i++) {
                all.append(new String(archive.read(i), StandardCharsets.UTF_8));
            }
        }
        return all.toString();
    }

    @Test
    void secretsWrappedForAnotherAreOpenedThere() throws IOException {
        Path home = Files.createDirectory(folder.resolve("other"));
        try (Workspace other = new Workspace("reprise.secrets.keyset-file=" + home.resolve("keyset.json"))) {
            other.bean(SecretKeys.class).create();
            Path recipient = Files.write(
                    folder.resolve("public.json"), other.bean(SecretKeys.class).publicKeys());
            workspace.run(target, archive("{\"value\":\"" + CANARY + "\"}"));
            Path export = workspace.export(target, folder.resolve("wrapped.zip"), "wrap-for=" + recipient);
            assertThat(other.run(target, export).exit()).isZero();
            var account = new JsonMapper()
                    .readTree(other.live(target, "account").get(0).split(" \\| ", 4)[3]);
            String cipher = account.at("/property_map/settings/password/value").asString();
            var keyset = other.bean(Keyset.class);
            assertThat(keyset.open(UUID.fromString(UUID_TEXT), "/property_map/settings/password", cipher))
                    .isEqualTo(CANARY);
        }
    }
}
