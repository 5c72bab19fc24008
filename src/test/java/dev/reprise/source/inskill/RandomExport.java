package dev.reprise.source.inskill;

import dev.reprise.input.RandomJson;
import dev.reprise.input.StrictJson;
import dev.reprise.table.Column;
import dev.reprise.table.EntityTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * A random export that an import takes whole: members, elements and fields in any order, any value where any may be, and fields and
 * arrays that nobody knows.
 */
final class RandomExport {

    private final Random random;
    private final long product;
    private int guids;

    private RandomExport(long product, long seed) {
        this.random = new Random(seed);
        this.product = product;
    }

    static String of(long product, long seed) {
        return new RandomExport(product, seed).document();
    }

    private String document() {
        List<String> data = strangers(3);
        Tables.ARRAYS.forEach(table -> {
            String name = table.pointer().substring("/data/".length());
            if (random.nextInt(5) > 0) {
                data.add(member(name, random.nextInt(6) == 0 ? "null" : array(table, 5)));
            }
        });
        for (int i = random.nextInt(4); i > 0; i--) {
            data.add(member("more" + i, parts()));
        }
        data.add(member("product", product()));
        List<String> outer = strangers(2);
        outer.add(member("data", object(data)));
        return object(outer);
    }

    private String product() {
        List<String> fields = strangers(3);
        fields.add(member("id", Long.toString(product)));
        fields.add(member("bundle_id", "\"acme.random\""));
        fields.add(member("guid", "\"" + guid() + "\""));
        for (String field : List.of("name", "published", "visible", "aliases", "attributes")) {
            fields.add(member(field, value()));
        }
        return object(fields);
    }

    private String array(EntityTable table, int most) {
        List<String> elements = new ArrayList<>();
        for (int i = random.nextInt(most); i > 0; i--) {
            elements.add(element(table));
        }
        return "[" + String.join(" ,", elements) + "]";
    }

    private String parts() {
        List<String> parts = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            parts.add(value());
        }
        return "[" + String.join(",\n", parts) + "]";
    }

    private String element(EntityTable table) {
        List<String> fields = strangers(3);
        fields.add(member("guid", "\"" + guid() + "\""));
        for (Column column : table.columns()) {
            if (random.nextBoolean()) {
                fields.add(member(column.name(), free(table, column) ? value() : "null"));
            }
        }
        if (table == Tables.TASK && random.nextInt(4) > 0) {
            fields.add(member("steps", random.nextInt(6) == 0 ? "null" : array(Tables.STEP, 4)));
        }
        return object(fields);
    }

    /** Of the others, values must be references that hold. */
    private static boolean free(EntityTable table, Column column) {
        return column.type() != Column.Type.UUID
                && !(table == Tables.STEP && column.name().equals("resources"));
    }

    private List<String> strangers(int most) {
        List<String> members = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            members.add(member("x" + i + (random.nextBoolean() ? "" : "/~\"\\ü😀"), value(random.nextBoolean())));
        }
        return members;
    }

    private String value() {
        return value(true);
    }

    /** Arrays that are members of data are read element by element, so that those of an element test something else. */
    private String value(boolean deep) {
        return RandomJson.value(random, deep ? 3 : 0);
    }

    private static String member(String name, String value) {
        return StrictJson.quote(name) + " : " + value;
    }

    private String object(List<String> members) {
        Collections.shuffle(members, random);
        return "{" + String.join(", ", members) + "}";
    }

    /** In either case. */
    private String guid() {
        UUID guid = new UUID(0xabcdef00_0000_4000L, ++guids);
        return random.nextInt(4) > 0 ? guid.toString() : guid.toString().toUpperCase(java.util.Locale.ROOT);
    }
}
