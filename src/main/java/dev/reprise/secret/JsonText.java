package dev.reprise.secret;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads and writes JSON that may be secret. Strict: RFC 8259, UTF-8, no name twice, nothing after the value. What Jackson says about
 * bad input quotes it, so none of that leaves this class: only what is wrong, where.
 */
final class JsonText {

    /** A document of this size is held in memory as a whole; more is refused. */
    static final int MOST_BYTES = 16 * 1024 * 1024;

    private static final int DEPTH = 500;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH)
                    .maxStringLength(MOST_BYTES)
                    .maxNumberLength(1000)
                    .maxNameLength(50_000)
                    .build())
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(2 * DEPTH).build())
            .build();

    private JsonText() {}

    /** What is not good JSON, without a word of it. */
    static final class Bad extends Exception {

        private static final long serialVersionUID = 1;

        private final String code;
        private final String what;
        private final String place;

        Bad(String code, String what, String place) {
            super(what + " (" + place + ")", null, false, false);
            this.code = code;
            this.what = what;
            this.place = place;
        }

        String code() {
            return code;
        }

        String what() {
            return what;
        }

        String place() {
            return place;
        }
    }

    /** The one value of a document. */
    static Json parse(byte[] bytes) throws Bad {
        if (bytes.length > MOST_BYTES) {
            throw new Bad("json-limit", "it is larger than " + MOST_BYTES + " bytes", "byte " + MOST_BYTES);
        }
        String text = decoded(bytes);
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            try {
                if (parser.nextToken() == null) {
                    throw new Bad("json-empty", "there is no value", "line 1");
                }
                Json value = value(parser);
                if (parser.nextToken() != null) {
                    throw new Bad("json-syntax", "something follows the value", place(parser));
                }
                return value;
            } catch (JacksonException e) {
                // Neither its message nor itself as a cause: both may quote a secret.
                throw new Bad("json-syntax", "it is not JSON, or beyond the limits of depth and length", place(parser));
            }
        }
    }

    /** The value without white space, in UTF-8. */
    static byte[] bytes(Json value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            write(value, generator);
        }
        return bytes.toByteArray();
    }

    private static String decoded(byte[] bytes) throws Bad {
        int mark = bytes.length >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf
                ? 3
                : 0;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, mark, bytes.length - mark))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Bad("json-encoding", "it is not UTF-8", "somewhere in it");
        }
    }

    private static Json value(JsonParser parser) throws Bad {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> new Json.Str(wellFormed(parser.getString(), parser));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Raw(parser.getString());
            default -> new Json.Raw(token.asString());
        };
    }

    private static Json.Obj object(JsonParser parser) throws Bad {
        Map<String, Json> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = wellFormed(parser.currentName(), parser);
            parser.nextToken();
            Json value = value(parser);
            if (members.putIfAbsent(name, value) != null) {
                throw new Bad("json-duplicate-name", "a name stands twice in an object", place(parser));
            }
        }
        return new Json.Obj(members);
    }

    private static Json.Arr array(JsonParser parser) throws Bad {
        List<Json> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return new Json.Arr(elements);
    }

    /** PostgreSQL stores no U+0000, and half a surrogate pair is no text at all. */
    private static String wellFormed(String text, JsonParser parser) throws Bad {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (c == 0 || Character.isSurrogate(c) && !pair) {
                throw new Bad("json-text", "a text holds U+0000 or half a surrogate pair", place(parser));
            }
            i += pair ? 1 : 0;
        }
        return text;
    }

    private static String place(JsonParser parser) {
        return "line " + parser.currentLocation().getLineNr() + ", column "
                + parser.currentLocation().getColumnNr();
    }

    private static void write(Json value, JsonGenerator generator) {
        if (value instanceof Json.Obj object) {
            generator.writeStartObject();
            object.members().forEach((name, member) -> {
                generator.writeName(name);
                write(member, generator);
            });
            generator.writeEndObject();
        } else if (value instanceof Json.Arr array) {
            generator.writeStartArray();
            array.elements().forEach(element -> write(element, generator));
            generator.writeEndArray();
        } else if (value instanceof Json.Str string) {
            generator.writeString(string.text());
        } else if (value instanceof Json.Raw raw) {
            generator.writeRawValue(raw.text());
        }
    }
}
