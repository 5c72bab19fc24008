package dev.reprise.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.engine.job.ExportRequest;
import dev.reprise.engine.job.JobDescriptor;
import dev.reprise.engine.job.JobDescriptor.Kind;
import dev.reprise.engine.job.JobDescriptor.Option;
import dev.reprise.engine.job.Target;
import dev.reprise.record.RefusedException;
import dev.reprise.testing.DeclaredJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Job files: what they say, and everything that is wrong with them at once. */
class JobFileTest {

    @TempDir
    Path directory;

    private Path export;

    @BeforeEach
    void anExportBesideTheJobFile() throws IOException {
        export = Files.writeString(
                Files.createDirectory(directory.resolve("exports")).resolve("a.json"), "{}");
    }

    @Test
    void pathsAreRelativeToTheJobFile() throws IOException {
        ImportOrder order = JobFile.read(
                        job(
                                "job = product-import\nfile=exports/a.json\ninto=product/410\ncreate=true\nmax-rejections=0.5%"),
                        List.of())
                .importOrder();
        assertThat(order.files()).containsExactly(export);
        assertThat(order.job()).isEqualTo("product-import");
        assertThat(order.into()).hasToString("product/410");
        assertThat(order.how().options()).isEqualTo(Map.of("create", "true"));
        assertThat(order.how().maxRejections().text()).isEqualTo("0.5%");
        assertThat(order.how().fresh()).isFalse();
    }

    @Test
    void overridesCountMoreThanTheFile() throws IOException {
        ImportOrder order = JobFile.read(
                        job("job=product-import\nfile=nowhere\ninto=product/410"),
                        List.of("file=" + export, "into=product/411", "fresh=true", "max-rejections=7"))
                .importOrder();
        assertThat(order.files()).containsExactly(export);
        assertThat(order.into()).hasToString("product/411");
        assertThat(order.how().fresh()).isTrue();
        assertThat(order.how().maxRejections().text()).isEqualTo("7");
    }

    @Test
    void withoutATargetTheFilesTellAndMayBeADirectory() throws IOException {
        ImportOrder order = JobFile.read(job("job=product-import\nfile=exports\nparallel=4"), List.of())
                .importOrder();
        assertThat(order.into()).isNull();
        assertThat(order.isMany()).isTrue();
        assertThat(order.all()).containsExactly(export);
        assertThat(order.parallel()).isEqualTo(4);
        Path file = job("job=product-import\nfile=exports\ninto=product/410");
        assertThatThrownBy(() -> JobFile.read(file, List.of()).importOrder())
                .hasMessageContaining("exports is a directory");
        refuses(
                "job=product-import\nfile=exports\nparallel=0",
                List.of(),
                "'parallel' must be a whole number from 1 on, not '0'");
    }

    @Test
    void anExportGoesWhereTheJobFileIs() throws IOException {
        JobFile job = JobFile.read(job("job=product-export\nfrom=product/410\nto=out/b.json\nreplace=true"), List.of());
        assertThat(job.kind()).isEqualTo(Kind.EXPORT);
        assertThat(job.exportRequest())
                .isEqualTo(new ExportRequest(
                        "product-export",
                        new Target("product", "410"),
                        directory.resolve("out/b.json"),
                        Map.of(),
                        true));
        JobFile other = JobFile.read(
                job("job=product-export\nfrom=product/410\nto=b.json"), List.of("to=c.json", "from=product/7"));
        assertThat(other.exportRequest())
                .isEqualTo(new ExportRequest(
                        "product-export",
                        new Target("product", "7"),
                        Path.of("c.json").toAbsolutePath(),
                        Map.of(),
                        false));
    }

    @Test
    void anExportTakesNoParametersOfAnImport() throws IOException {
        refuses("job=product-export\nto=b.json\nfile=a.json", List.of(), "'from' is missing");
        refuses(
                "job=product-export\nto=b.json\nfrom=shop/1\nfile=a.json\nreplace=yes\ncreate=true",
                List.of(),
                "'create' is not a parameter of product-export; 'file' is not a parameter of product-export; "
                        + "'replace' must be true or false, not 'yes'; "
                        + "'shop/1' is not a target of product-export, which are like product/410");
    }

    @Test
    void allThatIsMissingIsSaidAtOnce() throws IOException {
        refuses(
                "color=red",
                List.of("bogus"),
                "'bogus' is not of the form key=value; 'job' is missing; 'file' is missing");
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() throws IOException {
        refuses(
                "job=product-import\nfile=exports/a.json\ninto=shop/1\nbogus=1\ncreate=yes\nfresh=2\nmax-rejections=many",
                List.of(),
                "'bogus' is not a parameter of product-import; 'create' must be true or false, not 'yes'; "
                        + "'fresh' must be true or false, not '2'; 'shop/1' is not a target of product-import, which are like product/410; "
                        + "'many' is not a number of rejections");
    }

    @Test
    void optionsHaveValuesAndFilesAreBesideTheJobFile() throws IOException {
        Path account = Files.writeString(directory.resolve("account.json"), "{}");
        String text = "job=shelf\nfile=exports\ncreate=false\nduplicates=skip\ntypes=A,B\naccount=account.json";
        assertThat(shelf(Kind.IMPORT, text).importOrder().how().options())
                .isEqualTo(
                        Map.of("create", "false", "duplicates", "skip", "types", "A,B", "account", account.toString()));
        Path here = Path.of("pom.xml").toAbsolutePath();
        assertThat(shelf(Kind.IMPORT, text, "duplicates=overwrite", "account=pom.xml")
                        .importOrder()
                        .how()
                        .options())
                .containsEntry("duplicates", "overwrite")
                .containsEntry("account", here.toString());
        assertThat(shelf(Kind.EXPORT, "job=shelf\nfrom=shelf/1\nto=b.zip\ntypes=A\naccount=account.json")
                        .exportRequest()
                        .options())
                .isEqualTo(Map.of("types", "A", "account", account.toString()));
    }

    @Test
    void aFileOfAnOptionIsLookedAtAsTheExportIs() throws IOException {
        JobFile job = shelf(Kind.IMPORT, "job=shelf\nfile=exports\naccount=nowhere.json");
        assertThatThrownBy(job::importOrder)
                .hasMessageStartingWith("file-missing: there is no file " + directory.resolve("nowhere.json"));
        JobFile export = shelf(Kind.EXPORT, "job=shelf\nfrom=shelf/1\nto=b.zip\naccount=exports");
        assertThatThrownBy(export::exportRequest)
                .hasMessageStartingWith("file-is-directory: " + directory.resolve("exports"));
    }

    @Test
    void valuesThatAreNoneAreSaidAllAtOnce() {
        assertThatThrownBy(() -> shelf(Kind.IMPORT, "job=shelf\nfile=exports\nduplicates=Skip\ncreate=1\nother=2"))
                .hasMessageStartingWith(
                        "job-file: 'create' must be true or false, not '1'; "
                                + "'duplicates' must be one of skip, overwrite, not 'Skip'; 'other' is not a parameter of shelf (");
        assertThatThrownBy(() -> shelf(Kind.IMPORT, "job=shelf\naccount=a\\u0000b"))
                .hasMessageStartingWith(
                        "job-file: 'account' is not a path: Nul character not allowed; 'file' is missing (");
    }

    @Test
    void anUnknownJobIsNotFound() throws IOException {
        Path file = job("job=magic\nfile=a\ninto=b/c");
        assertThatThrownBy(() -> JobFile.read(file, List.of()))
                .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
                .returns(5, refused -> refused.exit().code())
                .returns("there is no job 'magic'", refused -> refused.problem().what());
    }

    @Test
    void aFileThatIsNoJobFileIsRefusedByName() throws IOException {
        Path file = job("job=\\u12");
        assertThatThrownBy(() -> JobFile.read(file, List.of()))
                .hasMessageStartingWith("job-file: '" + file + "' is not a job file: ");
        Path latin = Files.write(directory.resolve("latin.properties"), new byte[] {'a', '=', (byte) 0xe4});
        assertThatThrownBy(() -> JobFile.read(latin, List.of()))
                .hasMessageStartingWith("job-file: '" + latin + "' is not a job file: ");
    }

    private JobFile shelf(Kind kind, String text, String... overrides) throws IOException {
        JobDescriptor job = new DeclaredJob(
                kind,
                "shelf",
                "shelf",
                List.of(
                        Option.flag("create", "make it"),
                        Option.oneOf("duplicates", List.of("skip", "overwrite"), "what to do"),
                        Option.text("types", "which"),
                        Option.file("account", "whose")));
        return JobFile.read(job(text), List.of(overrides), Map.of("shelf", job)::get);
    }

    private Path job(String text) throws IOException {
        return Files.writeString(directory.resolve("import.properties"), text);
    }

    private void refuses(String text, List<String> overrides, String what) throws IOException {
        Path file = job(text);
        assertThatThrownBy(() -> JobFile.read(file, overrides))
                .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
                .returns(2, refused -> refused.exit().code())
                .extracting(RefusedException::problem)
                .hasToString("Problem[code=job-file, what=" + what + ", where=" + file
                        + ", state=Nothing was changed., next=Mend it; what a job takes, says: reprise jobs]");
    }
}
