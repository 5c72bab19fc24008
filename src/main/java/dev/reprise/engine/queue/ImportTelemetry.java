package dev.reprise.engine.queue;

import dev.reprise.engine.WaitingImports;
import dev.reprise.engine.ledger.ImportReports;
import dev.reprise.report.ImportReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.MDC;

/**
 * What is told of the imports that this process runs, besides their reports: log lines and a span that name the import, and figures since its start: {@code reprise.imports} (how many and how long, by job and status),
 * {@code reprise.records} (by job and outcome), {@code reprise.bytes}, {@code reprise.last.success} (seconds of the epoch, by target, of at most 1000
 * targets); and {@code reprise.queue.waiting}, of all processes.
 */
final class ImportTelemetry {

    private static final int MOST_TARGETS = 1000;

    private final MeterRegistry registry;
    private final Tracer tracer;
    private final ImportReports reports;
    private final Map<String, AtomicLong> successes = new ConcurrentHashMap<>();

    ImportTelemetry(MeterRegistry registry, Tracer tracer, WaitingImports waiting, ImportReports reports) {
        this.registry = registry;
        this.tracer = tracer;
        this.reports = reports;
        Gauge.builder("reprise.queue.waiting", waiting, WaitingImports::count).register(registry);
    }

    /** What is logged and traced from now on until it is closed, is of this import. */
    Context of(UUID importId) {
        return new Context(importId, tracer);
    }

    /** That something is of an import. */
    static final class Context implements AutoCloseable {

        private final Span span;
        private final Tracer.SpanInScope traced;
        private final MDC.MDCCloseable logged;
        private boolean told;

        Context(UUID importId, Tracer tracer) {
            this.logged = MDC.putCloseable("import", importId.toString());
            this.span = tracer.nextSpan()
                    .name("import")
                    .tag("reprise.import", importId.toString())
                    .start();
            this.traced = tracer.withSpan(span);
        }

        /** It was worked on, and did not only wait for its turn: that is worth a span. */
        void worked() {
            told = true;
        }

        @Override
        public void close() {
            traced.close();
            logged.close();
            if (told) {
                span.end();
            } else {
                span.abandon();
            }
        }
    }

    /** An import has ended. */
    void ended(UUID importId) {
        ImportReport report = reports.brief(importId);
        String job = report.job();
        Timer.builder("reprise.imports")
                .tag("job", job)
                .tag("status", report.status().spelling())
                .register(registry)
                .record(Duration.ofMillis(Math.round(1000 * report.seconds())));
        count(job, "written", report.written());
        count(job, "rejected", report.rejected());
        Counter.builder("reprise.bytes").tag("job", job).register(registry).increment(report.bytes());
        if (report.status().isCompleted()
                && (successes.size() < MOST_TARGETS || successes.containsKey(report.target()))) {
            successes
                    .computeIfAbsent(report.target(), target -> {
                        AtomicLong at = new AtomicLong();
                        Gauge.builder("reprise.last.success", at, AtomicLong::get)
                                .tag("target", target)
                                .register(registry);
                        return at;
                    })
                    .set(Instant.now().getEpochSecond());
        }
    }

    private void count(String job, String outcome, long records) {
        Counter.builder("reprise.records")
                .tag("job", job)
                .tag("outcome", outcome)
                .register(registry)
                .increment(records);
    }
}
