package dev.reprise.engine.job;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The jobs that the sources brought. */
public final class SourceJobs {

    private final List<SourceJob> jobs;

    /** With all of them. */
    public SourceJobs(List<SourceJob> jobs) {
        this.jobs = jobs;
    }

    /** All of them. */
    public List<SourceJob> all() {
        return jobs;
    }

    /** The job that writes to targets of this kind; empty if there is none. */
    public Optional<SourceJob> find(Target target) {
        return jobs.stream()
                .filter(job -> job.descriptor().targetKind().equals(target.kind()))
                .findFirst();
    }

    /** @throws RefusedException with exit 2 if no job writes to targets of this kind */
    public SourceJob writingTo(Target target) {
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
    public Map<String, Object> answer(String job, UUID importId) {
        return jobs.stream()
                .filter(one -> one.descriptor().name().equals(job))
                .findFirst()
                .map(one -> one.answer(importId))
                .orElse(Map.of());
    }

    /** @throws RefusedException with exit 5 if there is no such job */
    public SourceJob named(String name) {
        return jobs.stream()
                .filter(job -> job.descriptor().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        Exit.NOT_FOUND,
                        Problem.unchanged("job-unknown", "there is no job '" + name + "'", null, "See: reprise jobs")));
    }
}
