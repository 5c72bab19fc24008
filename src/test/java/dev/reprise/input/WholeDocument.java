package dev.reprise.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.record.SourceRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A file that is read completely, each record parsed, and then put together again: shell and elements make the document. */
final class WholeDocument {

    private final StrictJson strict;
    private final Map<String, List<String>> elements = new HashMap<>();
    private String shell = "";

    private WholeDocument(Path file, InputSettings settings) throws IOException {
        this.strict = new StrictJson(file.toString(), settings);
        try (JsonExportReader reader = new JsonExportReader(file, "data", settings, null)) {
            for (Block block = reader.read(); block != null; block = reader.read()) {
                block.records().forEach(this::keep);
                shell = block.position().shell();
            }
        }
    }

    /** The document that a file holds, without white space. */
    static String read(Path file, InputSettings settings) throws IOException {
        return new WholeDocument(file, settings).text();
    }

    /** Why a file is refused; any other end of reading it is an error. */
    static Problem refusal(Path file, InputSettings settings) {
        RefusedException refusal = catchThrowableOfType(RefusedException.class, () -> read(file, settings));
        assertThat(refusal).as("the refusal").isNotNull();
        return refusal.problem();
    }

    private void keep(SourceRecord record) {
        String text = new String(strict.parse(record, StrictJson::canonical), StandardCharsets.UTF_8);
        elements.computeIfAbsent(record.origin().array(), array -> new ArrayList<>())
                .add(text);
    }

    private String text() {
        byte[] bytes = shell.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        new StrictJson("shell", InputSettings.unlimited()).parse(Slices.whole(bytes, 0), parser -> {
            try (JsonGenerator generator = StrictJson.generator(text)) {
                for (; parser.currentToken() != null; parser.nextToken()) {
                    copy(parser, generator);
                }
            }
            return text;
        });
        return text.toString(StandardCharsets.UTF_8);
    }

    private void copy(JsonParser parser, JsonGenerator generator) {
        JsonToken token = parser.currentToken();
        if (token.isNumeric()) {
            generator.writeNumber(parser.getString());
        } else {
            generator.copyCurrentEvent(parser);
        }
        if (token == JsonToken.START_ARRAY) {
            String place =
                    parser.streamReadContext().getParent().pathAsPointer().toString();
            elements.getOrDefault(place, List.of()).forEach(generator::writeRawValue);
        }
    }
}
