package dev.reprise.cli.view;

import dev.reprise.record.Changes;
import dev.reprise.report.ElementChange;
import dev.reprise.report.FieldChange;
import dev.reprise.report.PlanReport;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.RawValue;

/** Plans as a person reads them. */
public final class PlanText {

    private static final int LONGEST_VALUE = 60;
    private static final Map<String, String> SIGNS = Map.of("add", "+", "remove", "-", "change", "~");

    private PlanText() {}

    /** The whole plan. */
    public static String of(PlanReport plan) {
        StringBuilder text = new StringBuilder("plan %s  %s  %s%s"
                .formatted(
                        plan.importId(),
                        plan.target(),
                        plan.file(),
                        plan.base() == 0 ? "  (there is nothing yet)" : ""));
        text.append("\n\n").append(entities(plan.entities()));
        plan.document().forEach(field -> text.append("\n").append(field(field)));
        if (!plan.reordered().isEmpty()) {
            text.append("\nin another order: ").append(String.join(", ", plan.reordered()));
        }
        if (plan.diff() != null) {
            plan.diff().forEach(element -> text.append("\n").append(element(element)));
        }
        if (!plan.findings().isEmpty()) {
            text.append("\n\n").append(ReportText.findings(plan.findings()));
        }
        return text.append("\n\n").append(next(plan)).toString();
    }

    private static String next(PlanReport plan) {
        if (!plan.changes()) {
            return "%s has this content already: nothing would change.".formatted(plan.target());
        }
        String stays = plan.rejected() == 0 ? "" : " %d records stay out.".formatted(plan.rejected());
        return "Nothing was changed.%s Make it so, as long as %s stays as it is: reprise apply %s"
                .formatted(stays, plan.target(), plan.importId());
    }

    private static String entities(Map<String, Changes> entities) {
        TextTable table = new TextTable("ENTITY", "IN FILE", "NOW", "ADD", "CHANGE", "REMOVE", "SAME");
        entities.forEach((entity, changes) -> table.row(
                entity,
                Amounts.count(changes.inFile()),
                Amounts.count(changes.now()),
                Amounts.count(changes.add()),
                Amounts.count(changes.change()),
                Amounts.count(changes.remove()),
                Amounts.count(changes.same())));
        return table.text();
    }

    private static String element(ElementChange element) {
        List<String> fields =
                element.fields().stream().map(field -> "\n    " + field(field)).toList();
        return "%s %s %s%s"
                .formatted(SIGNS.get(element.change()), element.entity(), element.key(), String.join("", fields));
    }

    private static String field(FieldChange field) {
        return Printable.line("%s: %s -> %s".formatted(field.field(), value(field.old()), value(field.now())));
    }

    private static String value(@Nullable RawValue value) {
        if (value == null) {
            return "(none)";
        }
        String text = String.valueOf(value.rawValue());
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "...";
    }
}
