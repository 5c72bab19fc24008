package dev.reprise.input;

import dev.reprise.record.Origin;
import dev.reprise.record.SourceRecord;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * Walks over everything in a document that is not an element of a streamed array: names, colons, commas, brackets, and the
 * values that go into the {@link Shell}. It stops where the next element may stand.
 */
final class JsonSkeleton {

    private static final int LONGEST_NAME = 1000;

    private final String inner;
    private final long longest;
    private final ByteWindow window;
    private final JsonScanner scanner;
    private final JsonRefusals refusals;
    private final StrictJson strict;
    private final Shell shell;

    private boolean started;
    private boolean inside;
    private boolean first = true;
    private boolean finished;
    private @Nullable String array;
    private String place = "";
    private long index;

    JsonSkeleton(String inner, String file, InputSettings settings, ByteWindow window, Shell shell) {
        this.inner = inner;
        this.longest = settings.elementSize().toBytes();
        this.window = window;
        this.refusals = new JsonRefusals(file);
        this.scanner = new JsonScanner(window, refusals, settings);
        this.strict = new StrictJson(file, settings);
        this.shell = shell;
    }

    /** Stands where an earlier walk stood. */
    void takeUp(Position from) {
        started = true;
        first = false;
        finished = from.finished();
        inside = !finished;
        index = from.nextIndex();
        array = from.array();
        place = array == null ? "" : pointer(array);
        refusals.standAt(place);
    }

    boolean finished() {
        return finished;
    }

    /** The streamed array that the walk stands in; null if it stands in none. */
    @Nullable
    String array() {
        return array;
    }

    /** Place in the array of the element that is next. */
    long index() {
        return index;
    }

    /** How many objects the elements so far were made of. */
    long objects() {
        return scanner.objects();
    }

    /** Walks until the first element of a streamed array is next, or the document has ended. */
    void advance() throws IOException {
        if (!started) {
            start();
        }
        while (array == null && !finished) {
            member();
        }
    }

    /** Passes over one element and returns its origin, with the window on it; null if the array has ended instead. */
    @Nullable
    Origin element() throws IOException {
        int token = scanner.token();
        if (token == ']') {
            scanner.consume();
            array = null;
            return null;
        }
        if (index > 0) {
            expect(',');
            scanner.token();
        }
        Origin origin = new Origin(place, index, window.offset());
        refusals.standAt(origin);
        pass();
        index++;
        return origin;
    }

    private void start() throws IOException {
        started = true;
        Encoding.check(window, refusals);
        int token = scanner.token();
        if (token == JsonScanner.END) {
            throw refusals.at(window.offset(), "json-empty", "the file is empty", "Export it again.");
        }
        if (token == '{') {
            scanner.consume();
        } else {
            scanner.value();
            shell.scalar(parse("", Shell::canonicalText));
            end();
        }
    }

    private void member() throws IOException {
        refusals.standAt(inside ? "/" + inner : "");
        if (scanner.token() == '}') {
            scanner.consume();
            leave();
            return;
        }
        if (!first) {
            expect(',');
            scanner.token();
        }
        first = false;
        String name = name();
        expect(':');
        int token = scanner.token();
        String pointer = inside ? pointer(name) : "/" + Origin.escape(name);
        refusals.standAt(pointer);
        if (inside && token == '[') {
            scanner.consume();
            keep(name, "[]");
            index = 0;
            array = name;
            place = pointer;
        } else if (!inside && token == '{' && name.equals(inner)) {
            scanner.consume();
            shell.enter();
            inside = true;
            first = true;
        } else {
            pass();
            keep(name, parse(pointer, Shell::canonicalText));
        }
    }

    private void leave() throws IOException {
        if (inside) {
            inside = false;
            first = false;
        } else {
            end();
        }
    }

    private void keep(String name, String text) {
        if (shell.length() + text.length() > longest) {
            throw refusals.at(
                    window.offset(), "json-element-size", "all that is not in arrays is too long", JsonRefusals.MEND);
        }
        shell.put(inside, name, text);
    }

    private String name() throws IOException {
        int token = scanner.token();
        long at = window.offset();
        if (token == JsonScanner.END) {
            throw refusals.truncated(at);
        }
        if (token != '"') {
            throw refusals.syntax(at, "a name in double quotes must stand here");
        }
        pass();
        String name = parse(inside ? "/" + inner : "", JsonParser::getString);
        if (name.length() > LONGEST_NAME) {
            throw refusals.at(at, "json-limit", "a name is longer than 1000 characters", JsonRefusals.MEND);
        }
        if (shell.has(inside, name)) {
            throw refusals.duplicate(at, name);
        }
        return name;
    }

    /** Passes over a value after which something must follow: only a document may end where the file does. */
    private void pass() throws IOException {
        scanner.value();
        if (window.ended()) {
            throw refusals.truncated(window.offset());
        }
    }

    /** Parses the value in the window. */
    private <T> T parse(String pointer, Function<JsonParser, T> walk) {
        Origin origin = new Origin(pointer, 0, window.offset() - window.position + window.mark);
        return strict.parse(new SourceRecord(origin, window.bytes, window.mark, window.position), () -> pointer, walk);
    }

    private void expect(char wanted) throws IOException {
        int token = scanner.token();
        if (token == JsonScanner.END) {
            throw refusals.truncated(window.offset());
        }
        if (token != wanted) {
            throw refusals.syntax(window.offset(), "'" + wanted + "' must stand here");
        }
        scanner.consume();
    }

    private void end() throws IOException {
        refusals.standAt("");
        if (scanner.token() != JsonScanner.END) {
            throw refusals.at(
                    window.offset(), "json-trailing-data", "something follows the document", JsonRefusals.MEND);
        }
        finished = true;
    }

    private String pointer(String name) {
        return "/" + inner + "/" + Origin.escape(name);
    }
}
