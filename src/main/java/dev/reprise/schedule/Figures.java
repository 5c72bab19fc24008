package dev.reprise.schedule;

import dev.reprise.schedule.ScheduleRun.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What is counted: {@code reprise.schedules}, by schedule and outcome, of this process. */
final class Figures {

    private final MeterRegistry registry;

    Figures(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(String schedule, Outcome outcome) {
        Counter.builder("reprise.schedules")
                .tag("schedule", schedule)
                .tag("outcome", outcome.spelling())
                .register(registry)
                .increment();
    }
}
