package dev.reprise.secret;

import dev.reprise.record.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of an encrypted value. The vendor's has a fingerprint {@code fp}, a key name and a wrapped symmetric key ({@code sym_key},
 * {@code sym_iv}); ours has a key name {@code reprise-ID}, and once it was exported for another Reprise also the same secret {@code
 * wrapped} for the key {@code for}.
 */
final class Envelope {

    static final String VALUE = "value";
    static final String KEY = "key";
    static final String WRAPPED = "wrapped";
    static final String FOR = "for";

    /** Members that only an envelope has; {@code key} belongs to them, but is too common a word to tell one by. */
    private static final Set<String> SIGNS = Set.of("fp", "sym_key", "sym_iv", WRAPPED);

    private static final Set<String> MARKS = Set.of("fp", "sym_key", "sym_iv", WRAPPED, KEY, FOR);

    /** How we name keys, and how the vendor does (a pair of a key and a value is no envelope). */
    private static final Pattern KEY_NAME = Pattern.compile("reprise-\\d{1,10}|account-.*", Pattern.DOTALL);

    private Envelope() {}

    static boolean is(Json.Obj object) {
        String key = object.text(KEY);
        return object.has(VALUE)
                && (SIGNS.stream().anyMatch(object::has)
                        || key != null && KEY_NAME.matcher(key).matches());
    }

    static boolean isMark(String name) {
        return MARKS.contains(name);
    }

    /** Whether {@code now} carries a mark that {@code was} has not, or has otherwise: it is another envelope, not an edited one. */
    static boolean another(Json.Obj was, Json.Obj now) {
        return MARKS.stream().anyMatch(mark -> now.has(mark) && !Objects.equals(now.get(mark), was.get(mark)));
    }

    /** The object with this ciphertext and key name, and without what told of another encryption. */
    static Json.Obj sealed(Json.Obj was, String cipher, @Nullable String key) {
        Map<String, Json> members = new LinkedHashMap<>();
        was.members().forEach((name, member) -> {
            if (name.equals(VALUE)) {
                members.put(VALUE, new Json.Str(cipher));
                members.put(KEY, new Json.Str(String.valueOf(key)));
            } else if (!isMark(name)) {
                members.put(name, member);
            }
        });
        return new Json.Obj(members);
    }

    /** An envelope under another key; all else stays, but what was wrapped for somebody holds the same secret still. */
    static Json.Obj resealed(Json.Obj was, String cipher, String key) {
        Map<String, Json> members = was.copy();
        members.put(VALUE, new Json.Str(cipher));
        members.put(KEY, new Json.Str(key));
        return new Json.Obj(members);
    }

    /** The envelope with this in the place of its ciphertext. */
    static Json.Obj with(Json.Obj was, Json value) {
        Map<String, Json> members = was.copy();
        members.put(VALUE, value);
        return new Json.Obj(members);
    }

    /** The object with a value that is not encrypted. */
    static Json.Obj opened(Json.Obj was, Json value) {
        Map<String, Json> members = was.copy();
        members.keySet().removeIf(Envelope::isMark);
        members.put(VALUE, value);
        return new Json.Obj(members);
    }

    /** The same envelope, with its secret also wrapped for somebody else. */
    static Json.Obj wrapped(Json.Obj was, String wrapped, String recipient) {
        Map<String, Json> members = was.copy();
        members.put(WRAPPED, new Json.Str(wrapped));
        members.put(FOR, new Json.Str(recipient));
        return new Json.Obj(members);
    }

    /** The value with each envelope in it replaced; {@code change} is given its JSON Pointer. */
    static Json replaced(String pointer, Json value, BiFunction<String, Json.Obj, Json.Obj> change) {
        if (value instanceof Json.Obj object) {
            if (is(object)) {
                return change.apply(pointer, object);
            }
            Map<String, Json> members = object.copy();
            members.replaceAll((name, member) -> replaced(pointer + "/" + Origin.escape(name), member, change));
            return new Json.Obj(members);
        }
        if (value instanceof Json.Arr array) {
            List<Json> elements = new ArrayList<>();
            for (Json element : array.elements()) {
                elements.add(replaced(pointer + "/" + elements.size(), element, change));
            }
            return new Json.Arr(elements);
        }
        return value;
    }
}
