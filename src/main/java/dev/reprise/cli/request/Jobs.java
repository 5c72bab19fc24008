package dev.reprise.cli;

import dev.reprise.engine.job.JobDescriptor;
import dev.reprise.engine.job.Target;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The jobs that the sources declare. */
final class Jobs {

    private Jobs() {}

    static List<JobDescriptor> all() {
        return ServiceLoader.load(JobDescriptor.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(JobDescriptor::name))
                .toList();
    }

    /** The job that takes a target. */
    static JobDescriptor forTarget(Target target) {
        return all().stream()
                .filter(job -> job.targetKind().equals(target.kind()))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        Exit.USAGE,
                        Problem.unchanged(
                                "target-malformed",
                                "no job writes to '" + target + "'",
                                null,
                                "See what jobs write to: reprise jobs")));
    }

    /** The job with this name. */
    static JobDescriptor named(String name) {
        return all().stream()
                .filter(job -> job.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        Exit.NOT_FOUND,
                        Problem.unchanged("job-unknown", "there is no job '" + name + "'", null, "See: reprise jobs")));
    }
}
