package dev.reprise.torture;

import dev.reprise.testing.ExactJson.Null;
import dev.reprise.testing.ExactJson.Numeral;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Takes rows out that refer to rows which are not there, again and again until none is left. */
final class Linking {

    private final Expected expected;
    private final List<Broken> broken = new ArrayList<>();

    private record Broken(String table, String key, Remark remark) {}

    Linking(Expected expected) {
        this.expected = expected;
    }

    void reject() {
        do {
            broken.clear();
            expected.rows("step").values().forEach(this::step);
            expected.rows("translation").values().forEach(this::translation);
            broken.forEach(found -> expected.remarks().add(found.remark));
            broken.forEach(found -> {
                if (expected.rows(found.table).remove(found.key) != null) {
                    expected.count(found.table, 0, -1, 1);
                }
            });
        } while (!broken.isEmpty());
        Object escalation = expected.rows(Entities.HEAD).get("head").get("escalation_task_guid");
        if (isGone("task", escalation)) {
            throw new IllegalArgumentException("this file cannot be published: its escalation task is not there");
        }
    }

    private void step(Map<String, Object> row) {
        String place = "/data/tasks/%s/steps/%s".formatted(row.get("parent_index"), row.get("element_index"));
        look("step", row, place + "/script_guid", "script", row.get("script_guid"), "dangling-script");
        look("step", row, place + "/task_guid", "task", row.get("task_guid"), "dangling-subtask");
        look("step", row, place, "task", row.get("parent_guid"), "parent-rejected");
        if (row.get("resources") instanceof List<?> links) {
            for (int i = 0; i < links.size(); i++) {
                String to =
                        String.valueOf(((Map<?, ?>) links.get(i)).get("guid")).toLowerCase(Locale.ROOT);
                look("step", row, place + "/resources/" + i + "/guid", "resource", to, "dangling-resource");
            }
        }
    }

    private void translation(Map<String, Object> row) {
        String place = "/data/translations/%s/entity_guid".formatted(row.get("element_index"));
        Object of = row.get("entity");
        Object to = row.get("entity_guid");
        if (of.equals("product")) {
            boolean gone = to != Null.NULL
                    && !to.equals(expected.rows(Entities.HEAD).get("head").get("guid"));
            if (gone) {
                add("translation", row, place, "dangling-translation", to);
            }
        } else if (of instanceof String table && Entities.TRANSLATED.contains(table)) {
            look("translation", row, place, table, to, "dangling-translation");
        }
    }

    private void look(String table, Map<String, Object> row, String place, String to, Object guid, String code) {
        if (isGone(to, guid)) {
            add(table, row, place, code, guid);
        }
    }

    private boolean isGone(String table, Object guid) {
        return guid != Null.NULL && !expected.rows(table).containsKey(String.valueOf(guid));
    }

    private void add(String table, Map<String, Object> row, String place, String code, Object value) {
        String guid = String.valueOf(row.get("guid"));
        Long offset = Long.valueOf(((Numeral) row.get("byte_offset")).text());
        Remark remark = new Remark("rejection", "verify", code, table, guid, place, offset, String.valueOf(value));
        broken.add(new Broken(table, guid, remark));
    }
}
