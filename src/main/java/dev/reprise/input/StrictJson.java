package dev.reprise.input;

import dev.reprise.record.Origin;
import dev.reprise.record.RefusedException;
import dev.reprise.record.SourceRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * Parses single values of a file strictly: RFC 8259 to the letter, no name twice in an object, nothing after the value. Numbers
 * keep their text. What does not parse is refused with its place.
 */
public final class StrictJson {

    /** What was read within the limits may always be written. */
    private static final JsonFactory WRITER = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final JsonFactory REREADER = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    static final int LONGEST_NUMBER = 1000;
    static final int LONGEST_NAME = 50_000;
    private static final String DUPLICATE = "Duplicate Object property ";

    private final JsonFactory factory;
    private final String file;
    private final InputSettings settings;

    /** For values of one file; {@code file} is how messages name it. */
    public StrictJson(String file, InputSettings settings) {
        this.file = file;
        this.settings = settings;
        this.factory = JsonFactory.builder()
                // a parser of bytes seldom needs a buffer; to ask a pool for one costs more than to make it
                .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // A zero byte beside a digit would make Jackson take the value for UTF-16.
                .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(settings.depth())
                        .maxStringLength((int) settings.elementSize().toBytes())
                        .maxNumberLength(LONGEST_NUMBER)
                        .maxNameLength(LONGEST_NAME)
                        .build())
                .build();
    }

    /**
     * Walks over one record, beginning at its first token.
     *
     * @throws RefusedException if it is not good JSON, wherever in it
     */
    public <T> T parse(SourceRecord record, Function<JsonParser, T> walk) {
        return parse(record, record.origin()::pointer, walk);
    }

    /** A cursor that walks over records as strictly as this parses them, and faster. */
    public JsonCursor cursor() {
        return new JsonCursor(this, settings.depth());
    }

    /** Parses a record that a cursor could not pass. */
    void check(SourceRecord record) {
        parse(record, parser -> record);
    }

    /** Walks over a value that stands at another place than its origin says. */
    <T> T parse(SourceRecord value, Supplier<String> pointer, Function<JsonParser, T> walk) {
        int length = value.to() - value.from();
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), value.bytes(), value.from(), length)) {
            try {
                if (parser.nextToken() == null) {
                    throw new StreamReadException(parser, "a value must stand here", parser.currentLocation());
                }
                T result = walk.apply(parser);
                finish(parser);
                return result;
            } catch (JacksonException e) {
                throw refusal(value, pointer.get(), parser, e);
            }
        }
    }

    /**
     * Walks over a document that is not part of a larger one, such as an entry of an archive: nobody has looked at its bytes yet.
     *
     * @param name how messages name it, before its own JSON Pointer
     * @throws RefusedException if it is not good JSON, wherever in it; the byte is that of the document
     */
    public <T> T parseDocument(String name, byte[] bytes, int from, int to, Function<JsonParser, T> walk) {
        JsonRefusals refusals = new JsonRefusals(file);
        refusals.standAt(name);
        try {
            JsonScanner.checkDocument(bytes, from, to, refusals, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not with bytes
        }
        return parse(
                new SourceRecord(new Origin("", 0, 0), bytes, afterMark(bytes, from, to), to), () -> name + "#", walk);
    }

    /** Where a document begins that may have a byte order mark before it. */
    public static int afterMark(byte[] bytes, int from, int to) {
        return Encoding.afterMark(bytes, from, to);
    }

    /** What the walk left unread must be good JSON all the same, and nothing may follow it. */
    private static void finish(JsonParser parser) {
        boolean ended = parser.streamReadContext().inRoot();
        while (parser.nextToken() != null) {
            if (ended) {
                throw new StreamReadException(parser, "one value follows another", parser.currentTokenLocation());
            }
            ended = parser.streamReadContext().inRoot();
        }
    }

    /** The value at the parser, written without white space; numbers keep their text, fields their order. */
    public static byte[] canonical(JsonParser parser) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (JsonGenerator generator = generator(bytes)) {
            copy(parser, generator);
        }
        return bytes.toByteArray();
    }

    /** The same of a value that was parsed before, and so is within the limits. */
    static byte[] rewrite(byte[] bytes, int from, int to) {
        try (JsonParser parser = reread(bytes, from, to)) {
            parser.nextToken();
            return canonical(parser);
        }
    }

    /** Walks once more over a value that was parsed before, and so is within the limits; the parser is before its first token. */
    public static JsonParser reread(byte[] bytes, int from, int to) {
        return REREADER.createParser(ObjectReadContext.empty(), bytes, from, to - from);
    }

    /** A string as JSON spells it, in double quotes. */
    public static String quote(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() + 16);
        try (JsonGenerator generator = generator(bytes)) {
            generator.writeString(text);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** A generator that writes as {@link #canonical} does. */
    public static JsonGenerator generator(ByteArrayOutputStream bytes) {
        return WRITER.createGenerator(ObjectWriteContext.empty(), bytes);
    }

    /** Copies the value at the parser; afterwards the parser stands at the value's last token. */
    public static void copy(JsonParser parser, JsonGenerator generator) {
        int depth = 0;
        do {
            JsonToken token = parser.currentToken();
            switch (token) {
                case START_OBJECT -> generator.writeStartObject();
                case END_OBJECT -> generator.writeEndObject();
                case START_ARRAY -> generator.writeStartArray();
                case END_ARRAY -> generator.writeEndArray();
                case PROPERTY_NAME -> generator.writeName(parser.currentName());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> generator.writeNumber(parser.getString());
                case VALUE_STRING ->
                    generator.writeString(
                            parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
                default -> generator.writeRawValue(token.asString());
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        } while (depth > 0 && parser.nextToken() != null);
    }

    private RefusedException refusal(SourceRecord value, String pointer, JsonParser parser, JacksonException e) {
        TokenStreamLocation location = e.getLocation() == null ? parser.currentTokenLocation() : e.getLocation();
        long at = value.origin().offset() + Math.max(0, location.getByteOffset());
        String message = e.getOriginalMessage().lines().findFirst().orElse("not JSON");
        JsonRefusals refusals = new JsonRefusals(file);
        refusals.standAt(pointer + parser.streamReadContext().pathAsPointer());
        if (e instanceof StreamConstraintsException) {
            return refusals.at(at, "json-limit", message, JsonRefusals.MEND);
        }
        if (message.startsWith(DUPLICATE)) {
            return refusals.duplicate(at, parser.streamReadContext().currentName());
        }
        return refusals.syntax(at, message);
    }
}
