package dev.reprise.cli.view;

import dev.reprise.report.ExportReport;

/** The report of an export as a person reads it. */
public final class ExportText {

    private ExportText() {}

    /** All of it. */
    public static String of(ExportReport report) {
        StringBuilder text = new StringBuilder("export  %s  %s in %s"
                .formatted(report.target(), report.status().spelling(), Amounts.seconds(report.seconds())));
        String file = report.file() == null ? "-" : report.file();
        // of a compressed file it is what is in it
        text.append("\nfile    %s, %s%s"
                .formatted(file, Amounts.bytes(report.bytes()), file.endsWith(".zip") ? "" : " of JSON"));
        text.append("\nwritten %s, %s rows/s"
                .formatted(Amounts.count(report.rows()), Amounts.count(report.rowsPerSecond())));
        if (!report.entities().isEmpty()) {
            TextTable table = new TextTable("ENTITY", "WRITTEN");
            report.entities().forEach((entity, rows) -> table.row(entity, Amounts.count(rows)));
            text.append("\n\n").append(table.text());
        }
        return text.toString();
    }
}
