package dev.reprise.web.limit;

import dev.reprise.engine.ledger.ImportReports;
import dev.reprise.report.Finding;
import dev.reprise.report.ImportReport;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What clients ask the database for that may take its time: an import's findings have to be counted, a target that is busy is waited for.
 * Few go on at once, so that there are connections for all others.
 */
public final class Questions {

    private static final int MOST = 12;
    private static final int MOST_OF_ONE = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Places places = new Places("questions-full", "questions that may take long", MOST, MOST_OF_ONE);
    private final ImportReports reports;

    /** Answers come from {@code reports}. */
    public Questions(ImportReports reports) {
        this.reports = reports;
    }

    /**
     * Asks something, or has something done that holds no more than one connection.
     *
     * @throws dev.reprise.record.RefusedException with exit 75 and code {@code questions-full} if it is not its turn within ten seconds; as
     *     the question does
     */
    public <T> T ask(String caller, Supplier<T> question) {
        try (Places.Place place = places.take(caller, PATIENCE)) {
            return question.get();
        }
    }

    /** The report of one import, with its findings in groups. */
    public ImportReport report(String caller, UUID importId) {
        return ask(caller, () -> reports.of(importId)).elsewhere();
    }

    /** The first rejections of an import, at most so many. */
    public List<Finding> rejections(String caller, UUID importId, int most) {
        return ask(caller, () -> reports.rejections(importId, most));
    }
}
