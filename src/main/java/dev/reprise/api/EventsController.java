package dev.reprise.api;

import dev.reprise.engine.ActiveRuns;
import dev.reprise.engine.ledger.ImportReports;
import dev.reprise.report.Documents;
import dev.reprise.report.ImportReport;
import dev.reprise.web.Caller;
import dev.reprise.web.Scope;
import dev.reprise.web.limit.Places;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** How an import goes on, as server-sent events: {@code progress} once a second, and {@code summary} at its end. */
@RestController
@ConditionalOnWebApplication
class EventsController {

    /** Each takes a thread where the JDK has no light ones. */
    private static final int MOST_READERS = 30;

    private static final int MOST_READERS_OF_ONE = 10;

    private static final long PAUSE_MILLIS = 1000;

    private final KnownImports known;
    private final ImportReports reports;
    private final ActiveRuns runs;
    private final Places readers = new Places("readers-full", "clients look on", MOST_READERS, MOST_READERS_OF_ONE, 0);

    EventsController(KnownImports known, ImportReports reports, ActiveRuns runs) {
        this.known = known;
        this.reports = reports;
        this.runs = runs;
    }

    @GetMapping("/imports/{id}/events")
    void events(@PathVariable String id, HttpServletRequest request, HttpServletResponse response)
            throws IOException, InterruptedException {
        UUID importId = known.find(id, Scope.VIEW, request).importId();
        try (Places.Place place = readers.take(Caller.current().key(), Duration.ZERO)) {
            response.setContentType("text/event-stream");
            response.setHeader("Cache-Control", "no-store");
            ImportReport now = reports.brief(importId);
            while (now.status().goesOn() && !runs.ending()) {
                send(response, "progress", now.elsewhere());
                Thread.sleep(PAUSE_MILLIS);
                now = reports.brief(importId);
            }
            if (!now.status().goesOn()) {
                send(response, "summary", known.report(importId));
            }
        }
    }

    private static void send(HttpServletResponse response, String event, ImportReport report) throws IOException {
        String text = "event: %s\ndata: %s\n\n".formatted(event, Documents.of(event, report));
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        response.flushBuffer();
    }
}
