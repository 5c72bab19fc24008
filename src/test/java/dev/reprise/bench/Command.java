package dev.reprise.bench;

import dev.reprise.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command that is run as a whole process.
 *
 * @param words the program and its arguments
 * @param environment more of it than this process has
 */
record Command(List<String> words, Map<String, String> environment) {

    private static final Pattern URL = Pattern.compile("jdbc:postgresql://([^:/]+):(\\d+)/([^?]+).*");
    private static final long PATIENCE_SECONDS = 1800;
    private static final long LOOK_MILLIS = 10;

    /**
     * What a run cost.
     *
     * @param seconds from its start to its end
     * @param peakKilobytes its largest resident memory; 0 where the platform does not tell
     */
    record Cost(double seconds, long peakKilobytes) {}

    /** One of PostgreSQL's own clients. */
    static Command client(TestDatabase database, String... words) {
        Matcher url = URL.matcher(database.url());
        if (!url.matches()) {
            throw new IllegalArgumentException("not an address of PostgreSQL: " + database.url());
        }
        Map<String, String> environment = new TreeMap<>(Map.of(
                "PGHOST", url.group(1), "PGPORT", url.group(2), "PGDATABASE", url.group(3), "PGUSER", database.user()));
        environment.put("PGPASSWORD", database.password());
        return new Command(List.of(words), environment);
    }

    /** The start script that {@code package} makes. */
    static Command reprise(TestDatabase database, String... words) {
        return new Command(
                Stream.concat(Stream.of("target/reprise"), Stream.of(words)).toList(),
                Map.of(
                        "SPRING_DATASOURCE_URL", database.url(),
                        "SPRING_DATASOURCE_USERNAME", database.user(),
                        "SPRING_DATASOURCE_PASSWORD", database.password(),
                        "REPRISE_JAVA_OPTS", "-Xmx256m"));
    }

    /** Starts it; what it says goes to a file that is shown if it fails. */
    Process start(Path said) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Runs it to its good end. */
    Cost run() {
        try {
            Path said = Files.createTempFile("bench", ".out");
            long began = System.nanoTime();
            Process process = start(said);
            long peak = 0;
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                peak = Math.max(peak, peak(process.pid()));
                if (System.nanoTime() - began > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                    process.destroyForcibly();
                }
            }
            double seconds = Duration.ofNanos(System.nanoTime() - began).toNanos() / 1e9;
            String output = Files.readString(said, StandardCharsets.UTF_8);
            Files.delete(said);
            if (process.exitValue() != 0) {
                throw new IllegalStateException(words + " ended with exit " + process.exitValue() + "\n" + output);
            }
            return new Cost(seconds, peak);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long peak(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // it has ended, or this is no Linux
        }
    }
}
