package dev.reprise.source.inskill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.report.ImportReport;
import dev.reprise.report.ImportStatus;
import dev.reprise.testing.ExactJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What was imported comes out again: as the same JSON, and from then on byte for byte, also by way of another database, whose
 * generations lie in tables of their own.
 */
final class RoundTrip implements AutoCloseable {

    private final Importer here;
    private final Importer there = new Importer("reprise.large-from=0B", "reprise.input.block-records=3");

    RoundTrip(Importer here) {
        this.here = here;
    }

    /** Of a product whose live generation came from this text. */
    void check(long product, Path folder, String json) {
        try {
            Path first = here.export(product, folder);
            String exported = Files.readString(first);
            assertThat(ExactJson.object(exported)).isEqualTo(ExactJson.object(json));

            ImportReport again = here.run(product, folder, exported);
            assertThat(again.error()).isNull();
            assertThat(again.unchanged()).as("unchanged").isTrue();
            assertThat(here.export(product, folder)).hasSameBinaryContentAs(first);

            ImportReport elsewhere = there.run(product, folder, exported);
            assertThat(elsewhere.error()).isNull();
            assertThat(elsewhere.status()).isEqualTo(ImportStatus.COMPLETED);
            assertThat(there.export(product, folder)).hasSameBinaryContentAs(first);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        there.close();
    }
}
