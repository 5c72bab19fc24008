package dev.reprise.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.record.Exit;
import dev.reprise.record.RefusedException;
import dev.reprise.testing.Gzip;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** A compressed file is read as what is in it, and one that is not whole is read by nobody. */
class CompressedExportTest {

    private static final InputSettings ONE_BY_ONE =
            new InputSettings(DataSize.ofMegabytes(1), 500, 1, DataSize.ofBytes(1));

    @TempDir
    private Path folder;

    private ExportText export = new ExportText();
    private byte[] plain = new byte[0];

    @BeforeEach
    void aDocument() {
        export = ExportText.sample(20);
        plain = export.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Many fingerprint blocks, and elements that others have not. */
    private void aLargeDocument() {
        export = new ExportText().add("{\"data\":{\"tasks\":[").array("/data/tasks");
        for (int i = 0; i < 90; i++) {
            export.add(i == 0 ? "" : ",").element("\"" + i + "設😀é".repeat(3700 + i) + "\"");
        }
        plain = export.add("],\"größe\":\"é\"}}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("export.json.gz"), bytes);
    }

    private static List<ExportText.Element> read(Path file, @Nullable Position from, List<Position> positions)
            throws IOException {
        List<ExportText.Element> elements = new ArrayList<>();
        try (JsonExportReader reader = new JsonExportReader(file, "data", ONE_BY_ONE, from)) {
            for (Block block = reader.read(); block != null; block = reader.read()) {
                block.records()
                        .forEach(record -> elements.add(new ExportText.Element(
                                record.origin().pointer(), record.origin().offset(), Slices.text(record))));
                positions.add(block.position());
            }
        }
        return elements;
    }

    private static void isRefused(Path file, String code) {
        assertThatThrownBy(() -> read(file, null, new ArrayList<>()))
                .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
                .returns(Exit.REFUSED, RefusedException::exit)
                .returns(code, refused -> refused.problem().code())
                .extracting(refused -> refused.problem().where())
                .asString()
                .startsWith(file + ", byte ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"export.json.gz", "export.json"})
    void isReadWhateverItsName(String name) throws IOException {
        Path file = Files.write(folder.resolve(name), Gzip.of(plain));
        assertThat(JsonExportReader.isCompressed(file)).isTrue();
        assertThat(read(file, null, new ArrayList<>())).isEqualTo(export.elements());
    }

    @Test
    void anyPositionGivesTheRest() throws IOException {
        aLargeDocument();
        Path file = file(Gzip.of(plain));
        List<Position> positions = new ArrayList<>();
        assertThat(read(file, null, positions)).isEqualTo(export.elements());
        assertThat(positions).extracting(Position::fileBytes).isSorted().last().isEqualTo(Files.size(file));
        for (int i = 0; i < positions.size(); i += 8) {
            Position position = positions.get(i);
            JsonExportReader.checkTail(file, position);
            JsonExportReader.checkChain(file, position);
            List<Position> rest = new ArrayList<>();
            assertThat(read(file, position, rest))
                    .isEqualTo(
                            export.elements().subList(i + 1, export.elements().size()));
            for (int k = 0; k < rest.size() - 1; k++) {
                assertThat(rest.get(k).offset())
                        .isEqualTo(positions.get(i + 1 + k).offset());
                assertThat(rest.get(k).chain())
                        .isEqualTo(positions.get(i + 1 + k).chain());
                assertThat(Arrays.copyOf(rest.get(k).tail(), Fingerprint.LENGTH))
                        .isEqualTo(Arrays.copyOf(positions.get(i + 1 + k).tail(), Fingerprint.LENGTH));
            }
        }
    }

    @Test
    void whatWasChangedBeforeAPositionIsNoticed() throws IOException {
        aLargeDocument();
        List<Position> positions = new ArrayList<>();
        read(file(Gzip.of(plain)), null, positions);
        Position position = positions.get(60);
        assertThat(position.offset()).isGreaterThan(3L * Fingerprint.BLOCK);
        for (int at : new int[] {20, (int) position.offset() - 2}) {
            byte[] changed = plain.clone();
            changed[at] = 'x';
            Path file = file(Gzip.of(changed));
            changed(() -> JsonExportReader.checkChain(file, position));
            changed(() -> read(file, position, new ArrayList<>()));
        }
        Path shorter = file(Gzip.of(Arrays.copyOf(plain, (int) position.offset() - 1)));
        changed(() -> read(shorter, position, new ArrayList<>()));
        byte[] later = plain.clone();
        later[later.length - 4] = 'x';
        Path file = file(Gzip.of(later));
        assertThatCode(() -> JsonExportReader.checkChain(file, position)).doesNotThrowAnyException();
    }

    private static void changed(ThrowingCallable read) {
        assertThatThrownBy(read).hasMessageStartingWith("file-changed: ");
    }

    @Test
    void severalMembersAreOneDocument() throws IOException {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        for (int from = 0; from < plain.length; from += 100) {
            members.write(Gzip.of(Arrays.copyOfRange(plain, from, Math.min(from + 100, plain.length))));
            members.write(Gzip.of(new byte[0]));
        }
        assertThat(read(file(members.toByteArray()), null, new ArrayList<>())).isEqualTo(export.elements());
    }

    @Test
    void aHeaderMayHoldMore() throws IOException {
        byte[] gzip = Gzip.of(plain);
        ByteArrayOutputStream more = new ByteArrayOutputStream();
        more.write(new byte[] {0x1f, (byte) 0x8b, 8, 31, 1, 2, 3, 4, 0, 3});
        more.write(new byte[] {3, 0, 9, 9, 9});
        more.write("name\0comment\0".getBytes(StandardCharsets.US_ASCII));
        more.write(new byte[] {1, 2});
        more.write(gzip, 10, gzip.length - 10);
        assertThat(read(file(more.toByteArray()), null, new ArrayList<>())).isEqualTo(export.elements());
    }

    @Test
    void oneThatEndsEarlyIsRefusedWhereverItEnds() throws IOException {
        byte[] gzip = Gzip.of(plain);
        for (int length = 0; length < gzip.length; length++) {
            isRefused(file(Arrays.copyOf(gzip, length)), "gzip-truncated");
        }
    }

    /** Only the time, the level and the system in the header, and bits that fill a byte up, say nothing of the content. */
    @Test
    void noDamageIsTakenForContent() throws IOException {
        byte[] gzip = Gzip.of(plain);
        int harmless = 0;
        for (int at = 0; at < gzip.length; at++) {
            byte[] damaged = gzip.clone();
            damaged[at] ^= 0x10;
            try {
                assertThat(read(file(damaged), null, new ArrayList<>())).isEqualTo(export.elements());
                harmless++;
            } catch (RefusedException e) {
                assertThat(e.exit()).isEqualTo(Exit.REFUSED);
            }
        }
        assertThat(harmless).isBetween(6, 7);
    }

    @Test
    void aWrongCheckSumOrLengthIsDamage() throws IOException {
        byte[] gzip = Gzip.of(plain);
        for (int at = gzip.length - 8; at < gzip.length; at++) {
            byte[] damaged = gzip.clone();
            damaged[at]++;
            isRefused(file(damaged), "gzip-damaged");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\0", "\0\0\0\0\0\0\0\0\0\0\0\0", "{}"})
    void whatFollowsIsRefused(String garbage) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(Gzip.of(plain));
        bytes.write(garbage.getBytes(StandardCharsets.UTF_8));
        isRefused(file(bytes.toByteArray()), "gzip-trailing");
    }

    @Test
    void aNameAloneMakesNoGzip() throws IOException {
        isRefused(file(plain), "gzip-damaged");
    }

    @Test
    void aSecondDocumentInAMemberOfItsOwnFollowsTheFirst() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(Gzip.of(plain));
        bytes.write(Gzip.of(plain));
        isRefused(file(bytes.toByteArray()), "json-trailing-data");
    }
}
