package dev.reprise.web.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long SECOND = 1_000_000_000L;

    private static boolean all(Pace pace, int times, long bytes, long nanos) {
        boolean fast = true;
        for (int i = 0; i < times && fast; i++) {
            fast = pace.moved(bytes, nanos);
        }
        return fast;
    }

    @Test
    void whatWasFastMustStayFast() {
        Pace pace = new Pace(1000, Duration.ofDays(1));
        assertThat(all(pace, 1000, 1 << 20, SECOND)).isTrue();
        assertThat(all(pace, 20, 1, SECOND)).isFalse();
    }

    @Test
    void oneLongPauseIsNoSlowness() {
        Pace pace = new Pace(1000, Duration.ofDays(1));
        assertThat(pace.moved(60_000, 60 * SECOND)).isTrue();
        assertThat(pace.moved(59_000, 60 * SECOND)).isFalse();
    }

    @Test
    void timeInWhichNobodyIsWaitedForDoesNotCount() {
        assertThat(all(new Pace(1000, Duration.ofDays(1)), 100_000, 1, 1000)).isTrue();
    }
}
