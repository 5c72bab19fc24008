package dev.reprise.engine;

import dev.reprise.engine.job.SourceJob;
import dev.reprise.engine.job.Target;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.util.List;

/** The jobs that the sources brought. */
final class SourceJobs {

    private final List<SourceJob> jobs;

    SourceJobs(List<SourceJob> jobs) {
        this.jobs = jobs;
    }

    List<SourceJob> all() {
        return jobs;
    }

    /** The job that writes to targets of this kind. */
    SourceJob writingTo(Target target) {
        return jobs.stream()
                .filter(job -> job.descriptor().targetKind().equals(target.kind()))
                .findFirst()
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
