package dev.reprise.schedule;

import dev.reprise.engine.FileTargets;
import dev.reprise.engine.job.ImportRequest;
import dev.reprise.engine.job.JobDescriptor.Kind;
import dev.reprise.engine.job.Target;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.request.ImportOrder;
import dev.reprise.request.JobFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a schedule's job file asks for now.
 *
 * @param kind import, drill or export
 * @param requests the imports; none for an export
 * @param problem what is wrong with some of its files; null if nothing is
 */
record Work(
        String kind, List<ImportRequest> requests, @Nullable String problem) {

    static final String DRILL = "drill";
    static final String EXPORT = "export";

    /**
     * Reads job file and heads of the files. One of a directory that will not do keeps none of the others from being imported.
     *
     * @throws RefusedException as {@link JobFile} and {@link ImportOrder}, or with exit 2 if two files are for one target
     */
    static Work of(Schedule schedule, FileTargets targets) {
        JobFile job = job(schedule);
        if (job.kind() == Kind.EXPORT) {
            return new Work(EXPORT, List.of(), null);
        }
        ImportOrder order = job.importOrder();
        List<ImportRequest> requests = new ArrayList<>();
        String problem = null;
        for (Path file : order.all()) {
            try {
                requests.add(order.request(file, order.addressee(file, targets)));
            } catch (RefusedException e) {
                if (!order.isMany()) {
                    throw e;
                }
                problem = problem == null ? text(e) : problem;
            }
        }
        refuseTwins(requests);
        return new Work(job.isDrill() ? DRILL : "import", requests, problem);
    }

    /** The job file as it is now. */
    static JobFile job(Schedule schedule) {
        String file = schedule.jobFile();
        return JobFile.of(file == null ? null : Path.of(file), schedule.parameters());
    }

    /** What is remembered of a refusal. */
    static String text(RefusedException refusal) {
        Problem problem = refusal.problem();
        return problem.code() + ": " + problem.what() + (problem.where() == null ? "" : " (" + problem.where() + ")");
    }

    private static void refuseTwins(List<ImportRequest> requests) {
        Set<Target> targets = new HashSet<>();
        for (ImportRequest request : requests) {
            if (!targets.add(request.target())) {
                throw new RefusedException(
                        Exit.USAGE,
                        Problem.unchanged(
                                "target-twice",
                                "two files are exports of " + request.target(),
                                request.file().toString(),
                                "Keep the one that is to be live."));
            }
        }
    }
}
