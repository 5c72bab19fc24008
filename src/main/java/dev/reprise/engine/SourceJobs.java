package dev.reprise.engine;

import dev.reprise.engine.job.SourceJob;
import dev.reprise.engine.job.Target;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.util.List;
import java.util.Optional;

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

    SourceJob named(String name) {
        return jobs.stream()
                .filter(job -> job.descriptor().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        Exit.NOT_FOUND,
                        Problem.unchanged("job-unknown", "there is no job '" + name + "'", null, "See: reprise jobs")));
    }
}
