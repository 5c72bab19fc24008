package dev.reprise.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.report.Counts;
import dev.reprise.report.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** How progress looks to a person at a terminal, in a log, and to a program. */
class ProgressViewTest {

    private static final UUID ID = UUID.fromString("019a2b00-0000-7000-8000-000000000000");

    private long now;

    @Test
    void aTerminalShowsOneLineThatIsDrawnAnew() {
        String shown = shown(List.of(), true, view -> {
            step(view, 1, 0);
            step(view, 0.05, 100);
            step(view, 10, 500);
            view.says("a remark");
            view.end();
        });
        assertThat(shown)
                .isEqualTo("\rproduct/410 load    0 %  0 rows  0 rows/s    0 rejected\u001b[K"
                        + "\rproduct/410 load   50 %  5 000 rows  400 rows/s  about 12.5 s left  0 rejected\u001b[K"
                        + "\r\u001b[Ka remark\n");
    }

    @Test
    void aLogGetsAPlainLineEveryThirtySeconds() {
        String shown = shown(List.of(), false, view -> {
            step(view, 10, 100);
            step(view, 10, 200);
            step(view, 10, 300);
            step(view, 29, 500);
            step(view, 1, 600);
        });
        assertThat(shown).isEqualTo("""
                        product/410 load   30 %  3 000 rows  100 rows/s  about 1 m 10 s left  0 rejected
                        product/410 load   60 %  6 000 rows  100 rows/s  about 40.0 s left  0 rejected
                        """);
    }

    @Test
    void aProgramGetsAnEventASecond() {
        String shown = shown(List.of("--json"), true, view -> {
            step(view, 1, 100);
            step(view, 0.5, 200);
            step(view, 0.5, 300);
        });
        assertThat(shown.lines())
                .hasSize(2)
                .last()
                .isEqualTo("{\"schema\":\"reprise/1\",\"type\":\"progress\",\"import\":\"" + ID
                        + "\",\"target\":\"product/410\",\"step\":\"load\",\"bytes\":300,\"file_size\":1000,\"read\":3000,"
                        + "\"written\":3000,\"rejected\":0,\"rows_per_second\":2000}");
    }

    private void step(ProgressView view, double seconds, long bytes) {
        now += Math.round(seconds * 1e9);
        view.progress(new Progress(ID, "product/410", "load", bytes, 1000, new Counts(10 * bytes, 10 * bytes, 0)));
    }

    private String shown(List<String> words, boolean terminal, Consumer<ProgressView> work) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream outBefore = System.out;
        PrintStream errBefore = System.err;
        try (PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(stream);
            System.setErr(stream);
            work.accept(ProgressView.of(Output.of(words), terminal, () -> now));
        } finally {
            System.setOut(outBefore);
            System.setErr(errBefore);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
