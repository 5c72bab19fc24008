package dev.reprise.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

/** Which settings there are, and which values they refuse. */
class InputSettingsTest {

    @Test
    void bindsToItsDefaults() {
        Binder binder = new Binder(new MapConfigurationPropertySource());

        assertThat(binder.bindOrCreate("reprise.input", InputSettings.class)).isEqualTo(InputSettings.defaults());
    }

    @Test
    void refusesWhatCannotWork() {
        DataSize size = DataSize.ofMegabytes(1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InputSettings(DataSize.ofMegabytes(513), 1, 1, size))
                .withMessage("reprise.input.element-size must be between 1B and 512MB");
        assertThatIllegalArgumentException().isThrownBy(() -> new InputSettings(DataSize.ofBytes(0), 1, 1, size));
        assertThatIllegalArgumentException().isThrownBy(() -> new InputSettings(size, 0, 1, size));
        assertThatIllegalArgumentException().isThrownBy(() -> new InputSettings(size, 1, 0, size));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InputSettings(size, 1, 1, DataSize.ofBytes(0)))
                .withMessage("reprise.input.depth, block-records and block-size must be at least 1");
    }
}
