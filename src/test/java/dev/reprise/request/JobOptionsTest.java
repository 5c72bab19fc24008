package dev.reprise.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.engine.FileTargets.Addressee;
import dev.reprise.engine.job.ImportRequest;
import dev.reprise.engine.job.JobDescriptor;
import dev.reprise.engine.job.JobDescriptor.Kind;
import dev.reprise.engine.job.JobDescriptor.Option;
import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.job.Target;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ImportKind;
import dev.reprise.testing.DeclaredJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options with values, of jobs that share some of them. */
class JobOptionsTest {

    private static final Option DUPLICATES = Option.oneOf("duplicates", List.of("skip", "overwrite"), "what to do");
    private static final JobDescriptor SHELF = job(
            "shelf-import",
            Option.flag("create", "make it"),
            DUPLICATES,
            Option.text("types", "which"),
            Option.file("account", "whose"));
    private static final JobDescriptor BOX = job(
            "box-import",
            Option.flag("create", "make it"),
            Option.oneOf("duplicates", List.of("skip", "fail"), "what else to do"));

    @TempDir
    Path directory;

    @Test
    void anOptionOfTwoJobsIsThereOnceWithTheValuesOfBoth() {
        assertThat(JobOptions.all(List.of(SHELF, BOX)))
                .containsExactly(
                        Option.flag("create", "make it"),
                        Option.oneOf("duplicates", List.of("skip", "overwrite", "fail"), "what to do"),
                        Option.text("types", "which"),
                        Option.file("account", "whose"));
        assertThat(JobOptions.all(List.of(SHELF, job("any", Option.text("duplicates", "whatever")))))
                .contains(Option.text("duplicates", "what to do"));
        assertThat(JobOptions.descriptions(List.of(SHELF, BOX), "create"))
                .containsExactly("make it (shelf-import, box-import)");
        assertThat(JobOptions.descriptions(List.of(SHELF, BOX), "duplicates"))
                .containsExactly("what to do (shelf-import)", "what else to do (box-import)");
        JobDescriptor odd = job("odd", Option.text("create", "what to make"));
        assertThatThrownBy(() -> JobOptions.all(List.of(SHELF, odd)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("--create");
    }

    @Test
    void itsPlaceholderSaysWhatItMayBe() {
        assertThat(JobOptions.all(List.of(SHELF)))
                .extracting(JobOptions::placeholder)
                .containsExactly("", "skip|overwrite", "TEXT", "FILE");
    }

    @Test
    void whatIsGivenIsHandedOnWithFilesAsAbsolutePaths() throws IOException {
        Path file = Files.writeString(directory.resolve("a.json"), "{}");
        Path here = Path.of("").toAbsolutePath();
        assertThat(JobOptions.of(
                        List.of(SHELF),
                        Map.of(
                                "create", "true",
                                "duplicates", "overwrite",
                                "types", "A,B",
                                "account", here.relativize(file).toString())))
                .isEqualTo(Map.of(
                        "create",
                        "true",
                        "duplicates",
                        "overwrite",
                        "types",
                        "A,B",
                        "account",
                        here.resolve(here.relativize(file)).toString()));
    }

    @Test
    void anotherValueIsRefusedAndTheRightOnesAreNamed() {
        refuses(
                2,
                "option-malformed: --duplicates must be one of skip, overwrite, not 'Skip'",
                Map.of("duplicates", "Skip"),
                SHELF);
        refuses(
                2,
                "option-malformed: --duplicates must be one of skip, overwrite, not 'fail'",
                Map.of("duplicates", "fail"),
                SHELF);
        assertThat(JobOptions.of(List.of(SHELF, BOX), Map.of("duplicates", "fail")))
                .containsEntry("duplicates", "fail");
    }

    @Test
    void anOptionThatTheJobDoesNotTakeIsRefused() {
        refuses(2, "option-not-taken: --types is not an option of box-import", Map.of("types", "A"), BOX);
        refuses(
                2,
                "option-not-taken: --what is not an option of shelf-import or box-import",
                Map.of("what", "A"),
                SHELF,
                BOX);
    }

    @Test
    void aFileMustBeThere() {
        refuses(5, "file-missing: there is no file nowhere.json", Map.of("account", "nowhere.json"), SHELF);
        String folder = directory.toString();
        refuses(2, "file-is-directory: " + folder + " is a directory", Map.of("account", folder), SHELF);
    }

    @Test
    void ofManyFilesEachGetsWhatItsJobTakesAndASingleOneMustTakeAll() throws IOException {
        Path file = Files.writeString(directory.resolve("a.json"), "{}");
        Map<String, String> given = Map.of("create", "true", "types", "A", "duplicates", "overwrite");
        assertThat(request(given, directory, SHELF, file).options()).isEqualTo(given);
        assertThat(request(given, file, SHELF, file).options()).isEqualTo(given);
        Map<String, String> fewer = Map.of("create", "true", "types", "A");
        assertThat(request(fewer, directory, BOX, file).options()).isEqualTo(Map.of("create", "true"));
        assertThatThrownBy(() -> request(fewer, file, BOX, file))
                .hasMessageStartingWith("option-not-taken: --types is not an option of box-import");
        assertThatThrownBy(() -> request(given, directory, BOX, file))
                .hasMessageStartingWith("option-malformed: --duplicates must be one of skip, fail, not 'overwrite'");
    }

    private static ImportRequest request(Map<String, String> options, Path ordered, JobDescriptor job, Path file) {
        var how = new ImportOrder.Manner(options, RejectionLimit.NONE, false, ImportKind.IMPORT, false);
        return new ImportOrder(List.of(ordered), null, null, how, 1)
                .request(file, new Addressee(job, Target.parse(job.targetExample())));
    }

    private static JobDescriptor job(String name, Option... options) {
        return new DeclaredJob(Kind.IMPORT, name, name.split("-")[0], List.of(options));
    }

    private static void refuses(int exit, String what, Map<String, String> given, JobDescriptor... jobs) {
        assertThatThrownBy(() -> JobOptions.of(List.of(jobs), given))
                .hasMessageStartingWith(what + ".\nNothing was changed. ")
                .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
                .returns(exit, refused -> refused.exit().code());
    }
}
