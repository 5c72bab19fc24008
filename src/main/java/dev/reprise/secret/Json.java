package dev.reprise.secret;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON value in memory: numbers keep their text, members their order. It may be secret, so none says what it holds. */
sealed interface Json permits Json.Obj, Json.Arr, Json.Str, Json.Raw {

    /** Whether it is a string, a number, a boolean or null. */
    default boolean scalar() {
        return this instanceof Str || this instanceof Raw;
    }

    /** Whether it is what JSON spells so: {@code true}, {@code null}, a number. */
    default boolean is(String raw) {
        return this instanceof Raw value && value.text().equals(raw);
    }

    /** An object; the map is not changed once it is here. */
    record Obj(Map<String, Json> members) implements Json {

        boolean has(String name) {
            return members.containsKey(name);
        }

        @Nullable
        Json get(String name) {
            return members.get(name);
        }

        /** The text of a member; null if there is none, or if it is no string. */
        @Nullable
        String text(String name) {
            return members.get(name) instanceof Str string ? string.text() : null;
        }

        /** A copy that may be changed before it becomes an object. */
        Map<String, Json> copy() {
            return new LinkedHashMap<>(members);
        }

        @Override
        public String toString() {
            return "object";
        }
    }

    /** An array. */
    record Arr(List<Json> elements) implements Json {

        @Override
        public String toString() {
            return "array";
        }
    }

    /** A string. */
    record Str(String text) implements Json {

        @Override
        public String toString() {
            return "string";
        }
    }

    /** A number, boolean or null, as the file spells it. */
    record Raw(String text) implements Json {

        boolean number() {
            return !text.equals("true") && !text.equals("false") && !text.equals("null");
        }

        @Override
        public String toString() {
            return "value";
        }
    }
}
