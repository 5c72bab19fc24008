package dev.reprise.cli.view;

import dev.reprise.report.Counts;
import dev.reprise.report.FindingGroup;
import dev.reprise.report.ImportKind;
import dev.reprise.report.ImportReport;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Reports as a person reads them. */
public final class ReportText {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());
    private static final int SHORT_ID = 13;

    private ReportText() {}

    /** The whole report of one import. */
    public static String of(ImportReport report) {
        StringBuilder text = new StringBuilder(headline(report));
        if (report.kind() == ImportKind.ROLLBACK) {
            return text.append("\ngeneration %d is live again".formatted(report.generation()))
                    .toString();
        }
        text.append("\nfile    %s, %s".formatted(report.file(), Amounts.bytes(report.fileSize())));
        String skipped = report.skipped() == null ? "" : ", skipped " + Amounts.count(report.skipped());
        text.append("\nread %s, written %s, rejected %s%s, %s rows/s"
                .formatted(
                        Amounts.count(report.read()),
                        Amounts.count(report.written()),
                        Amounts.count(report.rejected()),
                        skipped,
                        Amounts.count(report.rowsPerSecond())));
        if (report.provedAt() != null) {
            text.append("\nproved: all rows were read again and are what was read from the file");
        }
        if (report.unchanged()) {
            text.append("\nThe content is what ").append(report.target()).append(" had already: nothing was changed.");
        }
        if (report.remark() != null) {
            text.append('\n').append(report.remark());
        }
        if (!report.entities().isEmpty()) {
            text.append("\n\n").append(entities(report));
        }
        if (!report.findings().isEmpty()) {
            text.append("\n\n").append(findings(report.findings()));
        }
        return text.toString();
    }

    /** One line. */
    public static String headline(ImportReport report) {
        return "%s %s  %s  %s in %s"
                .formatted(
                        report.kind().spelling(),
                        report.importId(),
                        report.target(),
                        status(report),
                        Amounts.seconds(report.seconds()));
    }

    private static String status(ImportReport report) {
        return report.status().spelling() + (report.dead() ? " (dead?)" : "");
    }

    private static String entities(ImportReport report) {
        boolean skips = report.skipped() != null;
        TextTable table = skips
                ? new TextTable("ENTITY", "READ", "WRITTEN", "REJECTED", "SKIPPED")
                : new TextTable("ENTITY", "READ", "WRITTEN", "REJECTED");
        report.entities().forEach((entity, counts) -> table.row(row(entity, counts, skips)));
        return table.text();
    }

    private static String[] row(String entity, Counts counts, boolean skips) {
        Stream<Long> numbers = Stream.of(counts.read(), counts.written(), counts.rejected());
        return Stream.concat(
                        Stream.of(entity),
                        (skips ? Stream.concat(numbers, Stream.of(counts.skipped())) : numbers).map(Amounts::count))
                .toArray(String[]::new);
    }

    static String findings(List<FindingGroup> groups) {
        TextTable table = new TextTable("FINDING", "CODE", "COUNT", "FIRST AT", "WHAT");
        groups.forEach(group -> table.row(
                group.severity(),
                group.code(),
                Amounts.count(group.count()),
                group.first().pointer(),
                group.first().message()));
        return table.text();
    }

    /** Many imports, a line each. */
    public static String table(List<ImportReport> imports) {
        TextTable table =
                new TextTable("IMPORT", "KIND", "TARGET", "STATUS", "CREATED", "TOOK", "READ", "REJECTED", "WHY");
        imports.forEach(report -> table.row(
                shortId(report.importId()),
                report.kind().spelling(),
                report.target(),
                status(report),
                time(report.createdAt()),
                Amounts.seconds(report.seconds()),
                Amounts.count(report.read()),
                Amounts.count(report.rejected()),
                why(report)));
        return table.text();
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    static String shortId(UUID importId) {
        return importId.toString().substring(0, SHORT_ID);
    }

    private static String why(ImportReport report) {
        if (report.dead()) {
            return "its process is gone: reprise recover " + report.importId();
        }
        return report.error() == null
                ? ""
                : report.error().code() + " " + report.error().what();
    }
}
