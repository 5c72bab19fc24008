package dev.reprise.source.inskill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GUIDs are taken in their one form, in either case, and nothing else is. */
class GuidTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000-0000-0000-0000-000000000000",
                "ffffffff-ffff-ffff-ffff-ffffffffffff",
                "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
                "9a1f0000-0000-4000-8000-000000000001"
            })
    void aGuidIsItself(String text) {
        assertThat(Guid.parse(text)).hasToString(text).isEqualTo(UUID.fromString(text));
        assertThat(isCanonical(text)).isTrue();
    }

    @Test
    void upperCaseIsTheSameGuidButNotItsText() {
        assertThat(Guid.parse("0F1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"))
                .isEqualTo(Guid.parse("0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"));
        assertThat(isCanonical("0F1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0")).isFalse();
        assertThat(isCanonical("0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1fF")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-2-3-4-5",
                "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
                "{0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0}",
                "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f",
                "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0 ",
                " 0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f",
                "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1fg",
                "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1+0",
                "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f-",
                "0f1e2d3c04b5a-6978-8796-a5b4c3d2e1f0",
                "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f\u0660",
                "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1\uff11f"
            })
    void anythingElseIsNone(String text) {
        assertThat(Guid.parse(text)).isNull();
    }

    private static boolean isCanonical(String text) {
        byte[] utf8 = ("x" + text + "A").getBytes(StandardCharsets.UTF_8);
        return Guid.isCanonical(utf8, 1, utf8.length - 1);
    }
}
