package dev.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reprise.Reprise;
import dev.reprise.testing.ExactJson;
import dev.reprise.testing.Exports;
import dev.reprise.testing.InProcess;
import dev.reprise.testing.RepriseProcess;
import dev.reprise.testing.RepriseProcess.Result;
import dev.reprise.testing.SmallDisk;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code reprise export} leaves behind, and what it says. */
class ExportCommandTest {

    private static final TestDatabase DATABASE = TestPostgres.createDatabase();

    @TempDir
    private static Path imported;

    @TempDir
    private Path directory;

    @BeforeAll
    static void aProductOfSomeMegabytes() {
        Path file = imported.resolve("import.json");
        Exports.write(file, 410, "b-17", 300, 3);
        assertThat(InProcess.run(DATABASE, "import", file.toString(), "--into", "product/410", "--create")
                        .exit())
                .isZero();
    }

    private static Result export(Path file, String... more) {
        List<String> words = new java.util.ArrayList<>(List.of("export", "product/410", "-o", file.toString()));
        words.addAll(List.of(more));
        return InProcess.run(DATABASE, words.toArray(String[]::new));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static void isTheProduct(String json) throws IOException {
        assertThat(ExactJson.object(json))
                .isEqualTo(ExactJson.object(Files.readString(imported.resolve("import.json"))));
    }

    @Test
    void theReportIsTheAnswer() throws IOException {
        Path file = directory.resolve("a.json");
        Result text = export(file);
        assertThat(text.exit()).isZero();
        assertThat(text.err()).isEmpty();
        assertThat(text.out())
                .startsWith("export  product/410  completed in ")
                .contains("\nfile    " + file, "\nwritten 10 810, ", "\ntranslation    6 300\n");
        isTheProduct(Files.readString(file));
        Result json = export(file, "--replace", "--json");
        assertThat(json.err()).isEmpty();
        assertThat(ExactJson.object(json.out()))
                .containsEntry("type", "summary")
                .containsEntry("file", file.toString())
                .containsEntry("rows", new ExactJson.Numeral("10810"))
                .containsEntry("bytes", new ExactJson.Numeral(Long.toString(Files.size(file))));
        assertThat(files()).containsExactly(file);
    }

    @Test
    void aNameInGzIsCompressed() throws IOException {
        Path plain = directory.resolve("a.json");
        Path compressed = directory.resolve("a.json.gz");
        export(plain);
        export(compressed);
        try (InputStream in = new GZIPInputStream(Files.newInputStream(compressed))) {
            assertThat(in.readAllBytes()).isEqualTo(Files.readAllBytes(plain));
        }
        assertThat(Files.size(compressed)).isLessThan(Files.size(plain) / 2);
    }

    @Test
    void aFileThatIsThereStays() throws IOException {
        Path file = Files.writeString(directory.resolve("a.json"), "mine");
        Path link = Files.createSymbolicLink(directory.resolve("link.json"), file);
        for (Path taken : List.of(file, link)) {
            Result refused = export(taken);
            assertThat(refused.exit()).isEqualTo(9);
            assertThat(refused.err())
                    .isEqualTo("error: file-exists: there is a file " + taken + " already.\n"
                            + "Nothing was changed. Choose another name, or let it go with --replace.\n");
        }
        assertThat(file).hasContent("mine");
        assertThat(export(link, "--replace").exit()).isZero();
        assertThat(link).isSymbolicLink();
        isTheProduct(Files.readString(file));
        assertThat(files()).containsExactlyInAnyOrder(file, link);
    }

    @Test
    void whatCannotBeWrittenIsSaidBefore() throws IOException {
        Path nowhere = directory.resolve("no/a.json");
        assertThat(export(nowhere))
                .returns(5, Result::exit)
                .returns(
                        "error: directory-missing: there is no directory " + nowhere.getParent()
                                + ".\nNothing was changed. Check the path.\n",
                        Result::err);
        assertThat(export(directory, "--replace"))
                .returns(2, Result::exit)
                .extracting(Result::err)
                .asString()
                .startsWith("error: file-is-directory: ");
        assertThat(export(Path.of("/dev/null"), "--replace"))
                .returns(2, Result::exit)
                .extracting(Result::err)
                .asString()
                .startsWith("error: file-irregular: /dev/null is not a regular file");
        assertThat(InProcess.run(
                        DATABASE,
                        "export",
                        "product/411",
                        "-o",
                        directory.resolve("a.json").toString()))
                .returns(5, Result::exit)
                .returns(
                        "error: product-missing: there is no product/411.\nNothing was changed. Check the id.\n",
                        Result::err);
        assertThat(export(directory.resolve("a.json"), "--spring.datasource.hikari.maximum-pool-size=2"))
                .returns(2, Result::exit)
                .extracting(Result::err)
                .asString()
                .contains("maximum-pool-size is 2; an export needs at least 3");
        assertThat(files()).isEmpty();
    }

    @Test
    void aFullDiskHoldsNoHalfFile() throws IOException {
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("small"), "1m")) {
            assumeTrue(disk.isMounted(), "only root may mount a disk");
            Path kept = Files.writeString(directory.resolve("small/kept.json"), "kept");
            for (Path file : List.of(directory.resolve("small/a.json"), kept)) {
                Result full = export(file, "--replace");
                assertThat(full.exit()).isEqualTo(1);
                assertThat(full.err())
                        .isEqualTo(
                                "error: file-unwritable: the file cannot be written: No space left on device (" + file
                                        + ").\nNo file was made, nothing was changed. Make room, or choose another place.\n");
            }
            try (Stream<Path> files = Files.list(directory.resolve("small"))) {
                assertThat(files).containsExactly(kept);
            }
            assertThat(kept).hasContent("kept");
        }
    }

    @Test
    void stdoutHoldsTheDocumentAlone() throws IOException {
        try (RepriseProcess process = RepriseProcess.start(DATABASE, "export", "product/410", "-o", "-", "--json")) {
            Result result = process.await();
            assertThat(result.exit()).isZero();
            isTheProduct(result.out());
            assertThat(ExactJson.object(result.err()))
                    .containsEntry("type", "summary")
                    .doesNotContainKey("file");
        }
    }

    @Test
    void aReaderThatGoesAwayIsNoTrouble() throws Exception {
        List<String> command = RepriseProcess.jvm(Reprise.class);
        command.addAll(List.of("export", "product/410", "-o", "-"));
        command.addAll(DATABASE.arguments());
        command.add("--logging.config=classpath:logback-spring.xml");
        Process process = new ProcessBuilder(command).start();
        try (InputStream out = process.getInputStream()) {
            assertThat(new String(out.readNBytes(8), StandardCharsets.UTF_8)).isEqualTo("{\"data\":");
        }
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(process.waitFor()).isEqualTo(1);
    }
}
