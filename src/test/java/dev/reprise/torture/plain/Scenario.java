package dev.reprise.torture.plain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is imported, and what must be in the table in the end. */
enum Scenario {
    /** Twenty good items in four chunks. */
    PLAIN(0),
    /** The same with a row in the middle of the second chunk that the database refuses and the step may skip. */
    SKIP(8);

    private static final int ITEMS = 20;

    private final int bad;

    Scenario(int bad) {
        this.bad = bad;
    }

    String job() {
        return name().toLowerCase(Locale.ROOT);
    }

    Path write(Path directory) throws IOException {
        String items = IntStream.rangeClosed(1, ITEMS)
                .mapToObj(
                        id -> "{\"id\": %d, \"title\": %s}".formatted(id, id == bad ? "null" : "\"" + title(id) + "\""))
                .collect(Collectors.joining(",\n", "[", "]\n"));
        return Files.writeString(directory.resolve(job() + ".json"), items, StandardCharsets.UTF_8);
    }

    /** Rows as text, each once. */
    List<String> expected() {
        return IntStream.rangeClosed(1, ITEMS)
                .filter(id -> id != bad)
                .mapToObj(id -> id + " " + title(id))
                .toList();
    }

    private static String title(int id) {
        return "item " + id;
    }
}
