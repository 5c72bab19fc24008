package dev.reprise.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The files of Nicolas Seriot's JSONTestSuite, which is not part of this repository. */
class JsonTestSuiteTest {

    private Path suite = Path.of("");

    @BeforeEach
    void findSuite() {
        String corpora = System.getProperty("corpora.dir");
        assumeTrue(
                corpora != null,
                "skipped, as JSONTestSuite is not here: clone it into a directory D and run mvn test -Dcorpora.dir=D");
        suite = Path.of(corpora, "JSONTestSuite", "test_parsing");
    }

    @Test
    void acceptsAllThatMustBeAcceptedButRepeatedNamesAndTheCharacterZero() throws IOException {
        assertThat(files("y_")).hasSize(95);
        assertThat(files("y_").stream()
                        .filter(file -> !accepts(file))
                        .map(file -> file.getFileName().toString()))
                .containsExactlyInAnyOrder(
                        "y_object_duplicated_key.json",
                        "y_object_duplicated_key_and_value.json",
                        "y_object_escaped_null_in_key.json",
                        "y_string_null_escape.json");
    }

    @Test
    void rebuildsWhatItAccepts() throws IOException {
        for (Path file : files("")) {
            if (accepts(file)) {
                byte[] rebuilt =
                        WholeDocument.read(file, InputSettings.defaults()).getBytes(StandardCharsets.UTF_8);
                assertThat(JsonOracle.tokens(rebuilt))
                        .as(file.toString())
                        .isPresent()
                        .isEqualTo(JsonOracle.tokens(Files.readAllBytes(file)));
            }
        }
    }

    @Test
    void refusesAllThatMustBeRefused() throws IOException {
        assertThat(files("n_")).hasSize(188).noneMatch(JsonTestSuiteTest::accepts);
    }

    @Test
    void acceptsOrRefusesAllThatIsLeftOpen() throws IOException {
        assertThat(files("i_"))
                .isNotEmpty()
                .allSatisfy(file -> assertThatCode(() -> accepts(file)).doesNotThrowAnyException());
    }

    private List<Path> files(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(suite)) {
            return List.copyOf(new TreeSet<>(
                    files.filter(file -> file.getFileName().toString().startsWith(prefix))
                            .toList()));
        }
    }

    private static boolean accepts(Path file) {
        return Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            try {
                WholeDocument.read(file, InputSettings.defaults());
                return true;
            } catch (RefusedException e) {
                return false;
            }
        });
    }
}
