package dev.reprise.input;

import dev.reprise.record.Origin;
import dev.reprise.record.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A document without the elements of its streamed arrays: everything else that it holds, in its order, each array left empty.
 * With the elements poured back in, it is the document again.
 */
public final class Shell {

    private final String inner;
    private final Map<String, String> outer = new LinkedHashMap<>();
    private final Map<String, String> members = new LinkedHashMap<>();
    private boolean entered;
    private @Nullable String scalar;
    private long length;

    /** Empty; {@code inner} names the member whose arrays are streamed, such as {@code data}. */
    Shell(String inner) {
        this.inner = inner;
    }

    /** Reads back what {@link #text()} wrote. */
    public static Shell parse(String text, String inner) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        SourceRecord record = new SourceRecord(new Origin("", 0, 0), bytes, 0, bytes.length);
        Shell shell = new Shell(inner);
        return new StrictJson("checkpoint", InputSettings.unlimited()).parse(record, parser -> {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                shell.read(parser, false);
            } else {
                shell.scalar(canonicalText(parser));
            }
            return shell;
        });
    }

    private void read(JsonParser parser, boolean inside) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.START_OBJECT && !inside && name.equals(inner)) {
                enter();
                read(parser, true);
            } else {
                put(inside, name, canonicalText(parser));
            }
        }
    }

    static String canonicalText(JsonParser parser) {
        return new String(StrictJson.canonical(parser), StandardCharsets.UTF_8);
    }

    /** The canonical text of a member beside the inner object; null if there is none. */
    public @Nullable String outer(String name) {
        return outer.get(name);
    }

    /** All members beside the inner object, by name. */
    public Map<String, String> outer() {
        return Collections.unmodifiableMap(outer);
    }

    /** The canonical text of a member of the inner object, {@code []} for a streamed array; null if there is none. */
    public @Nullable String member(String name) {
        return members.get(name);
    }

    /** Whether the inner object was there, and was an object. */
    public boolean entered() {
        return entered;
    }

    boolean has(boolean inside, String name) {
        return (inside ? members : outer).containsKey(name);
    }

    void put(boolean inside, String name, String text) {
        (inside ? members : outer).put(name, text);
        length += name.length() + text.length();
    }

    void enter() {
        entered = true;
        outer.put(inner, "");
    }

    void scalar(String text) {
        this.scalar = text;
    }

    long length() {
        return length;
    }

    /** Takes a document down in pieces. */
    public interface Scribe<E extends Exception> {
        /** The next piece of JSON. */
        void text(String json) throws E;

        /** Here stand the elements of a streamed array, between brackets that are pieces of their own. */
        void elements(String array) throws E;
    }

    /** The document as JSON, its streamed arrays empty. */
    public String text() {
        StringBuilder text = new StringBuilder();
        dictate(new Scribe<RuntimeException>() {
            @Override
            public void text(String json) {
                text.append(json);
            }

            @Override
            public void elements(String array) {
                // none
            }
        });
        return text.toString();
    }

    /** Gives the document from its beginning to its end. */
    public <E extends Exception> void dictate(Scribe<E> scribe) throws E {
        if (scalar != null) {
            scribe.text(scalar);
            return;
        }
        String separator = "{";
        for (var member : outer.entrySet()) {
            scribe.text(separator + StrictJson.quote(member.getKey()) + ":");
            if (member.getKey().equals(inner) && entered) {
                dictateMembers(scribe);
            } else {
                scribe.text(member.getValue());
            }
            separator = ",";
        }
        scribe.text(outer.isEmpty() ? "{}" : "}");
    }

    /**
     * All that the document holds outside of its streamed arrays, in its order: each member as canonical JSON by its JSON Pointer, of a
     * member that is an object each of that one's members.
     */
    public Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        if (scalar != null) {
            fields.put("", scalar);
        }
        outer.forEach((name, value) -> {
            if (name.equals(inner) && entered) {
                members.forEach((key, member) ->
                        flatten(fields, "/" + Origin.escape(inner) + "/" + Origin.escape(key), member));
            } else {
                flatten(fields, "/" + Origin.escape(name), value);
            }
        });
        return fields;
    }

    private static void flatten(Map<String, String> fields, String pointer, String text) {
        if (!text.startsWith("{") || text.equals("{}")) {
            fields.put(pointer, text);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = StrictJson.reread(bytes, 0, bytes.length)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String place = pointer + "/" + Origin.escape(parser.currentName());
                parser.nextToken();
                fields.put(place, canonicalText(parser));
            }
        }
    }

    private <E extends Exception> void dictateMembers(Scribe<E> scribe) throws E {
        String separator = "{";
        for (var member : members.entrySet()) {
            scribe.text(separator + StrictJson.quote(member.getKey()) + ":");
            if (member.getValue().equals("[]")) {
                scribe.text("[");
                scribe.elements(member.getKey());
                scribe.text("]");
            } else {
                scribe.text(member.getValue());
            }
            separator = ",";
        }
        scribe.text(members.isEmpty() ? "{}" : "}");
    }
}
