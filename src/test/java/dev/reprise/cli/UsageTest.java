package dev.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.reprise.testing.InProcess;
import dev.reprise.testing.RepriseProcess.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is answered without Spring: help, and mistakes on the command line. */
class UsageTest {

    private static final String TARGET = "A target is a kind and a name, such as product/410.";
    private static final String LIMIT = "Give a number, such as 10, or a percentage, such as 0.5%.";

    @TempDir
    static Path directory;

    private static String export() throws IOException {
        return Files.writeString(directory.resolve("good.json"), SmallExport.TEXT)
                .toString();
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments("", 2, "usage: a command is missing", "See: reprise --help"),
                arguments(
                        "imprt",
                        2,
                        "usage: Unmatched argument at index 0: 'imprt'",
                        "Did you mean 'import'? See: reprise --help"),
                arguments("list --bogus", 2, "usage: Unknown option: '--bogus'", "See: reprise list --help"),
                arguments(
                        "list --limit 0",
                        2,
                        "usage: Invalid value for option '--limit': must be at least 1 but was '0'",
                        "See: reprise list --help"),
                arguments(
                        "list --status FAILED",
                        2,
                        "usage: Invalid value for option '--status': expected one of planned, queued, running, stopping, stopped, "
                                + "failed, completed, completed_with_rejections, abandoned but was 'FAILED'",
                        "See: reprise list --help"),
                arguments(
                        "import --into product/410",
                        2,
                        "usage: Missing required parameter: 'FILE'",
                        "See: reprise import --help"),
                arguments(
                        "recover",
                        2,
                        "usage: Missing required argument (specify one of these): (ID | --stale)",
                        "See: reprise recover --help"));
    }

    static Stream<Arguments> exports() {
        return Stream.of(
                arguments(
                        "export product/410",
                        2,
                        "usage: Missing required option: '--output=FILE'",
                        "See: reprise export --help"),
                arguments(
                        "export shop/1 -o x.json",
                        2,
                        "target-malformed: no job exports 'shop/1'",
                        "See what can be exported: reprise jobs"));
    }

    static Stream<Arguments> values() throws IOException {
        String file = export();
        return Stream.of(
                arguments(
                        "import " + file + " --parallel 0",
                        2,
                        "usage: Invalid value for option '--parallel': must be at least 1 but was '0'",
                        "See: reprise import --help"),
                arguments(
                        "purge --older-than 90",
                        2,
                        "usage: Invalid value for option '--older-than': '90' is not an age, such as 90d, 12h or 2w",
                        "See: reprise purge --help"),
                arguments(
                        "purge --keep -1",
                        2,
                        "usage: Invalid value for option '--keep': must be at least 0 but was '-1'",
                        "See: reprise purge --help"));
    }

    static Stream<Arguments> targets() throws IOException {
        String file = export();
        return Stream.of(
                arguments(
                        "import " + file + " --into product", 2, "target-malformed: 'product' is not a target", TARGET),
                arguments(
                        "import " + file + " --into product/",
                        2,
                        "target-malformed: 'product/' is not a target",
                        TARGET),
                arguments(
                        "import " + file + " --into shop/1",
                        2,
                        "target-malformed: no job writes to 'shop/1'",
                        "See what jobs write to: reprise jobs"),
                arguments(
                        "import " + file + " --into product/410 --max-rejections x",
                        2,
                        "max-rejections-malformed: 'x' is not a number of rejections",
                        LIMIT),
                arguments(
                        "import " + file + " --into product/410 --max-rejections 101%",
                        2,
                        "max-rejections-malformed: '101%' is not a number of rejections",
                        LIMIT),
                arguments(
                        "restart last --max-rejections -1",
                        2,
                        "max-rejections-malformed: '-1' is not a number of rejections",
                        LIMIT));
    }

    static Stream<Arguments> files() throws IOException {
        export();
        return Stream.of(
                arguments(
                        "import nowhere.json --into product/410",
                        5,
                        "file-missing: there is no file nowhere.json",
                        "Check the path."),
                arguments(
                        "import " + directory + " --into product/410",
                        2,
                        "file-is-directory: " + directory + " is a directory",
                        "Name the file in it to import."),
                arguments("import nowhere.json", 5, "file-missing: there is no file nowhere.json", "Check the path."),
                arguments(
                        "import " + directory + "/good.json nowhere.json",
                        5,
                        "file-missing: there is no file nowhere.json",
                        "Check the path."),
                arguments(
                        "import " + directory + "/good.json " + directory + "/good.json --into product/410",
                        2,
                        "files-into-one-target: 2 files cannot all go into product/410",
                        "Name one file, or leave --into out: each file says what it is an export of."),
                arguments(
                        "import src/main",
                        5,
                        "directory-empty: there is no *.json or *.json.gz in "
                                + Path.of("src/main").toAbsolutePath(),
                        "Check the path; directories in it are not looked into."),
                arguments(
                        "run nowhere.properties",
                        5,
                        "file-missing: there is no file nowhere.properties",
                        "Check the path."));
    }

    @ParameterizedTest(name = "reprise {0}")
    @MethodSource({"mistakes", "exports", "values", "targets", "files"})
    void aMistakeIsNamedInFourParts(String words, int exit, String what, String next) {
        Result text = run(words);
        assertThat(text.exit()).isEqualTo(exit);
        assertThat(text.out()).isEmpty();
        assertThat(text.err()).isEqualTo("error: " + what + ".\nNothing was changed. " + next + "\n");
        Result json = run(words + " --json");
        assertThat(json.exit()).isEqualTo(exit);
        assertThat(json.err()).isEqualTo(text.err());
        JsonNode document = new JsonMapper().readTree(json.out());
        assertThat(document.path("schema").asString()).isEqualTo("reprise/1");
        assertThat(document.path("type").asString()).isEqualTo("error");
        assertThat(document.path("exit").asInt()).isEqualTo(exit);
        JsonNode error = document.path("error");
        assertThat(error.path("code").asString() + ": " + error.path("what").asString())
                .isEqualTo(what);
        assertThat(error.path("state").asString()).isEqualTo("Nothing was changed.");
        assertThat(error.path("next").asString()).isEqualTo(next);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import",
                "export",
                "run",
                "plan",
                "apply",
                "rollback",
                "generations",
                "verify",
                "list",
                "status",
                "errors",
                "retry",
                "restart",
                "stop",
                "recover",
                "abandon",
                "purge",
                "jobs",
                "doctor"
            })
    void everyCommandHasHelpWithExamples(String command) {
        Result help = run(command + " --help");
        assertThat(help.exit()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out())
                .startsWith("Usage: reprise " + command + " ")
                .contains("\nExamples:\n  reprise " + command)
                .contains("--json", "--color=WHEN")
                .doesNotContain("\u001b");
        assertThat(run("help " + command).out()).isEqualTo(help.out());
    }

    @Test
    void helpNamesAllCommandsAndExitCodes() {
        Result help = run("--help");
        assertThat(help.exit()).isZero();
        assertThat(help.out()).contains("Exit codes: 0 done", "  import ", "  doctor ", "REPRISE_HOME");
        assertThat(run("--version").out()).startsWith("reprise ");
        assertThat(run("import --help").out())
                .contains(
                        "--create ",
                        "make the product if it is not there yet (product-import)",
                        "--max-rejections=N|N%",
                        "--fresh ",
                        "0.1%");
    }

    @Test
    void colorsAreOnlyWhereTheyAreWanted() {
        assertThat(run("--help --color=always").out()).contains("\u001b[");
        assertThat(run("list --bogus --color=always").err()).startsWith("\u001b[1m\u001b[31merror:");
        assertThat(run("list --bogus --color always").err()).contains("\u001b[");
        assertThat(run("list --bogus --color=never").err()).startsWith("error: ");
    }

    @Test
    void jobsListsWhatAJobFileTakes() {
        Result jobs = run("jobs");
        assertThat(jobs.exit()).isZero();
        assertThat(jobs.out().lines().map(line -> line.replaceAll(" {2,}", "  ")))
                .hasSize(7)
                .startsWith("JOB  TARGET  PARAMETERS  WHAT")
                .contains(
                        "product-import  product/410  file into max-rejections fresh prove parallel drill create  "
                                + "InSkill: a product export (JSON) replaces everything below the product",
                        "project-export  project/acme/shared/orders  to from replace asset-types asset wrap-for  "
                                + "SnapLogic: a project as an archive that can be imported again");
        assertThat(run("jobs --json").out())
                .startsWith("{\"schema\":\"reprise/1\",\"type\":\"jobs\",\"jobs\":[{\"job\":\"api-version-export\",")
                .contains("{\"job\":\"product-import\",\"source\":\"inskill\","
                        + "\"target\":\"product/410\",\"summary\":\"InSkill: a product export (JSON) replaces everything below the product\","
                        + "\"parameters\":[\"file\",\"into\",\"max-rejections\",\"fresh\",\"prove\",\"parallel\",\"drill\",\"create\"],"
                        + "\"options\":[{\"name\":\"create\",\"type\":\"flag\",\"values\":[],"
                        + "\"description\":\"make the product if it is not there yet\"}]}");
    }

    /** Starting Spring from a class that is none would be an unexpected failure. */
    private static Result run(String words) {
        return InProcess.run(
                UsageTest.class,
                new ArrayList<>(
                        List.of(words.isEmpty() ? new String[0] : words.strip().split(" "))));
    }
}
