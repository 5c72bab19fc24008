package dev.reprise.input;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A document that is written piece by piece and so knows, without parsing, what stands where in it. */
final class ExportText {

    private final StringBuilder text = new StringBuilder();
    private final List<Element> elements = new ArrayList<>();
    private String array = "";
    private int index;
    private long length;

    /** What a reader must hand out for one element. */
    record Element(String pointer, long offset, String text) {}

    /** Text that is no element. */
    ExportText add(String piece) {
        text.append(piece);
        length += piece.getBytes(StandardCharsets.UTF_8).length;
        return this;
    }

    /** The elements that follow stand in this array. */
    ExportText array(String pointer) {
        array = pointer;
        index = 0;
        return this;
    }

    ExportText element(String piece) {
        elements.add(new Element(array + "/" + index++, length, piece));
        return add(piece);
    }

    List<Element> elements() {
        return elements;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    Path in(Path folder) throws IOException {
        return Files.writeString(folder.resolve("export.json"), text);
    }

    /** Three arrays with elements of every kind and multi-byte text, members before, between and after. */
    static ExportText sample(int tasks) {
        ExportText export =
                new ExportText().add("{\"format\": 3,\n\"data\":{\"product\":{\"name\":\"größe 😀\"}, \"tasks\":[");
        export.array("/data/tasks");
        for (int i = 0; i < tasks; i++) {
            export.add(i == 0 ? "" : " ,\n")
                    .element("{\"guid\":\"" + i + "\",\"title\":\"設定😀é" + "ü".repeat(i % 7) + "\"}");
        }
        export.add("],\"none\":[ ],\"absent\":null,\"a/b~c\":[").array("/data/a~1b~0c");
        export.element("1.10")
                .add(",")
                .element("[[],{\"x\":[1]}]")
                .add(",")
                .element("null")
                .add(",")
                .element("\"]\\\"\"");
        export.add("],\"note\":\"end\",\"variables\":[").array("/data/variables");
        return export.element("true").add("]},\"after\":[1,2]}\n");
    }
}
