package dev.reprise.source.inskill;

import dev.reprise.record.Origin;
import dev.reprise.record.Outcome;
import dev.reprise.record.Reason;
import dev.reprise.record.Rejection;
import dev.reprise.record.Row;
import dev.reprise.record.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An element that was read, before it is known whether it goes in.
 *
 * @param origin where it stands
 * @param entity its table
 * @param guid its GUID; null if it has none, or none that is one
 * @param guidText what stands in its place; null if it has none, or one that is spelled as its GUID is
 * @param tuple its encoded columns
 * @param reasons what is wrong with it
 * @param remarks what is remarkable about it
 * @param nested the elements inside it
 */
record Element(
        Origin origin,
        String entity,
        @Nullable UUID guid,
        @Nullable String guidText,
        byte[] tuple,
        List<Reason> reasons,
        List<Reason> remarks,
        List<Element> nested) {

    /** Adds what becomes of it and of the elements inside it, itself first. A rejected element takes those inside it along. */
    void judge(List<Outcome> outcomes, List<Warning> warnings) {
        judge(null, true, outcomes, warnings);
    }

    private void judge(@Nullable UUID parent, boolean parentGoesIn, List<Outcome> outcomes, List<Warning> warnings) {
        boolean goesIn = parentGoesIn && reasons.isEmpty();
        if (goesIn) {
            outcomes.add(new Row(origin, entity, guid, parent, tuple));
            remarks.forEach(remark -> warnings.add(new Warning(origin.offset(), entity, spelledGuid(), remark)));
        } else {
            outcomes.add(new Rejection(origin, entity, spelledGuid(), allReasons(parentGoesIn)));
        }
        nested.forEach(element -> element.judge(guid, goesIn, outcomes, warnings));
    }

    private @Nullable String spelledGuid() {
        return guidText == null && guid != null ? guid.toString() : guidText;
    }

    private List<Reason> allReasons(boolean parentGoesIn) {
        List<Reason> all = new ArrayList<>(reasons);
        if (!parentGoesIn) {
            all.add(new Reason("parent-rejected", origin.pointer(), null, "the element it is part of was rejected"));
        }
        return all;
    }
}
