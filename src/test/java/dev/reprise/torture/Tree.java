package dev.reprise.torture;

import dev.reprise.testing.ExactJson.Null;
import dev.reprise.testing.ExactJson.Numeral;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A whole export in memory, as maps, lists, strings and exact numbers, and of each array's elements where they stand in the file. */
final class Tree {

    private final IdentityHashMap<List<?>, List<Long>> offsets = new IdentityHashMap<>();
    private final Object root;
    private final long size;

    private Tree(byte[] bytes) {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), bytes)) {
            parser.nextToken();
            root = value(parser);
        }
        size = bytes.length;
    }

    static Tree of(Path file) {
        try {
            return new Tree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, Object> root() {
        return members(root);
    }

    /** Size of the file in bytes. */
    long size() {
        return size;
    }

    /** Byte offset of an element of an array of this very tree. */
    long offset(List<?> array, int index) {
        return offsets.get(array).get(index);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> members(Object object) {
        return (Map<String, Object>) object;
    }

    private Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Numeral(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> Null.NULL;
        };
    }

    private Map<String, Object> object(JsonParser parser) {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser));
        }
        return members;
    }

    private List<Object> array(JsonParser parser) {
        List<Object> elements = new ArrayList<>();
        List<Long> places = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            places.add(parser.currentTokenLocation().getByteOffset());
            elements.add(value(parser));
        }
        offsets.put(elements, places);
        return elements;
    }
}
