package dev.reprise.cli.many;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.cli.view.Output;
import dev.reprise.record.RefusedException;
import dev.reprise.report.Counts;
import dev.reprise.report.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** One line for all on a terminal, a line each elsewhere; what went wrong is said at once. */
class ManyViewTest {

    private static final Path A = Path.of("/exports/a.json");
    private static final Path B = Path.of("/exports/b.json");
    private static final String CLEAR = "\r\u001b[K";

    @Test
    void aTerminalShowsOneLineThatGivesWayToWhatIsSaid() {
        String said = err(true, view -> {
            view.listener(A).progress(new Progress(new UUID(0, 1), "product/1", "load", 1, 2, new Counts(1234, 0, 0)));
            view.listener(A).says("waiting");
            view.ended(refused());
        });
        assertThat(said)
                .isEqualTo("\r0 of 3 done, 0 failed, 1 running, 1 234 records\u001b[K" + CLEAR + "a.json: waiting\n"
                        + "1 of 3  b.json  not imported\nerror: broken: it is broken.\nNothing was changed. Mend it.\n"
                        + "\r1 of 3 done, 1 failed, 1 running, 1 234 records\u001b[K" + CLEAR);
    }

    @Test
    void elsewhereThereIsALineWhenEachHasEnded() {
        String said = err(false, view -> {
            view.listener(A).progress(new Progress(new UUID(0, 1), "product/1", "load", 1, 2, new Counts(5, 0, 0)));
            view.ended(refused());
        });
        assertThat(said)
                .isEqualTo(
                        "1 of 3  b.json  not imported\nerror: broken: it is broken.\nNothing was changed. Mend it.\n");
    }

    private static Outcome refused() {
        return Outcome.of(B, RefusedException.file("broken", "it is broken", null, "Mend it."));
    }

    private static String err(boolean terminal, Consumer<ManyView> work) {
        PrintStream before = System.err;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try {
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            try (ManyView view = new ManyView(Output.of(List.of("--color=never")), terminal, 3)) {
                work.accept(view);
            }
        } finally {
            System.setErr(before);
        }
        return err.toString(StandardCharsets.UTF_8);
    }
}
