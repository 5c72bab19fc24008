package dev.reprise.source.inskill;

import dev.reprise.input.InputSettings;
import dev.reprise.input.Shell;
import dev.reprise.input.StrictJson;
import dev.reprise.record.Origin;
import dev.reprise.record.Reason;
import dev.reprise.record.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** The {@code product} object of an export, and where it stands. */
final class ProductObject {

    private static final Origin ANYWHERE = new Origin("", 0, 0);

    private final String text;
    private final String pointer;
    private final Map<String, String> fields = new HashMap<>();

    private ProductObject(String text, String pointer) {
        this.text = text;
        this.pointer = pointer;
    }

    /**
     * The product of a document: {@code data.product}, or {@code product} beside {@code data}; null if neither has come yet. Where both
     * are there, they must be the same.
     */
    static @Nullable ProductObject of(Shell shell, StrictJson json) {
        String inside = shell.member("product");
        String beside = shell.outer("product");
        if (inside == null && beside == null) {
            return null;
        }
        ProductObject product = inside != null
                ? new ProductObject(inside, "/data/product")
                : new ProductObject(String.valueOf(beside), "/product");
        product.readFields(json);
        return product;
    }

    /** Whether a document has two products that differ. */
    static boolean ambiguous(Shell shell) {
        String inside = shell.member("product");
        String beside = shell.outer("product");
        return inside != null && beside != null && !inside.equals(beside);
    }

    private void readFields(StrictJson json) {
        json.parse(record(), parser -> {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    fields.put(name, new String(StrictJson.canonical(parser), StandardCharsets.UTF_8));
                }
            }
            return fields;
        });
    }

    boolean isObject() {
        return text.startsWith("{");
    }

    String pointer() {
        return pointer;
    }

    /** Canonical JSON of a field; null if it is absent or null. */
    @Nullable
    String field(String name) {
        String value = fields.get(name);
        return value == null || value.equals("null") ? null : value;
    }

    /** A field that is a text with something in it; null for anything else. */
    @Nullable
    String string(String name) {
        String value = field(name);
        if (value == null || !value.startsWith("\"")) {
            return null;
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        SourceRecord record = new SourceRecord(new Origin(pointer, 0, 0), bytes, 0, bytes.length);
        String string = new StrictJson(pointer, InputSettings.defaults()).parse(record, parser -> parser.getString());
        return string.isEmpty() ? null : string;
    }

    /** Its columns, and what is wrong with them or remarkable about them; the byte offset is not known. */
    Element element(StrictJson json) {
        ElementMapper mapper = new ElementMapper(Tables.PRODUCT_FIELDS, Map.of());
        Element read = json.cursor().read(record(), cursor -> mapper.read(cursor, ANYWHERE));
        return new Element(
                read.origin(),
                read.entity(),
                read.guid(),
                read.guidText(),
                read.tuple(),
                read.reasons().stream().map(this::placed).toList(),
                read.remarks().stream().map(this::placed).toList(),
                read.nested());
    }

    /** An origin is always of an array's element, and the product is none. */
    private Reason placed(Reason reason) {
        String field = reason.pointer().substring(ANYWHERE.pointer().length());
        return new Reason(reason.code(), pointer + field, reason.value(), reason.message());
    }

    private SourceRecord record() {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new SourceRecord(ANYWHERE, bytes, 0, bytes.length);
    }
}
