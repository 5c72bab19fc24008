package dev.reprise.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A small export of product 410 with everything in it: all entities, parts, unknown fields, values that no column gives back, and, if
 * wanted, records that must stay out for every kind of reason.
 */
final class RichExport {

    /** How many records stay out of one with bad records. */
    static final int REJECTED = 9;

    private static final int TASKS = 8;
    private static final String BAD_SCRIPT = guid('9', 1);

    private final int version;
    private final boolean bad;

    private RichExport(int version, boolean bad) {
        this.version = version;
        this.bad = bad;
    }

    /** Writes one; of two versions every row differs. */
    static Path write(Path file, int version, boolean bad) {
        try {
            return Files.writeString(file, new RichExport(version, bad).text(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String guid(char kind, int i) {
        return "%c%07x-0000-4000-8000-00000000000a".formatted(kind, i);
    }

    private String text() {
        return """
                {"format": 1.0, "data": {"product": {"id": 410, "guid": "%s", "bundle_id": "b-17", "name": "Größe %d", "published": 1,
                "visible": 1.0, "aliases": ["X", 1e3], "escalation_task_guid": "%s", "inherited": false, "exact": 1.10},
                "tasks": [%s],
                "notes": [%s],
                "scripts": [%s],
                "resources": [%s],
                "about": {"version": %d, "tasks": []},
                "translations": [%s],
                "variables": [%s]}, "after": [null]}
                """.formatted(
                        guid('f', 0),
                        version,
                        guid('a', 0),
                        list(tasks(), this::task),
                        list(
                                3,
                                i -> i == 1
                                        ? "[%d, 1.50]".formatted(version)
                                        : "{\"guid\": \"n%d\", \"v\": %d}".formatted(i, version)),
                        list(5, this::script),
                        resources(),
                        version,
                        translations(),
                        variables());
    }

    private int tasks() {
        return TASKS + version % 2;
    }

    private static String list(int count, IntFunction<String> element) {
        return String.join(",\n", IntStream.range(0, count).mapToObj(element).toList());
    }

    private String task(int i) {
        String steps = i == 3 ? "" : ", \"steps\": [" + list(3, k -> step(i, k)) + "]";
        String again = bad && i == tasks() - 2 ? guid('a', 2) : guid('a', i);
        return "{\"guid\": \"%s\", \"name\": \"Task %d 設定 %d\", \"position\": %s, \"dependencies\": [], \"seen\": null%s}"
                .formatted(
                        i == 1 ? again.toUpperCase(Locale.ROOT) : again,
                        i,
                        version,
                        i == 4 ? "4.0" : i,
                        i == 5 ? ", \"steps\": []" : steps);
    }

    private String step(int task, int i) {
        boolean subtask = i == 2;
        boolean dangles = bad && task == 0 && i == 1;
        String script = dangles ? BAD_SCRIPT : guid('c', (task + i) % 5);
        return """
                {"guid": "%s", "type": "%s", "position": %d, "title": "Step %d \\"%d\\"", "body": "a\\nb %d", "script_guid": %s,
                 "task_guid": %s, "feedback": {"f": 1.10, "n": -0}, "resources": [%s], "colour": "r%d"}""".formatted(
                        guid('b', task * 10 + i),
                        subtask ? "subtask" : i == 0 ? "odd" : "solution",
                        i,
                        i,
                        task,
                        version,
                        i == 0 ? "null" : '"' + script + '"',
                        subtask ? '"' + guid('a', 0) + '"' : "null",
                        i == 1 ? "{\"guid\": \"" + guid('d', task % 4) + "\", \"w\": 1}" : "",
                        version);
    }

    private String script(int i) {
        return "{\"guid\": \"%s\", \"name\": \"s%d\", \"event\": \"context\", \"code\": \"x = %d; // 😀\"}"
                .formatted(guid('c', i), i, version);
    }

    private String resources() {
        List<String> resources = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int which = bad && i == 5 ? 1 : i;
            resources.add(
                    "{\"guid\": \"%s\", \"type\": \"link\", \"name\": \"r%d\", \"url\": \"http://x/%d\", \"dependencies\": {\"a\": %d}}"
                            .formatted(guid('d', which), i, version, i));
        }
        return String.join(",\n", resources);
    }

    private String translations() {
        List<String> translations = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String of = i < 4 ? "task" : i < 8 ? "step" : i < 10 ? "script" : i < 11 ? "product" : "robot";
            String to = switch (of) {
                case "task" -> guid('a', i == 2 ? 0 : i % 2);
                case "step" -> guid('b', i - 4 + (i > 6 ? 7 : 0));
                case "script" -> guid('c', i - 8);
                case "product" -> guid('f', 0);
                default -> guid('9', 9);
            };
            translations.add(
                    "{\"guid\": \"%s\", \"language\": \"de\", \"entity\": \"%s\", \"entity_guid\": \"%s\", \"field\": \"title\", \"text\": \"t %d %d\"}"
                            .formatted(guid('e', i), of, bad && i == 3 ? "none" : to, i, version));
        }
        return String.join(",\n", translations);
    }

    private String variables() {
        List<String> variables = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String guid = bad && i == 2 ? "" : "\"guid\": \"%s\", ".formatted(guid('7', i));
            variables.add("{%s\"name\": \"v%d\", \"scope\": \"expertise\", \"kind\": %s}"
                    .formatted(guid, i, i == 1 ? Integer.toString(version) : "\"float " + version + "\""));
        }
        return String.join(",\n", variables);
    }
}
