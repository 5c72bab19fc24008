package dev.reprise.input;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The names of an object's members, each with what it means to whoever reads them. Names that come again are found without making a
 * text of them, and mostly without looking for them: after a name comes the one that came after it last time. A file may have a new
 * name in each element, so that only some are kept. Not safe for use by several threads.
 *
 * @param <M> what a name means
 */
public final class JsonNames<M> {

    private static final int SLOTS = 1024;
    /** So many names may have the same hash, and no more, so that nobody can make the search slow. */
    private static final int PROBES = 8;

    private static final int LONGEST_KEPT = 100;

    private final Function<String, M> meanings;
    private final @Nullable Name<M>[] kept;
    private final Name<M> none;
    private Name<M> last;

    /** No names yet; what one means is asked when it first comes, of those that are not kept each time. */
    public JsonNames(Function<String, M> meanings) {
        this.meanings = meanings;
        this.kept = newSlots();
        this.none = new Name<>(new byte[0], 0, "", meanings.apply(""), 0);
        this.last = none;
    }

    /** Arrays of generic types cannot be made otherwise. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <M> @Nullable Name<M>[] newSlots() {
        return new Name[SLOTS];
    }

    /** A name. */
    public static final class Name<M> {

        private final byte[] utf8;
        private final int hash;
        private final String text;
        private final M meaning;
        /** The objects that had it last, one at each depth that is counted; empty if it is not kept. */
        private final long[] seen;

        private byte[] json = new byte[0];
        private @Nullable Name<M> next;

        private Name(byte[] utf8, int hash, String text, M meaning, int depths) {
            this.utf8 = utf8;
            this.hash = hash;
            this.text = text;
            this.meaning = meaning;
            this.seen = new long[depths];
        }

        /** Its text, escapes decoded. */
        public String text() {
            return text;
        }

        /** What it means. */
        public M meaning() {
            return meaning;
        }

        /** As canonical JSON spells it, with the colon after it; not to be written to. */
        public byte[] json() {
            if (json.length == 0) {
                json = (StrictJson.quote(text) + ":").getBytes(StandardCharsets.UTF_8);
            }
            return json;
        }

        /** Whether it stands there in its canonical form, and a colon after it. */
        boolean standsAt(byte[] bytes, int at, int end) {
            int to = at + json.length;
            return to <= end && Arrays.equals(json, 0, json.length, bytes, at, to);
        }

        boolean isCounted(int depth) {
            return depth < seen.length;
        }

        /** Whether the object, the only one at its depth, has had this name before; from now on it has. */
        boolean again(int depth, long object) {
            boolean again = seen[depth] == object;
            seen[depth] = object;
            return again;
        }
    }

    /** The name that is likely to come next, or to come first; null if nothing is known. */
    @Nullable
    Name<M> guess(boolean first) {
        if (first) {
            last = none;
        }
        return last.next;
    }

    /** This name came, as was guessed. */
    void right(Name<M> name) {
        last = name;
    }

    /** Another name came than was guessed: in UTF-8, escapes decoded. */
    Name<M> find(byte[] utf8, int from, int to) {
        Name<M> name = lookUp(utf8, from, to);
        if (name.json.length > 0) {
            last.next = name;
            last = name;
        }
        return name;
    }

    private Name<M> lookUp(byte[] utf8, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + utf8[i];
        }
        int start = hash ^ hash >>> 15;
        for (int i = 0; i < PROBES && to - from <= LONGEST_KEPT; i++) {
            int slot = start + i & SLOTS - 1;
            Name<M> name = kept[slot];
            if (name == null) {
                name = name(utf8, from, to, hash, JsonCursor.COUNTED);
                name.json();
                kept[slot] = name;
                return name;
            }
            if (name.hash == hash && Arrays.equals(name.utf8, 0, name.utf8.length, utf8, from, to)) {
                return name;
            }
        }
        return name(utf8, from, to, hash, 0);
    }

    private Name<M> name(byte[] utf8, int from, int to, int hash, int depths) {
        String text = new String(utf8, from, to - from, StandardCharsets.UTF_8);
        return new Name<>(Arrays.copyOfRange(utf8, from, to), hash, text, meanings.apply(text), depths);
    }
}
