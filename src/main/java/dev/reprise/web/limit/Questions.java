package dev.reprise.web.limit;

import dev.reprise.engine.ledger.ImportReports;
import dev.reprise.record.RefusedException;
import dev.reprise.report.Finding;
import dev.reprise.report.ImportReport;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What clients have the database do that may take its time: an import's findings have to be counted, a target that is busy is waited for.
 * Few of it goes on at once, so that there are connections for imports and for who only comes in.
 */
public final class Questions {

    private static final int MOST = 8;
    private static final int MOST_OF_ONE = 4;
    /** Each takes two connections, and may wait as long as a lease lasts. */
    private static final int MOST_ACTS = 3;

    private static final int MOST_ACTS_OF_ONE = 2;
    private static final int MOST_WAITING = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Places questions =
            new Places("questions-full", "questions that may take long", MOST, MOST_OF_ONE, MOST_WAITING);
    private final Places acts =
            new Places("acts-full", "imports are acted on", MOST_ACTS, MOST_ACTS_OF_ONE, MOST_WAITING);
    private final ImportReports reports;

    /** Answers come from {@code reports}. */
    public Questions(ImportReports reports) {
        this.reports = reports;
    }

    /**
     * Asks something that takes one connection.
     *
     * @throws RefusedException with exit 75 and code {@code questions-full} if it is not its turn within ten seconds; as the question does
     */
    public <T> T ask(String caller, Supplier<T> question) {
        try (Places.Place place = questions.take(caller, PATIENCE)) {
            return question.get();
        }
    }

    /**
     * Has something done with an import.
     *
     * @return how the import is then that the act returns
     * @throws RefusedException with exit 75 and code {@code acts-full} before it has begun, if it is not its turn within ten seconds; as the
     *     act does
     */
    public ImportReport act(String caller, Supplier<UUID> act) {
        try (Places.Place place = acts.take(caller, PATIENCE)) {
            return reports.of(act.get()).elsewhere();
        }
    }

    /** The report of one import, with its findings in groups. Refuses as {@link #ask}. */
    public ImportReport report(String caller, UUID importId) {
        return ask(caller, () -> reports.of(importId)).elsewhere();
    }

    /**
     * The same for whoever has waited for what is in it: that is told in any case, as a refusal would say that nothing was done; if it is not
     * its turn in time, without findings and the vendor's answer, which can be asked for.
     */
    public ImportReport result(String caller, UUID importId) {
        Places.Place place = questions.attempt(caller, PATIENCE).orElse(null);
        try (place) {
            return (place == null ? reports.brief(importId) : reports.of(importId)).elsewhere();
        }
    }

    /** The first rejections of an import, at most so many; none if it is not its turn in time. */
    public List<Finding> rejections(String caller, UUID importId, int most) {
        Places.Place place = questions.attempt(caller, PATIENCE).orElse(null);
        try (place) {
            return place == null ? List.of() : reports.rejections(importId, most);
        }
    }
}
