package dev.reprise.engine.queue;

import dev.reprise.engine.WaitingImports;
import dev.reprise.engine.ledger.ImportReports;
import dev.reprise.report.ImportReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is counted of the imports that this process ran since its start: {@code reprise.imports} (how many and how long, by job and status),
 * {@code reprise.records} (by job and outcome), {@code reprise.bytes}, {@code reprise.last.success} (seconds of the epoch, by target, of at most 1000
 * targets); and {@code reprise.queue.waiting}, of all processes.
 */
final class ImportMetrics {

    private static final int MOST_TARGETS = 1000;

    private final MeterRegistry registry;
    private final ImportReports reports;
    private final Map<String, AtomicLong> successes = new ConcurrentHashMap<>();

    ImportMetrics(MeterRegistry registry, WaitingImports waiting, ImportReports reports) {
        this.registry = registry;
        this.reports = reports;
        Gauge.builder("reprise.queue.waiting", waiting, WaitingImports::count).register(registry);
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
