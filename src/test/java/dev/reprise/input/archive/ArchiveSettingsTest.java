package dev.reprise.input.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

/** Which settings there are, and which values they refuse. */
class ArchiveSettingsTest {

    private static final DataSize SIZE = DataSize.ofMegabytes(1);
    private static final DataSize NONE = DataSize.ofBytes(0);

    @Test
    void bindsToItsDefaults() {
        Binder binder = new Binder(new MapConfigurationPropertySource());

        assertThat(binder.bindOrCreate("reprise.archive", ArchiveSettings.class))
                .isEqualTo(ArchiveSettings.defaults())
                .isEqualTo(new ArchiveSettings(
                        200_000,
                        DataSize.ofMegabytes(24),
                        DataSize.ofMegabytes(32),
                        DataSize.ofGigabytes(4),
                        200,
                        DataSize.ofMegabytes(1)));
    }

    @Test
    void refusesWhatCannotWork() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ArchiveSettings(1 << 21, SIZE, SIZE, SIZE, 1, NONE))
                .withMessage("reprise.archive.entries must be between 1 and 1048576");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ArchiveSettings(1, SIZE, DataSize.ofMegabytes(513), SIZE, 1, NONE))
                .withMessage("reprise.archive.entry-size must be between 1B and 512MB");
        assertThatIllegalArgumentException().isThrownBy(() -> new ArchiveSettings(0, SIZE, SIZE, SIZE, 1, NONE));
        assertThatIllegalArgumentException().isThrownBy(() -> new ArchiveSettings(1, NONE, SIZE, SIZE, 1, NONE));
        assertThatIllegalArgumentException().isThrownBy(() -> new ArchiveSettings(1, SIZE, SIZE, NONE, 1, NONE));
        assertThatIllegalArgumentException().isThrownBy(() -> new ArchiveSettings(1, SIZE, SIZE, SIZE, 0, NONE));
    }
}
