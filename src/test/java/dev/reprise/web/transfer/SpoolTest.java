package dev.reprise.web.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reprise.record.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** What one caller can take of the disk and of time, and what stays on the disk. */
class SpoolTest {

    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path folder;

    private Spool spool(long uploadSize, Duration uploadTime) {
        return new Spool(
                folder,
                new TransferSettings(
                        DataSize.ofBytes(uploadSize),
                        null,
                        DAY,
                        DAY,
                        DataSize.ofBytes(0),
                        DataSize.ofBytes(1),
                        DataSize.ofBytes(1),
                        uploadTime,
                        DAY));
    }

    private static InputStream some() {
        return new ByteArrayInputStream(new byte[100]);
    }

    private static void refused(String code, Runnable work) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(work::run)
                .satisfies(refusal -> assertThat(refusal.problem().code()).isEqualTo(code));
    }

    @Test
    void oneHasHalfOfThePlaces() {
        Spool spool = spool(1000, DAY);
        for (int i = 0; i < 20; i++) {
            spool.accept("one", some(), -1);
        }
        refused("uploads-full", () -> spool.accept("one", some(), -1));
        try (Incoming other = spool.accept("other", some(), -1)) {
            assertThat(other.receive(other.content(), ".json").size()).isEqualTo(100);
        }
    }

    @Test
    void whatTakesForeverIsGivenUp() throws IOException {
        try (Incoming slow = spool(1000, Duration.ZERO).accept("one", some(), -1)) {
            refused("upload-slow", () -> slow.receive(slow.content(), ".json"));
        }
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() ->
                        new Downloads(1, Duration.ZERO).send("one", new ByteArrayOutputStream(), out -> out.write(1)));
        new Downloads(1, DAY).send("one", new ByteArrayOutputStream(), out -> out.write(1));
    }

    @Test
    void whatStallsIsSlow() {
        InputStream stalled = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException(new SocketTimeoutException());
            }
        };
        try (Incoming slow = spool(1000, DAY).accept("one", stalled, -1)) {
            refused("upload-slow", () -> slow.receive(slow.content(), ".json"));
        }
    }

    /** What cannot be over in time holds the room that it has announced for nothing. */
    @Test
    void whatAnnouncesMuchMustBeFast() {
        Pace pace = spool(1000, Duration.ofSeconds(100)).pace(1_000_000);
        assertThat(pace.moved(60_000, Duration.ofSeconds(11).toNanos())).isTrue();
        assertThat(pace.moved(50_000, Duration.ofSeconds(11).toNanos())).isFalse();
    }

    private static void old(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofMinutes(16))));
    }

    @Test
    void aPartStaysWhileTheRestOfItsFormIsComing() throws IOException {
        Spool spool = spool(1000, DAY);
        Path part;
        try (Incoming form = spool.accept("one", some(), -1)) {
            part = form.receive(form.content(), ".accounts.json").file();
            old(part);
            spool.reclaim((restartable, partly) -> Set.of());
            assertThat(part).exists();
            // so that it stays for a process that does not know of the form, too
            assertThat(Files.getLastModifiedTime(part).toInstant())
                    .isAfter(Instant.now().minus(Duration.ofMinutes(1)));
        }
        spool.reclaim((restartable, partly) -> Set.of());
        assertThat(part).exists();
        old(part);
        spool.reclaim((restartable, partly) -> Set.of(part.toString()));
        assertThat(part).exists();
        spool.reclaim((restartable, partly) -> Set.of());
        assertThat(part).doesNotExist();
    }
}
