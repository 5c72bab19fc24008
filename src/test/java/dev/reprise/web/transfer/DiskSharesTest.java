package dev.reprise.web.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reprise.record.RefusedException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** One body may take all the room of the disk, several of one caller half of it. */
class DiskSharesTest {

    private static final long GIGABYTE = 1 << 30;

    private final AtomicLong room = new AtomicLong(10 * GIGABYTE);
    private final DiskShares shares = new DiskShares(room::get);

    private static void full(Runnable work) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(work::run)
                .satisfies(full -> assertThat(full.problem().code()).isEqualTo("spool-full"));
    }

    @Test
    void whatOneAnnouncesKeepsNobodyElseOut() {
        DiskShares.Share first = shares.begin("one", 2 * GIGABYTE);
        DiskShares.Share second = shares.begin("one", 2 * GIGABYTE);
        full(() -> shares.begin("one", 2 * GIGABYTE));
        shares.begin("other", 2 * GIGABYTE).end();
        first.end();
        second.end();
        shares.begin("one", 9 * GIGABYTE).end();
        full(() -> shares.begin("one", 11 * GIGABYTE));
    }

    /** Bodies in chunks say nothing of their length. */
    @Test
    void whatOneBringsKeepsNobodyElseOut() {
        DiskShares.Share first = shares.begin("one", 0);
        shares.begin("one", 0);
        bring(first, 4 * GIGABYTE);
        full(() -> bring(first, 2 * GIGABYTE));
        DiskShares.Share other = shares.begin("other", 0);
        bring(other, 3 * GIGABYTE);
        room.set(-1);
        full(() -> bring(other, GIGABYTE));
    }

    /** What was granted is not taken away because others bring what was granted to them. */
    @Test
    void whatWasGrantedMayCome() {
        DiskShares.Share first = shares.begin("one", 2 * GIGABYTE);
        DiskShares.Share second = shares.begin("one", 2 * GIGABYTE);
        DiskShares.Share other = shares.begin("other", 2 * GIGABYTE);
        DiskShares.Share another = shares.begin("other", 2 * GIGABYTE);
        for (DiskShares.Share share : new DiskShares.Share[] {first, other, second, another}) {
            bring(share, 2 * GIGABYTE);
        }
        for (DiskShares.Share share : new DiskShares.Share[] {first, other, second, another}) {
            share.end();
        }
        room.set(10 * GIGABYTE);
        shares.begin("third", 10 * GIGABYTE).end();
    }

    private void bring(DiskShares.Share share, long bytes) {
        room.addAndGet(-bytes);
        share.came(bytes);
    }

    @Test
    void whatWasAnnouncedAndHasComeCountsOnce() {
        DiskShares.Share first = shares.begin("one", 5 * GIGABYTE);
        bring(first, 5 * GIGABYTE);
        DiskShares.Share rest = shares.begin("other", 5 * GIGABYTE);
        assertThat(rest).isNotNull();
        full(() -> shares.begin("third", 1));
    }
}
