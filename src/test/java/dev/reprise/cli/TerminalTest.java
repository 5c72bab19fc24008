package dev.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reprise.testing.Exports;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program on a pseudo terminal, made by {@code script} where there is one. */
class TerminalTest {

    @TempDir
    Path directory;

    @Test
    void progressIsDrawnOnATerminalAndColorsObeyNoColor() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "there is no script(1) to make a pseudo terminal");
        TestDatabase database = TestPostgres.createDatabase();
        Path file = directory.resolve("export.json");
        Exports.write(file, 410, "b-17", 100, 1);
        String shown = onTerminal(database, false, "import", file.toString(), "--into", "product/410", "--create");
        assertThat(shown)
                .contains("\rproduct/410 load  100 %  3 910 rows  ", " rows/s  ", "\r\u001b[K", "completed in ");
        assertThat(onTerminal(database, false, "status", "zzzz")).contains("\u001b[31m\u001b[1merror:");
        assertThat(onTerminal(database, true, "status", "zzzz"))
                .contains("error: import-unknown")
                .doesNotContain("\u001b");
    }

    private String onTerminal(TestDatabase database, boolean noColor, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.reprise.Reprise"));
        command.addAll(List.of(words));
        command.addAll(database.arguments());
        String line = command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        Path typescript = directory.resolve("typescript");
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/script", "-qec", line, typescript.toString());
        builder.environment().put("TERM", "xterm");
        builder.environment().remove("NO_COLOR");
        if (noColor) {
            builder.environment().put("NO_COLOR", "1");
        }
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        return Files.readString(typescript, StandardCharsets.UTF_8);
    }
}
