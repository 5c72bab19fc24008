package dev.reprise.testing;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Writes product exports of any size: good ones, deterministic for a size and a seed, with references forward and backward. Per task:
 * ten steps, two scripts, two resources, 21 translations.
 */
public final class Exports {

    private static final String[] WORDS = {
        "open",
        "größe",
        "設定",
        "\\\"quoted\\\"",
        "path\\\\name",
        "line\\nbreak",
        "😀",
        "&amp;",
        "<b>",
        "tab\\tstop",
        "value",
        "report"
    };
    private static final int STEPS = 10;
    private static final String[] LANGUAGES = {"de", "fr", "ja", "es", "it", "pt", "nl"};

    private final Random random;
    private final int tasks;
    private final Map<String, Long> counts = new TreeMap<>();
    private final UUID[] taskGuids;
    private final UUID[] scriptGuids;
    private final UUID[] resourceGuids;
    private final UUID[] stepGuids;

    private Exports(int tasks, long seed) {
        this.random = new Random(seed);
        this.tasks = tasks;
        this.taskGuids = guids(tasks);
        this.scriptGuids = guids(2 * tasks);
        this.resourceGuids = guids(2 * tasks);
        this.stepGuids = guids(STEPS * tasks);
    }

    /** Writes the export of a product; returns how many rows each entity has. */
    public static Map<String, Long> write(Path file, long productId, String bundleId, int tasks, long seed) {
        Exports exports = new Exports(tasks, seed);
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            exports.write(out, productId, bundleId);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return exports.counts;
    }

    private void write(BufferedWriter out, long productId, String bundleId) throws IOException {
        head(out, productId, bundleId);
        for (int i = 0; i < tasks; i++) {
            element(out, i, "task", task(i));
        }
        out.write("],\n\"scripts\":[");
        for (int i = 0; i < scriptGuids.length; i++) {
            element(
                    out,
                    i,
                    "script",
                    "{\"guid\":\"%s\",\"name\":\"%s\",\"event\":\"context\",\"code\":\"%s\"}"
                            .formatted(scriptGuids[i], text(3), text(30)));
        }
        out.write("],\n\"resources\":[");
        for (int i = 0; i < resourceGuids.length; i++) {
            element(
                    out,
                    i,
                    "resource",
                    "{\"guid\":\"%s\",\"type\":\"link\",\"name\":\"%s\",\"metadata\":{\"w\":%d,\"f\":1.10}}"
                            .formatted(resourceGuids[i], text(2), random.nextInt(4000)));
        }
        out.write("],\n\"translations\":[");
        for (int i = 0; i < tasks * 3 * LANGUAGES.length; i++) {
            element(out, i, "translation", translation(i));
        }
        out.write("],\n\"variables\":[");
        for (int i = 0; i < STEPS; i++) {
            element(
                    out,
                    i,
                    "variable",
                    "{\"guid\":\"%s\",\"name\":\"v%d\",\"scope\":\"expertise\",\"kind\":\"float\"}"
                            .formatted(guid(), i));
        }
        out.write("]}}\n");
    }

    private void head(BufferedWriter out, long productId, String bundleId) throws IOException {
        out.write("""
                {"data":{"product":{"id":%d,"guid":"%s","bundle_id":"%s","name":"Press","published":1,"visible":1,\
                "aliases":["X-200"],"escalation_task_guid":"%s","inherited":false,"exact":12345678901234567890.10},
                "tasks":[""".formatted(productId, guid(), bundleId, taskGuids[0]));
    }

    private void element(BufferedWriter out, int index, String entity, String json) throws IOException {
        out.write(index == 0 ? "\n" : ",\n");
        out.write(json);
        counts.merge(entity, 1L, Long::sum);
    }

    private String task(int i) {
        StringBuilder steps = new StringBuilder();
        for (int k = 0; k < STEPS; k++) {
            steps.append(k == 0 ? "" : ",").append(step(i, k));
            counts.merge("step", 1L, Long::sum);
        }
        return "{\"guid\":\"%s\",\"name\":\"%s\",\"position\":%d,\"access_level\":\"tech1\",\"dependencies\":[],\"steps\":[%s]}"
                .formatted(taskGuids[i], text(4), i, steps);
    }

    private String step(int i, int k) {
        boolean subtask = k % 4 == 3;
        return ("{\"guid\":\"%s\",\"type\":\"%s\",\"position\":%d,\"title\":\"%s\",\"body\":\"%s\",\"script_guid\":%s,"
                        + "\"task_guid\":%s,\"feedback\":null,\"dependencies\":[],\"resources\":[%s]}")
                .formatted(
                        stepGuids[i * STEPS + k],
                        subtask ? "subtask" : "information",
                        k,
                        text(5),
                        text(20),
                        k % 5 == 0 ? "\"" + scriptGuids[(2 * i + k / 5) % scriptGuids.length] + "\"" : "null",
                        subtask ? "\"" + taskGuids[(i + 1) % tasks] + "\"" : "null",
                        k == 2 ? "{\"guid\":\"" + resourceGuids[2 * i] + "\"}" : "");
    }

    private String translation(int i) {
        int which = i / LANGUAGES.length;
        boolean ofTask = which % 3 == 0;
        UUID of = ofTask ? taskGuids[which / 3] : stepGuids[which / 3 * STEPS + which % 3];
        return "{\"guid\":\"%s\",\"language\":\"%s\",\"entity\":\"%s\",\"entity_guid\":\"%s\",\"field\":\"title\",\"text\":\"%s\"}"
                .formatted(guid(), LANGUAGES[i % LANGUAGES.length], ofTask ? "task" : "step", of, text(8));
    }

    private String text(int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }

    private UUID guid() {
        return new UUID(random.nextLong() & ~0xf000L | 0x4000L, random.nextLong() & Long.MAX_VALUE | Long.MIN_VALUE);
    }

    private UUID[] guids(int count) {
        UUID[] guids = new UUID[count];
        for (int i = 0; i < count; i++) {
            guids[i] = guid();
        }
        return guids;
    }
}
