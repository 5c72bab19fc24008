package dev.reprise.torture;

import dev.reprise.testing.ExactJson.Null;
import dev.reprise.testing.ExactJson.Numeral;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What the columns and attributes of one element must hold, and what must be said of it. */
final class Fields {

    private static final Pattern GUID =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", Pattern.DOTALL);

    final Map<String, Object> columns = new LinkedHashMap<>();
    final List<Said> reasons = new ArrayList<>();
    final List<Said> warnings = new ArrayList<>();
    String guid;
    String guidText;
    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private final String table;

    /**
     * A reason or remark.
     *
     * @param code what it is called
     * @param below the place in the element, as the end of a pointer
     * @param value what stands there; null if that is no scalar
     */
    record Said(String code, String below, String value) {}

    private Fields(String table) {
        this.table = table;
        Entities.COLUMNS.get(table).keySet().forEach(column -> columns.put(column, Null.NULL));
    }

    static Fields of(String table, Map<String, Object> element) {
        Fields fields = new Fields(table);
        element.forEach(fields::field);
        if (!table.equals(Entities.HEAD) && fields.guidText == null) {
            fields.reasons.add(new Said("guid-missing", "/guid", null));
        }
        fields.columns.put("attributes", fields.attributes.isEmpty() ? Null.NULL : fields.attributes);
        return fields;
    }

    private void field(String name, Object value) {
        String type = Entities.COLUMNS.get(table).get(name);
        if (name.equals("guid") && !table.equals(Entities.HEAD)) {
            guid(value);
        } else if (name.equals("steps") && table.equals("task")) {
            steps(value);
        } else if (type == null || value == Null.NULL) {
            attributes.put(name, value);
        } else {
            column(name, type, value);
        }
    }

    private void guid(Object value) {
        if (value == Null.NULL) {
            return;
        }
        if (!(value instanceof String text)) {
            throw new IllegalArgumentException("the checker knows no GUIDs that are not strings");
        }
        guidText = text;
        if (!isGuid(text)) {
            reasons.add(new Said("guid-malformed", "/guid", text));
            return;
        }
        guid = text.toLowerCase(Locale.ROOT);
        if (!guid.equals(text)) {
            attributes.put("guid", text);
        }
    }

    private void steps(Object value) {
        if (!(value instanceof List<?> steps)) {
            attributes.put("steps", value);
            if (value != Null.NULL) {
                reasons.add(new Said("wrong-type", "/steps", null));
            }
        } else if (steps.isEmpty()) {
            attributes.put("steps", value);
        }
    }

    private void column(String name, String type, Object value) {
        Object kept = kept(type, value);
        if (kept == null) {
            attributes.put(name, value);
            boolean guids = type.equals("uuid");
            (guids ? reasons : warnings)
                    .add(new Said(guids ? "guid-malformed" : "wrong-type", "/" + name, scalar(value)));
            return;
        }
        columns.put(name, kept);
        if (!kept.equals(value)) {
            attributes.put(name, value);
            return;
        }
        Set<String> known = Entities.KNOWN.get(table + "." + name);
        if (known != null && !known.contains(String.valueOf(value))) {
            warnings.add(new Said("value-unknown", "/" + name, scalar(value)));
        }
        if (table.equals("step") && name.equals("resources")) {
            links(value);
        }
    }

    /** What a column of the type gives back for a value; null if it cannot hold it. */
    private static Object kept(String type, Object value) {
        return switch (type) {
            case "text" -> value instanceof String ? value : null;
            case "boolean" -> value instanceof Boolean ? value : null;
            case "uuid" -> value instanceof String text && isGuid(text) ? text.toLowerCase(Locale.ROOT) : null;
            case "bigint" -> value instanceof Numeral number ? whole(number.text()) : null;
            default -> value;
        };
    }

    private static Numeral whole(String text) {
        if (text.length() > 20 || text.matches(".*[eE].*")) {
            return null;
        }
        BigDecimal number = new BigDecimal(text).stripTrailingZeros();
        boolean fits = number.scale() <= 0 && number.toBigInteger().bitLength() < Long.SIZE;
        return fits ? new Numeral(number.toBigInteger().toString()) : null;
    }

    private void links(Object value) {
        if (!(value instanceof List<?> links)) {
            reasons.add(new Said("wrong-type", "/resources", null));
            return;
        }
        for (int i = 0; i < links.size(); i++) {
            Object to = links.get(i) instanceof Map<?, ?> link ? link.get("guid") : null;
            String place = "/resources/" + i + "/guid";
            if (to == null || to == Null.NULL) {
                reasons.add(new Said("guid-missing", place, null));
            } else if (!(to instanceof String text && isGuid(text))) {
                reasons.add(new Said("guid-malformed", place, scalar(to)));
            }
        }
    }

    static boolean isGuid(String text) {
        return GUID.matcher(text).matches();
    }

    static String scalar(Object value) {
        return value instanceof Map<?, ?> || value instanceof List<?> ? null : value.toString();
    }
}
