package dev.reprise.engine;

import dev.reprise.engine.job.ImportRequest;
import dev.reprise.engine.job.SourceJob;
import dev.reprise.engine.job.Target;
import dev.reprise.engine.lease.Lease;
import dev.reprise.record.Exit;
import dev.reprise.record.RefusedException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * Finds the target for an import that is to have one of its own: the one that was asked for or, if there is something, the first with a
 * number. The lease decides among imports that begin at the same time, so that each gets another number.
 */
final class Placement {

    private final Function<String, Lease> acquire;
    private final Predicate<String> awaited;

    /**
     * Decides among targets.
     *
     * @param acquire takes the lease of a target, or refuses with exit 7
     * @param awaited whether another import has begun to go into a target, and will go on
     */
    Placement(Function<String, Lease> acquire, Predicate<String> awaited) {
        this.acquire = acquire;
        this.awaited = awaited;
    }

    /**
     * Where an import goes.
     *
     * @param request with the target that was found
     * @param lease of that target; to be closed by whoever asked
     */
    record Placed(ImportRequest request, Lease lease) {}

    /** @throws RefusedException with exit 7 if the target is busy, of a job that wants no other */
    Placed find(ImportRequest request, SourceJob job, Path file) {
        Optional<IntFunction<Target>> numbered = job.numbered(request.target(), request.options());
        if (numbered.isEmpty()) {
            return new Placed(request, acquire.apply(request.target().toString()));
        }
        for (int n = 0; ; n++) {
            ImportRequest candidate = request.into(numbered.get().apply(n));
            Optional<Lease> lease = isFree(candidate, job, file) ? tryAcquire(candidate) : Optional.empty();
            if (lease.isPresent()) {
                if (isFree(candidate, job, file)) {
                    return new Placed(candidate, lease.get());
                }
                lease.get().close(); // somebody was faster, and is done already
            }
        }
    }

    private Optional<Lease> tryAcquire(ImportRequest candidate) {
        try {
            return Optional.of(acquire.apply(candidate.target().toString()));
        } catch (RefusedException e) {
            if (e.exit() == Exit.BUSY) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Nothing is live there, or will be. What else is unfinished there and dead is taken up or superseded, as by any import. */
    private boolean isFree(ImportRequest candidate, SourceJob job, Path file) {
        return !awaited.test(candidate.target().toString())
                && job.open(candidate.target(), candidate.options(), file).liveGeneration() == 0;
    }
}
