package dev.reprise.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reprise.testing.Archives;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's session with curl, word for word: what stands below a command is what it says, but for {@code ...}. */
class ReadmeSessionTest {

    private static final Pattern BLOCK = Pattern.compile("## Serve\\n.*?```\\n(\\$ curl.*?)```", Pattern.DOTALL);

    private final Served served = Served.shared();

    @TempDir
    Path folder;

    @Test
    void curlSaysWhatTheReadmeSays() throws Exception {
        assumeTrue(new ProcessBuilder("bash", "-c", "curl --version").start().waitFor() == 0);
        served.database().jdbc().update("INSERT INTO org VALUES ('acme') ON CONFLICT DO NOTHING");
        served.database().jdbc().update("INSERT INTO space VALUES ('acme', 'shared') ON CONFLICT DO NOTHING");
        served.post(
                "/imports?create=true&target=product/410", served.admin(), Served.export(410, 1), "Prefer", "wait=60");
        Files.writeString(folder.resolve("export.json"), Served.export(410, 3));
        Files.writeString(folder.resolve("other.json"), Served.export(411, 3));
        Archives.write(folder.resolve("orders.zip"), 2, 1);
        var block = BLOCK.matcher(Files.readString(Path.of("README.md")));
        assertThat(block.find()).isTrue();
        List<String> commands = new ArrayList<>(List.of(block.group(1).split("(?m)^\\$ ")));
        commands.remove(0);
        assertThat(commands).hasSizeGreaterThan(5);
        String token = served.token(EnumSet.allOf(Scope.class));
        for (String command : commands) {
            String line = command.lines().findFirst().orElseThrow();
            String wanted = command.substring(line.length()).strip();
            String said = bash(line, token);
            assertThat(said).as(line).matches(pattern(wanted));
        }
    }

    private static Pattern pattern(String wanted) {
        String quoted = "\\Q" + wanted.replace("...", "\\E.*?\\Q") + "\\E";
        return Pattern.compile(quoted, Pattern.DOTALL);
    }

    private String bash(String line, String token) throws IOException, InterruptedException {
        String here = served.at("").toString();
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", line.replace("http://127.0.0.1:8080", here))
                .directory(folder.toFile())
                .redirectErrorStream(true);
        bash.environment().put("TOKEN", token);
        Process process = bash.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.replace("\r", "").strip();
    }
}
