package dev.reprise.source.inskill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.report.ImportStatus;
import dev.reprise.testing.Exports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes in comes out, and what comes out goes in again and is the same. {@link LosslessTest} does so value by value. */
class RoundTripTest {

    @TempDir
    private static Path folder;

    private static Importer importer;
    private static RoundTrip roundTrip;

    @BeforeAll
    static void start() {
        importer = new Importer();
        roundTrip = new RoundTrip(importer);
    }

    @AfterAll
    static void stop() {
        roundTrip.close();
        importer.close();
    }

    private static void check(long product, String json) {
        assertThat(importer.run(product, folder, json))
                .as(json)
                .returns(null, report -> report.error())
                .returns(ImportStatus.COMPLETED, report -> report.status());
        roundTrip.check(product, folder, json);
    }

    @Test
    void theSampleComesOut() throws IOException {
        check(410, Files.readString(Path.of("jobs/inskill/sample.json")));
    }

    @Test
    void aFileOfManyBlocksComesOut() throws IOException {
        long product = Importer.newProduct();
        Path file = folder.resolve("many.json");
        Exports.write(file, product, "acme.many", 300, 7);
        check(product, Files.readString(file));
    }

    @Test
    void anArrayThatIsNamedLikeAPlaceComesOut() {
        long product = Importer.newProduct();
        check(product, """
                {"data":{"product":{"id":%d,"bundle_id":"b"},"tasks/%%s/steps":[{"a":1},2],"tasks":[{"guid":"%s","steps":[{"guid":"%s"}]}],
                 "tasks/0":[]}}
                """.formatted(product, new UUID(0x4000, 1), new UUID(0x4000, 2)));
    }

    @RepeatedTest(40)
    void anyExportComesOut(RepetitionInfo repetition) {
        long product = Importer.newProduct();
        check(product, RandomExport.of(product, repetition.getCurrentRepetition()));
    }
}
