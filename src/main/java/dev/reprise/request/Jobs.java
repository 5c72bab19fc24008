package dev.reprise.request;

import dev.reprise.engine.job.JobDescriptor;
import dev.reprise.engine.job.JobDescriptor.Kind;
import dev.reprise.engine.job.Target;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The jobs that the sources declare. */
public final class Jobs {

    private Jobs() {}

    /** All, in the order of their names. */
    public static List<JobDescriptor> all() {
        return ServiceLoader.load(JobDescriptor.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(JobDescriptor::name))
                .toList();
    }

    /** All of a kind. */
    public static List<JobDescriptor> all(Kind kind) {
        return all().stream().filter(job -> job.kind() == kind).toList();
    }

    /** The job of a kind that takes a target. */
    public static JobDescriptor forTarget(Kind kind, Target target) {
        return all(kind).stream()
                .filter(job -> job.targetKind().equals(target.kind()))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        Exit.USAGE,
                        Problem.unchanged(
                                "target-malformed",
                                (kind == Kind.IMPORT ? "no job writes to '" : "no job exports '") + target + "'",
                                null,
                                kind == Kind.IMPORT
                                        ? "See what jobs write to: reprise jobs"
                                        : "See what can be exported: reprise jobs")));
    }

    /** The job with this name. */
    public static JobDescriptor named(String name) {
        return all().stream()
                .filter(job -> job.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        Exit.NOT_FOUND,
                        Problem.unchanged("job-unknown", "there is no job '" + name + "'", null, "See: reprise jobs")));
    }
}
