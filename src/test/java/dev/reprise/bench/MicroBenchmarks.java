package dev.reprise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.source.inskill.ReadingBenchmark;
import dev.reprise.testing.Exports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the benchmarks of JMH and says their results in megabytes and rows a second. */
class MicroBenchmarks {

    @TempDir
    Path directory;

    @Test
    void theReaderAndTheEncoderAlone() throws RunnerException, IOException {
        Path file = directory.resolve("export.json");
        long rows = Exports.write(file, 410, "b-17", ReadingBenchmark.TASKS, 7).values().stream()
                .mapToLong(count -> count)
                .sum();
        double megabytes = Files.size(file) / 1e6;
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(ReadingBenchmark.class.getSimpleName())
                        .build())
                .run();
        assertThat(results).hasSize(3);
        for (RunResult result : results) {
            double operations = result.getPrimaryResult().getScore();
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.0f MB/s, %,.0f rows/s%n",
                    result.getPrimaryResult().getLabel(),
                    operations * megabytes,
                    operations * rows);
        }
    }
}
