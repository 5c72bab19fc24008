package dev.reprise.torture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a checker found wrong; each entry names its row.
 *
 * @param lost what should be there and is not
 * @param doubled what is there and should not be
 * @param differing what is there with another value
 * @param wrongStatus what the ledger says and is not so
 * @param leftOver traces of what is over that harm nobody and that the next import takes away, such as generations not swept
 */
record Findings(
        List<String> lost,
        List<String> doubled,
        List<String> differing,
        List<String> wrongStatus,
        List<String> leftOver) {

    /** The most of each kind that are spelled out. */
    private static final int SHOWN = 20;

    Findings() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    void add(Findings more) {
        lost.addAll(more.lost);
        doubled.addAll(more.doubled);
        differing.addAll(more.differing);
        wrongStatus.addAll(more.wrongStatus);
        leftOver.addAll(more.leftOver);
    }

    boolean none() {
        return size() == 0;
    }

    int size() {
        return lost.size() + doubled.size() + differing.size() + wrongStatus.size() + leftOver.size();
    }

    @Override
    public String toString() {
        if (none()) {
            return "nothing wrong";
        }
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("lost", lost);
        kinds.put("doubled", doubled);
        kinds.put("differing", differing);
        kinds.put("wrong status", wrongStatus);
        kinds.put("left over", leftOver);
        StringBuilder text = new StringBuilder();
        kinds.forEach((kind, found) -> {
            if (!found.isEmpty()) {
                text.append(kind).append(" (").append(found.size()).append("):\n");
                found.stream()
                        .limit(SHOWN)
                        .forEach(one -> text.append("  ").append(one).append('\n'));
            }
        });
        return text.toString();
    }
}
