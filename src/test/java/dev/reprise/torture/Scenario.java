package dev.reprise.torture;

import dev.reprise.testing.InProcess;
import dev.reprise.testing.RepriseProcess;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A product with an older generation and a live one, and a new export of it with everything in it, to be imported in a few chunks. It is
 * prepared once and copied for each case.
 */
final class Scenario {

    /** Records in a chunk; the last may bring steps along. */
    static final int BLOCK = 20;

    private final TestDatabase template = TestPostgres.createDatabase();
    private final Path old;
    private final Path file;
    private final List<String> settings;

    /** With generations in tables of their own, or all in the same. */
    Scenario(Path directory, boolean large) {
        this.settings = List.of(
                "--reprise.input.block-records=" + BLOCK,
                "--reprise.lease=1s",
                "--reprise.renew=100ms",
                "--reprise.retry-wait=20ms",
                "--reprise.large-from=" + (large ? "0B" : "1GB"));
        this.old = RichExport.write(directory.resolve("old.json"), 1, false);
        this.file = RichExport.write(directory.resolve("new.json"), 2, true);
        Path older = RichExport.write(directory.resolve("older.json"), 0, false);
        List.of(older, old).forEach(export -> {
            RepriseProcess.Result result = InProcess.run(template, words("import", export, "--create"));
            if (result.exit() != 0) {
                throw new IllegalStateException(result.err());
            }
        });
    }

    /** What readers see before. */
    Path old() {
        return old;
    }

    /** What they are to see. */
    Path file() {
        return file;
    }

    /** A database with the old generations in it. */
    TestDatabase fresh() {
        return TestPostgres.copyOf(template);
    }

    /** The import of the new export; with the rejections that it has, it ends with exit 3. */
    String[] command() {
        return words("import", file, "--max-rejections", "10");
    }

    /** The same for a database that will not let anybody in again: it is not waited for so long, nor so often. */
    String[] impatient() {
        return words(
                "import",
                file,
                "--max-rejections",
                "10",
                "--reprise.retries=1",
                "--spring.datasource.hikari.connection-timeout=1000");
    }

    /** The other way to go on. */
    String[] restart() {
        List<String> words = new ArrayList<>(List.of("restart", "last-failed"));
        words.addAll(settings);
        return words.toArray(String[]::new);
    }

    private String[] words(String command, Path export, String... more) {
        List<String> words = new ArrayList<>(List.of(command, export.toString(), "--into", "product/410"));
        words.addAll(List.of(more));
        words.addAll(settings);
        return words.toArray(String[]::new);
    }
}
