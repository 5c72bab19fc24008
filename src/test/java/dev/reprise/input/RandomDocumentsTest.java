package dev.reprise.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** Random documents, whole and damaged, get the verdict and the content that plain Jackson gives them. The repetition is the seed. */
class RandomDocumentsTest {

    private static final byte[] SPECIAL = "{}[]\",:\\u0e-+.tfn/ \n\0\u0001".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @RepeatedTest(10)
    void everyValidDocumentIsRebuilt(RepetitionInfo repetition) throws IOException {
        SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
        for (int i = 0; i < 200; i++) {
            byte[] document = RandomJson.document(random).getBytes(StandardCharsets.UTF_8);

            assertThat(JsonOracle.tokens(document)).isPresent();
            sameAsOracle(document, settings(random));
        }
    }

    @RepeatedTest(10)
    void everyDamagedDocumentGetsTheVerdictOfAPlainParser(RepetitionInfo repetition) throws IOException {
        SplittableRandom random = new SplittableRandom(-repetition.getCurrentRepetition());
        for (int i = 0; i < 600; i++) {
            byte[] document = RandomJson.document(random).getBytes(StandardCharsets.UTF_8);

            sameAsOracle(damage(document, random), settings(random));
        }
    }

    private void sameAsOracle(byte[] document, InputSettings settings) throws IOException {
        Path file = Files.write(folder.resolve("export.json"), document);
        Optional<List<String>> tokens;
        try {
            byte[] rebuilt = WholeDocument.read(file, settings).getBytes(StandardCharsets.UTF_8);
            tokens = JsonOracle.tokens(rebuilt);
            assertThat(tokens).as("rebuilt").isPresent();
        } catch (RefusedException e) {
            tokens = Optional.empty();
        }
        assertThat(tokens)
                .as(() -> new String(document, StandardCharsets.UTF_8))
                .isEqualTo(JsonOracle.tokens(document));
    }

    /** Replaces, removes, doubles or adds one byte. */
    private static byte[] damage(byte[] document, SplittableRandom random) {
        int at = random.nextInt(document.length);
        byte other = random.nextBoolean() ? (byte) random.nextInt(256) : SPECIAL[random.nextInt(SPECIAL.length)];
        int kind = random.nextInt(4);
        if (kind == 0) {
            byte[] changed = document.clone();
            changed[at] = other;
            return changed;
        }
        int skip = kind == 1 ? 1 : 0;
        byte[] changed = Arrays.copyOf(document, document.length + 1 - 2 * skip);
        System.arraycopy(document, at + skip, changed, at + 1 - skip, document.length - at - skip);
        if (kind > 1) {
            changed[at] = kind == 2 ? document[at] : other;
        }
        return changed;
    }

    private static InputSettings settings(SplittableRandom random) {
        return new InputSettings(
                DataSize.ofMegabytes(1), 500, 1 + random.nextInt(4), DataSize.ofBytes(1 + random.nextInt(50)));
    }
}
