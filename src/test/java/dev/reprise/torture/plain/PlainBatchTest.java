package dev.reprise.torture.plain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.Fault.Mode;
import dev.reprise.torture.plain.Restarts.End;
import dev.reprise.torture.plain.Verdict.Kind;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The comparison with a plain Spring Batch job is fair, and its judge not blind; {@link PlainBatchSoak} does the whole of it. */
class PlainBatchTest {

    private static final End COMPLETED = new End(true, "");
    private static final End STUCK = new End(false, "it cannot be restarted");
    /** The first chunk is written a little later. */
    private static final int START_OF_THE_JOB = 25;

    @TempDir
    static Path directory;

    private static PlainLoop loop;

    @BeforeAll
    static void open() throws Exception {
        loop = new PlainLoop(directory);
    }

    @AfterAll
    static void close() {
        loop.close();
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void withoutAFaultEachRowIsThereOnce(Scenario scenario) throws Exception {
        loop.reset();
        End end = loop.restart(scenario);
        assertThat(end.completed()).as(end.remark()).isTrue();
        assertThat(loop.judge(scenario, end)).isEqualTo(new Verdict(Kind.EXACT, ""));
        assertThat(loop.jdbc().queryForObject("SELECT string_agg(status, ' ') FROM batch_job_execution", String.class))
                .isEqualTo("COMPLETED");
    }

    @Test
    void whatIsMissingDoubledOrStuckIsSeen() throws Exception {
        loop.reset();
        loop.restart(Scenario.PLAIN);
        assertThat(loop.judge(Scenario.PLAIN, STUCK).kind()).isEqualTo(Kind.WRONG_STATUS);
        loop.jdbc().update("INSERT INTO item VALUES (7, 'item 7')");
        assertThat(loop.judge(Scenario.PLAIN, COMPLETED)).isEqualTo(new Verdict(Kind.DOUBLED, "[7 item 7]"));
        assertThat(loop.judge(Scenario.PLAIN, STUCK).kind()).isEqualTo(Kind.STUCK);
        loop.jdbc().update("DELETE FROM item WHERE id = 7");
        assertThat(loop.judge(Scenario.PLAIN, COMPLETED)).isEqualTo(new Verdict(Kind.LOST, "[7 item 7]"));
        loop.jdbc().update("INSERT INTO item VALUES (7, 'item seven')");
        assertThat(loop.judge(Scenario.PLAIN, COMPLETED).kind()).isEqualTo(Kind.LOST);
    }

    /** Should this fail with a later Spring Batch, then that one is better: say so where the figures are told. */
    @Test
    void aConnectionThatIsLostAfterTheWritesOfAChunkLosesTheChunk() throws Exception {
        Optional<Verdict> verdict = Optional.of(new Verdict(Kind.EXACT, ""));
        for (int point = START_OF_THE_JOB; verdict.isPresent() && verdict.get().kind() != Kind.LOST; point++) {
            verdict = loop.point(Scenario.PLAIN, Mode.CUT, point);
        }
        assertThat(verdict).contains(new Verdict(Kind.LOST, "[1 item 1, 2 item 2, 3 item 3, 4 item 4, 5 item 5]"));
    }
}
