package dev.reprise.input.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is damaged in a good archive: either it is refused, or all of it is read as it was. */
class DamagedArchivesTest {

    private static final long SEED = 20_261_126;
    private static final int ROUNDS = 3000;

    @TempDir
    private Path folder;

    private final List<String> expected = new ArrayList<>();

    private static byte[] good(boolean zip64) {
        RawEntry commented = RawEntry.of("files/größe").flags(0x800);
        commented.comment = "a comment".getBytes(UTF_8);
        RawArchive archive = RawArchive.of(
                RawEntry.of("a.json"),
                RawEntry.stored("files/", new byte[0]),
                RawEntry.stored("files/b", "stored".getBytes(UTF_8)).mode(0100644),
                RawEntry.of("files/c").descriptor(true, false),
                RawEntry.of("files/d").descriptor(false, true),
                RawEntry.of("files/e").zip64(),
                commented,
                RawEntry.of("ö").extra(HostileNames.unicode("ö", "ö")),
                RawEntry.deflated("zeros", new byte[3000]));
        archive.zip64 = zip64;
        archive.comment = "the end".getBytes(UTF_8);
        return archive.bytes();
    }

    @Test
    void flippedBytesAreNoticedOrHarmless() throws IOException {
        Random random = new Random(SEED);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = good(round % 2 == 0);
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            }
            refused += isRefused(bytes, round) ? 1 : 0;
        }
        assertThat(refused).isBetween(ROUNDS / 2, ROUNDS - 1);
    }

    @Test
    void replacedNumbersAreNoticedOrHarmless() throws IOException {
        Random random = new Random(SEED + 1);
        byte[][] values = {
            {0, 0}, {-1, -1}, {-1, -1, -1, -1}, {0, 0, 0, 0}, {-1, -1, -1, 127}, {'P', 'K', 5, 6}, {8, 0}, {1, 0}
        };
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = good(round % 2 == 0);
            byte[] value = values[random.nextInt(values.length)];
            System.arraycopy(value, 0, bytes, random.nextInt(bytes.length - value.length), value.length);
            isRefused(bytes, round);
        }
    }

    @Test
    void everyShorterFileIsRefused() throws IOException {
        for (boolean zip64 : new boolean[] {true, false}) {
            byte[] whole = good(zip64);
            for (int length = 0; length < whole.length; length++) {
                assertThat(isRefused(Arrays.copyOf(whole, length), length)).isTrue();
            }
        }
    }

    private boolean isRefused(byte[] bytes, int round) throws IOException {
        Path file = Files.write(folder.resolve("upload.zip"), bytes);
        List<String> read;
        try {
            read = read(file);
        } catch (RefusedException e) {
            assertThat(e.problem().code()).startsWith("zip-");
            return true;
        } catch (RuntimeException e) {
            throw new AssertionError("round " + round, e);
        }
        assertThat(read).as("round " + round).isEqualTo(expected());
        return false;
    }

    private List<String> expected() throws IOException {
        if (expected.isEmpty()) {
            expected.addAll(read(Files.write(folder.resolve("good.zip"), good(true))));
        }
        return expected;
    }

    private static List<String> read(Path file) throws IOException {
        List<String> read = new ArrayList<>();
        try (Archive archive = Archive.open(file, ArchiveSettings.defaults())) {
            for (int i = 0; i < archive.size(); i++) {
                read.add(archive.name(i) + HexFormat.of().formatHex(archive.read(i)));
            }
        }
        return read;
    }
}
