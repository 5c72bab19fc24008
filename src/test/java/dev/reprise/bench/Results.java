package dev.reprise.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** All that was timed, and how it is shown: medians, and ratios to {@code \copy} of the same round. */
final class Results {

    static final String ANCHOR = "psql `\\copy` of CSV, keys in place";
    static final Map<String, String> NAMES = Map.of(
            "copy", ANCHOR,
            "limit", "psql `\\copy` of binary, keys after",
            "restore", "pg_restore -j2 of a dump",
            "plain", "Spring Batch by the tutorial");

    private static final String BEGIN = "<!-- written by ImportBenchmark -->";
    private static final String END = "<!-- end -->";

    private final Map<Integer, Map<String, List<Command.Cost>>> costs = new TreeMap<>();
    private final Map<Integer, Long> rows = new TreeMap<>();

    void add(String what, int size, long written, Command.Cost cost) {
        costs.computeIfAbsent(size, none -> new LinkedHashMap<>())
                .computeIfAbsent(what, none -> new ArrayList<>())
                .add(cost);
        rows.put(size, written);
        System.out.printf(Locale.ROOT, "%d MB, %s: %.3f s%n", size, what, cost.seconds());
    }

    double seconds(int size, String what) {
        return median(
                costs.get(size).get(what).stream().map(Command.Cost::seconds).toList());
    }

    /** Round by round. */
    private double ratio(int size, String what) {
        List<Command.Cost> anchors = costs.get(size).get(ANCHOR);
        List<Command.Cost> those = costs.get(size).get(what);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < those.size(); i++) {
            ratios.add(those.get(i).seconds() / anchors.get(i).seconds());
        }
        return median(ratios);
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        costs.forEach((size, byName) -> {
            text.append("%n%d MB, %,d rows%n%n".formatted(size, rows.get(size)));
            text.append(
                    "| what | s, median | ratio to `\\copy` | rows/s | peak memory, MB |%n| --- | --- | --- | --- | --- |%n"
                            .formatted());
            byName.forEach((what, those) -> {
                double seconds = seconds(size, what);
                long peak = those.stream()
                        .mapToLong(Command.Cost::peakKilobytes)
                        .max()
                        .orElse(0);
                text.append(String.format(
                        Locale.ROOT,
                        "| %s | %.2f | %.2f | %s | %s |%n",
                        what,
                        seconds,
                        ratio(size, what),
                        what.startsWith("of it") ? "" : "%,d".formatted(Math.round(rows.get(size) / seconds)),
                        peak == 0 ? "" : Long.toString(peak / 1000)));
            });
        });
        return text.toString();
    }

    /** Puts the tables between the marks of {@code performance.md}, and draws how the times grow. */
    void write(Path docs, String version) throws IOException {
        Path page = docs.resolve("performance.md");
        String text = Files.readString(page, StandardCharsets.UTF_8);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        String written = "%nPostgreSQL %s, Java %s, %d rounds, %d processors.%n%s"
                .formatted(
                        version,
                        System.getProperty("java.version"),
                        costs.values().iterator().next().get(ANCHOR).size(),
                        Runtime.getRuntime().availableProcessors(),
                        this);
        Files.writeString(page, text.substring(0, begin) + written + text.substring(text.indexOf(END)));
        Files.writeString(docs.resolve("performance.svg"), new GrowthPicture(this, List.copyOf(costs.keySet())).draw());
    }

    List<String> compared(int size) {
        return costs.get(size).keySet().stream()
                .filter(what -> !what.startsWith("of it"))
                .toList();
    }
}
