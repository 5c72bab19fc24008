package dev.reprise.source.inskill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reprise.engine.Proofs;
import dev.reprise.engine.job.Target;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ImportKind;
import dev.reprise.report.ImportReport;
import dev.reprise.report.ImportStatus;
import dev.reprise.report.ProofReport;
import dev.reprise.testing.Exports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is stored is what was read; and if it is not, that is found. */
class ProofTest {

    private static final Importer SHARED = new Importer();
    private static final Importer LARGE = new Importer("reprise.large-from=0B", "reprise.input.block-records=7");

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

    private Path export() throws IOException {
        Path file = folder.resolve("export.json");
        Exports.write(file, product, "b", 20, 5);
        return file;
    }

    private ImportReport prove(Importer importer, Path file, String limit) {
        return importer.run(product, file, limit, ImportKind.IMPORT, true);
    }

    private ProofReport compare(Importer importer, Path file) {
        return importer.bean(Proofs.class).compare(Target.parse("product/" + product), file);
    }

    private static List<String> differing(ProofReport proof) {
        return proof.entities().entrySet().stream()
                .filter(entity -> !entity.getValue().same())
                .map(Map.Entry::getKey)
                .toList();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("both")
    void whatIsStoredIsWhatWasRead(Importer importer) throws IOException {
        Path file = export();
        ImportReport report = prove(importer, file, "0");
        assertThat(report.status()).isEqualTo(ImportStatus.COMPLETED);
        assertThat(report.provedAt()).isNotNull();
        ProofReport proof = importer.bean(Proofs.class).verify(report.importId());
        assertThat(proof.same()).isTrue();
        assertThat(proof.entities()).containsKeys("document", "product_fields", "task", "step", "translation");
        assertThat(compare(importer, file).same()).isTrue();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("both")
    void aByteThatIsNotAsItWasReadIsFound(Importer importer) throws IOException {
        Path file = export();
        ImportReport report = prove(importer, file, "0");
        importer.database()
                .jdbc()
                .update(
                        "UPDATE task SET name = name || ' ' WHERE generation_id = ? AND element_index = 3",
                        report.generation());
        ProofReport proof = importer.bean(Proofs.class).verify(report.importId());
        assertThat(proof.same()).isFalse();
        assertThat(differing(proof)).containsExactly("task");
        assertThat(differing(compare(importer, file))).containsExactly("task");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("both")
    void whatWasTakenOutAfterItWasLoadedIsNoLongerInTheHash(Importer importer) throws IOException {
        String task = "{\"guid\":\"%s\",\"steps\":[{\"guid\":\"%s\",\"script_guid\":%s}]}";
        String none = '"' + new UUID(0x4000, 99).toString() + '"';
        String one = task.formatted(new UUID(0x4000, 1), new UUID(0x4000, 2), "null");
        String dangling = task.formatted(new UUID(0x4000, 3), new UUID(0x4000, 4), none);
        String twice = task.formatted(new UUID(0x4000, 1), new UUID(0x4000, 5), "null");
        Path file = Files.writeString(folder.resolve("bad.json"), """
                {"data":{"product":{"id":%d,"bundle_id":"b"},"tasks":[%s,%s,%s]}}
                """.formatted(product, one, dangling, twice));
        ImportReport report = prove(importer, file, "9");
        assertThat(report.status()).isEqualTo(ImportStatus.COMPLETED_WITH_REJECTIONS);
        assertThat(report.rejected()).isEqualTo(3);
        assertThat(report.provedAt()).isNotNull();
    }

    @Test
    void somebodyWhoChangesRowsMeanwhileKeepsThemFromBeingPublished() throws IOException {
        var jdbc = SHARED.database().jdbc();
        jdbc.execute("""
                CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN NEW.code := upper(NEW.code); RETURN NEW; END $$
                """);
        jdbc.execute("CREATE TRIGGER meddle BEFORE INSERT ON script_shared FOR EACH ROW EXECUTE FUNCTION meddle()");
        try {
            ImportReport report = prove(SHARED, export(), "0");
            assertThat(report.status()).isEqualTo(ImportStatus.FAILED);
            assertThat(report.error()).satisfies(error -> {
                assertThat(error.code()).isEqualTo("proof-failed");
                assertThat(error.what()).contains("script").doesNotContain("task");
            });
            assertThat(SHARED.live(product, "product", "name")).isEmpty();
        } finally {
            jdbc.execute("DROP TRIGGER meddle ON script_shared");
            jdbc.execute("DROP FUNCTION meddle()");
        }
    }

    @Test
    void rowsThatAreGoneCannotBeProved() throws IOException {
        Path file = export();
        prove(SHARED, file, "0");
        ImportReport unchanged = prove(SHARED, file, "0");
        assertThat(unchanged.unchanged()).isTrue();
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> SHARED.bean(Proofs.class).verify(unchanged.importId()))
                .satisfies(refusal -> assertThat(refusal.problem().code()).isEqualTo("rows-gone"));
    }

    @Test
    void whatIsTakenUpIsProvedIfThatIsAskedForThen() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.json"), """
                {"data":{"product":{"id":%d,"bundle_id":"b"},"tasks":[{}]}}
                """.formatted(product));
        ImportReport first = SHARED.run(product, file, "0", ImportKind.IMPORT, false);
        assertThat(first.status()).isEqualTo(ImportStatus.FAILED);
        ImportReport second = SHARED.run(product, file, "1", ImportKind.IMPORT, true);
        assertThat(second.importId()).isEqualTo(first.importId());
        assertThat(second.status()).isEqualTo(ImportStatus.COMPLETED_WITH_REJECTIONS);
        assertThat(second.provedAt()).isNotNull();
        ProofReport proof = compare(SHARED, file);
        assertThat(proof.same()).isFalse();
        assertThat(proof.rejected()).isEqualTo(1);
    }

    @Test
    void aFileOfAnotherProductIsRefused() throws IOException {
        Path file = export();
        prove(SHARED, file, "0");
        Path other = folder.resolve("other.json");
        Exports.write(other, product + 1000, "b", 2, 5);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> compare(SHARED, other))
                .satisfies(refusal -> assertThat(refusal.exit().code()).isEqualTo(6));
    }
}
