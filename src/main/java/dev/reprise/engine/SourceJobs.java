package dev.reprise.engine;

import dev.reprise.engine.job.SourceJob;
import dev.reprise.engine.job.Target;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The jobs that the sources brought. */
final class SourceJobs {

    private final List<SourceJob> jobs;

    SourceJobs(List<SourceJob> jobs) {
        this.jobs = jobs;
    }

    List<SourceJob> all() {
        return jobs;
    }

    /** The job that writes to targets of this kind; empty if there is none. */
    Optional<SourceJob> find(Target target) {
        return jobs.stream()
                .filter(job -> job.descriptor().targetKind().equals(target.kind()))
                .findFirst();
    }

    /** The same; one must be there. */
    SourceJob writingTo(Target target) {
        return find(target)
                .orElseThrow(() -> new RefusedException(
                        Exit.USAGE,
                        Problem.unchanged(
                                "target-malformed",
                                "no job writes to '" + target + "'",
                                null,
                                "See what jobs write to: reprise jobs")));
    }

    /** What a job answers to a completed import; nothing if there is no such job any more. */
    Map<String, Object> answer(String job, UUID importId) {
        return jobs.stream()
                .filter(one -> one.descriptor().name().equals(job))
                .findFirst()
                .map(one -> one.answer(importId))
                .orElse(Map.of());
    }

    SourceJob named(String name) {
        return jobs.stream()
                .filter(job -> job.descriptor().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        Exit.NOT_FOUND,
                        Problem.unchanged("job-unknown", "there is no job '" + name + "'", null, "See: reprise jobs")));
    }
}
