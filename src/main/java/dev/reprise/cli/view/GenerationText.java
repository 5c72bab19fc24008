package dev.reprise.cli.view;

import dev.reprise.report.GenerationReport;
import java.util.List;

/** Generations as a person reads them. */
public final class GenerationText {

    private static final int SHORT_HASH = 12;

    private GenerationText() {}

    /** A line each. */
    public static String table(List<GenerationReport> generations) {
        TextTable table = new TextTable("GENERATION", "STATE", "ELEMENTS", "LIVE SINCE", "IMPORT", "HASH");
        generations.forEach(generation -> table.row(
                Long.toString(generation.generation()),
                generation.state(),
                Amounts.count(generation.rows()),
                generation.publishedAt() == null ? "" : ReportText.time(generation.publishedAt()),
                ReportText.shortId(generation.importId()),
                generation.hash() == null ? "" : generation.hash().substring(0, SHORT_HASH)));
        return table.text();
    }
}
