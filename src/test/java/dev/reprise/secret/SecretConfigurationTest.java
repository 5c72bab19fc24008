package dev.reprise.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SecretConfigurationTest {

    @TempDir
    private Path home;

    private final ApplicationContextRunner context =
            new ApplicationContextRunner().withUserConfiguration(SecretConfiguration.class);

    @Test
    void makesAKeysetInTheHomeOfTheEmbeddedDatabaseWhenOneIsNeeded() {
        context.withPropertyValues("reprise.home=" + home).run(beans -> {
            Keyset keyset = beans.getBean(Keyset.class);
            assertThat(home.resolve(Keyset.FILE)).doesNotExist();
            assertThat(keyset.keyName()).startsWith("reprise-");
            assertThat(home.resolve(Keyset.FILE)).exists();
        });
    }

    @Test
    void makesNoneBesideADatabaseOfOnesOwn() {
        context.withPropertyValues("reprise.home=" + home, "spring.datasource.url=jdbc:postgresql://db/x")
                .run(beans -> assertThat(beans.getBean(Keyset.class).present()).isFalse());
    }

    @Test
    void readsItsSettings() {
        context.withPropertyValues(
                        "reprise.home=" + home,
                        "reprise.secrets.keyset-file=" + home.resolve("keys.json"),
                        "reprise.secrets.environment-prefix=ERP_",
                        "reprise.secrets.directory=/run/secrets",
                        "reprise.secrets.names=pin,puk")
                .run(beans -> assertThat(beans.getBean(SecretSettings.class))
                        .hasToString("SecretSettings[keysetFile=" + home.resolve("keys.json")
                                + ", keyset=none, environmentPrefix=ERP_, directory=/run/secrets, names=[pin, puk]]"));
    }
}
