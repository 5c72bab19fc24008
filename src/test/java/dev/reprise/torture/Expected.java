package dev.reprise.torture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an import of a file must leave behind, worked out from the file alone. Files that are refused as a whole are not foreseen.
 */
final class Expected {

    private final Map<String, Map<String, Map<String, Object>>> rows = new LinkedHashMap<>();
    private final List<Remark> remarks = new ArrayList<>();
    private final Map<String, Counted> counters = new TreeMap<>();
    private final Tree tree;

    /**
     * What became of an entity's records.
     *
     * @param read in the file
     * @param written in the table
     * @param rejected listed with their reasons
     */
    record Counted(long read, long written, long rejected) {

        Counted plus(Counted more) {
            return new Counted(read + more.read, written + more.written, rejected + more.rejected);
        }
    }

    private Expected(Tree tree) {
        this.tree = tree;
        Entities.COLUMNS.keySet().forEach(table -> rows.put(table, new LinkedHashMap<>()));
        rows.put(Entities.PART, new LinkedHashMap<>());
    }

    static Expected of(Path file) {
        Expected expected = new Expected(Tree.of(file));
        new Loading(expected, expected.tree).load();
        new Linking(expected).reject();
        return expected;
    }

    /** Rows of a table by their key: the GUID, of parts the byte offset. */
    Map<String, Map<String, Object>> rows(String table) {
        return rows.get(table);
    }

    List<String> tables() {
        return List.copyOf(rows.keySet());
    }

    List<Remark> remarks() {
        return remarks;
    }

    Map<String, Counted> counters() {
        return counters;
    }

    void count(String entity, long read, long written, long rejected) {
        counters.merge(entity, new Counted(read, written, rejected), Counted::plus);
    }

    boolean anyRejected() {
        return counters.values().stream().anyMatch(counted -> counted.rejected() > 0);
    }

    long fileSize() {
        return tree.size();
    }

    long productId() {
        return Long.parseLong(product().get("id").toString());
    }

    Map<String, Object> product() {
        Object inside = Tree.members(tree.root().get("data")).get("product");
        return Tree.members(inside == null ? tree.root().get("product") : inside);
    }

    /** The document with the arrays under {@code data} empty. */
    Map<String, Object> shell() {
        Map<String, Object> data = new LinkedHashMap<>(Tree.members(tree.root().get("data")));
        data.replaceAll((name, value) -> value instanceof List<?> ? List.of() : value);
        Map<String, Object> shell = new LinkedHashMap<>(tree.root());
        shell.put("data", data);
        return shell;
    }
}
