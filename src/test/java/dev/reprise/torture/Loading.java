package dev.reprise.torture;

import dev.reprise.testing.ExactJson.Null;
import dev.reprise.testing.ExactJson.Numeral;
import dev.reprise.torture.Fields.Said;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which elements of a file become rows while it is loaded, and which stay out. The first of a GUID in the file is kept. */
final class Loading {

    private final Expected expected;
    private final Tree tree;
    private final Set<String> taken = new HashSet<>();

    /**
     * Where an element stands.
     *
     * @param parent GUID of the element around it; null at the top
     * @param parentIndex the place of that
     * @param index its own place
     * @param offset its first byte
     * @param pointer its JSON Pointer
     */
    private record Place(String parent, long parentIndex, long index, long offset, String pointer) {}

    Loading(Expected expected, Tree tree) {
        this.expected = expected;
        this.tree = tree;
    }

    void load() {
        head();
        Map<String, Object> data = Tree.members(tree.root().get("data"));
        for (String array : Entities.TABLE_OF_ARRAY.keySet()) {
            Object value = data.get(array);
            if (value == null || value == Null.NULL) {
                remark(
                        "array-absent",
                        Entities.TABLE_OF_ARRAY.get(array),
                        "/data/" + array,
                        value == null ? null : "null");
            }
        }
        data.forEach((array, value) -> {
            if (value instanceof List<?> elements) {
                for (int i = 0; i < elements.size(); i++) {
                    element(array, elements, i);
                }
            }
        });
    }

    private void head() {
        Map<String, Object> product = expected.product();
        String pointer = Tree.members(tree.root().get("data")).containsKey("product") ? "/data/product" : "/product";
        Fields fields = Fields.of(Entities.HEAD, product);
        if (!fields.reasons.isEmpty()) {
            throw new IllegalArgumentException("this file is refused: " + fields.reasons);
        }
        expected.rows(Entities.HEAD).put("head", fields.columns);
        fields.warnings.forEach(said -> remark(said.code(), "product", pointer + said.below(), said.value()));
        if (product.getOrDefault("id", Null.NULL) == Null.NULL) {
            remark("product-id-missing", "product", pointer + "/id", null);
        }
    }

    private void remark(String code, String entity, String pointer, String value) {
        expected.remarks().add(new Remark("warning", "verify", code, entity, null, pointer, null, value));
    }

    private void element(String array, List<?> elements, int index) {
        String name = array.replace("~", "~0").replace("/", "~1");
        Place place = new Place(null, 0, index, tree.offset(elements, index), "/data/" + name + "/" + index);
        String table = Entities.TABLE_OF_ARRAY.get(array);
        if (table == null) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("array_name", array);
            row.put("content", elements.get(index));
            placed(row, place);
            expected.rows(Entities.PART).put(Long.toString(place.offset), row);
            expected.count(Entities.PART, 1, 1, 0);
        } else {
            element(table, elements.get(index), place, true);
        }
    }

    private void element(String table, Object value, Place place, boolean parentIn) {
        if (!(value instanceof Map<?, ?>)) {
            throw new IllegalArgumentException("the checker knows no elements that are not objects");
        }
        Map<String, Object> element = Tree.members(value);
        Fields fields = Fields.of(table, element);
        boolean judgedGood = parentIn && fields.reasons.isEmpty();
        boolean in = false;
        if (judgedGood) {
            fields.warnings.forEach(said -> say("warning", table, fields.guidText, place, said));
            in = row(table, fields, place);
        } else {
            fields.reasons.forEach(said -> say("rejection", table, fields.guidText, place, said));
            if (!parentIn) {
                say("rejection", table, fields.guidText, place, new Said("parent-rejected", "", null));
            }
        }
        expected.count(table, 1, in ? 1 : 0, in ? 0 : 1);
        if (table.equals("task") && element.get("steps") instanceof List<?> steps) {
            for (int i = 0; i < steps.size(); i++) {
                String pointer = place.pointer + "/steps/" + i;
                Place below = new Place(fields.guid, place.index, i, tree.offset(steps, i), pointer);
                step(steps.get(i), below, in, judgedGood);
            }
        }
    }

    /** A step of a task that the writer refused is refused by the writer, too, which knows no spelling of its GUID but its own. */
    private void step(Object value, Place place, boolean parentIn, boolean parentJudgedGood) {
        if (parentIn || !parentJudgedGood) {
            element("step", value, place, parentIn);
            return;
        }
        Fields fields = Fields.of("step", Tree.members(value));
        if (!fields.reasons.isEmpty()) {
            element("step", value, place, true);
            return;
        }
        fields.warnings.forEach(said -> say("warning", "step", fields.guidText, place, said));
        say("rejection", "step", fields.guid, place, new Said("parent-rejected", "", null));
        expected.count("step", 1, 0, 1);
    }

    /** Whether the row goes in. */
    private boolean row(String table, Fields fields, Place place) {
        if (!taken.add(table + fields.guid)) {
            say("rejection", table, fields.guid, place, new Said("guid-duplicate", "/guid", fields.guid));
            return false;
        }
        Map<String, Object> row = new LinkedHashMap<>(fields.columns);
        row.put("guid", fields.guid);
        if (table.equals("step")) {
            row.put("parent_guid", place.parent);
            row.put("parent_index", number(place.parentIndex));
        }
        placed(row, place);
        expected.rows(table).put(fields.guid, row);
        return true;
    }

    private static void placed(Map<String, Object> row, Place place) {
        row.put("element_index", number(place.index));
        row.put("byte_offset", number(place.offset));
    }

    private static Numeral number(long value) {
        return new Numeral(Long.toString(value));
    }

    private void say(String severity, String table, String guid, Place place, Said said) {
        expected.remarks()
                .add(new Remark(
                        severity,
                        "load",
                        said.code(),
                        table,
                        guid,
                        place.pointer + said.below(),
                        place.offset,
                        said.value()));
    }
}
