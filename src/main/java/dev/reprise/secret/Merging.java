package dev.reprise.secret;

import dev.reprise.record.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One account on its way in. Walks over what the archive has and, beside it, over what the accounts file makes of it: values may be
 * other ones, everything else must be the same or absent. On the way each secret is sealed.
 */
final class Merging {

    private static final String VALUE = Envelope.VALUE;
    private static final String EXPRESSION = "expression";
    private static final String PROPERTIES = "property_map";
    private static final String SETTINGS = "/property_map/settings";
    private static final List<String> KIND = List.of("class_id", "class_version", "class_fqid");

    private final SecretNames names;
    private final ValueSources sources;
    private final Sealing sealing;
    private boolean updated;

    Merging(UUID account, Keyset keyset, SecretNames names, ValueSources sources) {
        this.names = names;
        this.sources = sources;
        this.sealing = new Sealing(account, keyset);
    }

    boolean updated() {
        return updated;
    }

    int sealed() {
        return sealing.count();
    }

    /**
     * Where the walk is.
     *
     * @param secret whether a value here is secret by a name above it
     * @param editable whether the accounts file may have another value here
     */
    private record Place(String pointer, boolean secret, boolean editable) {

        Place element(int index) {
            return new Place(pointer + "/" + index, secret, editable);
        }
    }

    /** The account as it may be stored. */
    Json.Obj account(Json.Obj archived, Json.@Nullable Obj edited) {
        Json properties = null;
        if (edited != null) {
            properties = edited.get(PROPERTIES);
            sameKind(archived, edited);
            if (!(properties instanceof Json.Obj) || !archived.has(PROPERTIES)) {
                throw structure("/" + PROPERTIES, "the account must have its property_map");
            }
        }
        Map<String, Json> members = new LinkedHashMap<>();
        for (Map.Entry<String, Json> member : archived.members().entrySet()) {
            Place place = child(new Place("", false, false), archived, member.getKey());
            Json now = member.getKey().equals(PROPERTIES) ? properties : null;
            members.put(member.getKey(), walk(place, member.getValue(), now));
        }
        return new Json.Obj(members);
    }

    private void sameKind(Json.Obj archived, Json.Obj edited) {
        for (String name : KIND) {
            if (archived.has(name) && edited.has(name) && !Objects.equals(archived.get(name), edited.get(name))) {
                throw structure("/" + name, "the accounts file gives this account another " + name);
            }
        }
    }

    private Json walk(Place at, Json was, @Nullable Json now) {
        if (was instanceof Json.Obj object) {
            if (now != null && !(now instanceof Json.Obj)) {
                throw structure(at.pointer(), "an object must stay an object");
            }
            Json.Obj edited = (Json.Obj) now;
            return Envelope.is(object) ? envelope(at, object, edited) : object(at, object, edited);
        }
        if (was instanceof Json.Arr array) {
            if (now != null && !(now instanceof Json.Arr)) {
                throw structure(at.pointer(), "an array must stay an array");
            }
            return array(at, array, (Json.Arr) now);
        }
        Json value = scalar(at, was, now);
        return at.secret() && Sealing.hides(value, false) ? sealing.bare(at.pointer(), value) : value;
    }

    private Json array(Place at, Json.Arr was, Json.@Nullable Arr now) {
        List<Json> elements = new ArrayList<>();
        if (now != null && now.elements().size() != was.elements().size()) {
            throw structure(at.pointer(), "an array must keep its length");
        }
        for (Json element : was.elements()) {
            int index = elements.size();
            elements.add(walk(
                    at.element(index),
                    element,
                    now == null ? null : now.elements().get(index)));
        }
        return new Json.Arr(elements);
    }

    private Json object(Place at, Json.Obj was, Json.@Nullable Obj now) {
        sameNames(at, was, now);
        Map<String, Json> members = new LinkedHashMap<>();
        boolean leaf = at.secret()
                && was.has(VALUE)
                && Objects.requireNonNull(was.get(VALUE)).scalar();
        for (Map.Entry<String, Json> member : was.members().entrySet()) {
            String name = member.getKey();
            Place place = child(at, was, name);
            Json edited = now == null ? null : now.get(name);
            boolean sealedHere = leaf && name.equals(VALUE);
            members.put(
                    name,
                    sealedHere ? scalar(place, member.getValue(), edited) : walk(place, member.getValue(), edited));
        }
        Json.Obj merged = new Json.Obj(members);
        Json value = merged.get(VALUE);
        return leaf && value != null && Sealing.hides(value, computed(merged))
                ? sealing.object(at.pointer(), merged, value)
                : merged;
    }

    private static void sameNames(Place at, Json.Obj was, Json.@Nullable Obj now) {
        if (now == null) {
            return;
        }
        if (Envelope.is(now)) {
            throw new Rejected(
                    "account-envelope", at.pointer(), "an encrypted value stands where the archive has a plain one");
        }
        for (String name : now.members().keySet()) {
            if (!was.has(name)) {
                throw structure(at.pointer(), "the accounts file has a member here that the archive has not");
            }
        }
    }

    /** A value that is not looked into: the archive's, or the other one that the accounts file has. */
    private Json scalar(Place at, Json was, @Nullable Json now) {
        if (now == null || now.equals(was)) {
            return was;
        }
        if (!now.scalar()) {
            throw structure(at.pointer(), "a plain value must stay one");
        }
        if (!at.editable() || at.pointer().endsWith("/" + EXPRESSION) && !bool(now)) {
            throw structure(at.pointer(), "only members named value may be changed");
        }
        updated = true;
        return now instanceof Json.Str text
                ? new Json.Str(sources.resolve(text.text(), at.pointer(), at.secret()))
                : now;
    }

    private Json envelope(Place at, Json.Obj was, Json.@Nullable Obj now) {
        if (now == null) {
            return sealing.arrived(at.pointer(), was);
        }
        Json.Obj rest = rest(at, was, now);
        Json edited = now.get(VALUE);
        if (edited == null || edited.equals(was.get(VALUE)) && Sealing.empty(edited)) {
            return sealing.arrived(at.pointer(), rest);
        }
        if (!edited.scalar()) {
            throw structure(at.pointer() + "/" + VALUE, "a plain value must stay one");
        }
        if (edited.equals(was.get(VALUE)) || Envelope.another(was, now) || sealing.made(edited)) {
            Json.Obj left = Envelope.another(was, now) ? now : Envelope.with(was, edited);
            return sealing.left(at.pointer(), rest, left);
        }
        updated = true;
        Json plain = edited instanceof Json.Str text
                ? new Json.Str(sources.resolve(text.text(), at.pointer(), true))
                : edited;
        boolean reference = computed(rest) && !Sealing.hides(plain, true);
        return plain.is("null") || reference ? Envelope.opened(rest, plain) : sealing.object(at.pointer(), rest, plain);
    }

    /** The envelope's other members, as the accounts file has them. */
    private Json.Obj rest(Place at, Json.Obj was, Json.Obj now) {
        Map<String, Json> members = was.copy();
        for (Map.Entry<String, Json> member : now.members().entrySet()) {
            String name = member.getKey();
            if (name.equals(VALUE) || Envelope.isMark(name)) {
                continue;
            }
            Json before = was.get(name);
            if (before == null) {
                throw structure(at.pointer(), "the accounts file has a member here that the archive has not");
            }
            members.put(name, walk(child(at, was, name), before, member.getValue()));
        }
        return new Json.Obj(members);
    }

    /** A member's place. Below a secret name all is secret, but for what stands beside a value. */
    private Place child(Place at, Json.Obj parent, String name) {
        boolean inherited = at.secret() && (name.equals(VALUE) || !parent.has(VALUE));
        boolean known = names.known(name) || names.all() && at.pointer().equals(SETTINGS);
        boolean editable = name.equals(VALUE) || name.equals(EXPRESSION) || known;
        return new Place(at.pointer() + "/" + Origin.escape(name), known || inherited, editable);
    }

    private static boolean computed(Json.Obj object) {
        Json expression = object.get(EXPRESSION);
        return expression != null && expression.is("true");
    }

    private static boolean bool(Json value) {
        return value.is("true") || value.is("false");
    }

    private static Rejected structure(String pointer, String message) {
        return new Rejected("account-structure", pointer, message);
    }
}
