package dev.reprise.engine;

import dev.reprise.engine.Placement.Placed;
import dev.reprise.engine.job.ImportRequest;
import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.job.SourceJob;
import dev.reprise.engine.job.SourceJobs;
import dev.reprise.engine.lease.Holder;
import dev.reprise.engine.lease.Lease;
import dev.reprise.engine.lease.Leases;
import dev.reprise.engine.ledger.Checkpoints.Checkpoint;
import dev.reprise.engine.ledger.Import;
import dev.reprise.engine.run.Ledger;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ImportStatus;
import dev.reprise.report.ProgressListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings imports to their end. Whatever that is, the import's row says so; only what keeps an import from beginning is thrown.
 */
public final class ImportEngine {

    private final SourceJobs jobs;
    private final Leases leases;
    private final Ledger ledger;
    private final Runner runner;
    private final Cleanup cleanup;
    private final MendedFiles mendedFiles;

    ImportEngine(
            SourceJobs jobs, Leases leases, Ledger ledger, Runner runner, Cleanup cleanup, MendedFiles mendedFiles) {
        this.jobs = jobs;
        this.leases = leases;
        this.ledger = ledger;
        this.runner = runner;
        this.cleanup = cleanup;
        this.mendedFiles = mendedFiles;
    }

    /**
     * Imports a file, or takes up the unfinished import of that file into that target. Returns when the import has ended or stopped.
     *
     * @return the import; its report says how it ended
     * @throws RefusedException if it cannot begin: no such file or target; target busy, also by an import that waits in the queue
     */
    public UUID run(ImportRequest request, ProgressListener listener) {
        SourceJob job = jobs.named(request.job());
        Path file = existing(request.file());
        job.open(request.target(), request.options(), file).checkTarget();
        Placed placed = new Placement(target -> acquire(target, listener), this::awaited).find(request, job, file);
        try (Lease lease = placed.lease()) {
            Supplier<Import> subject = takeUpOrCreate(placed.request(), job, file, lease, listener);
            return runner.run(subject, request.maxRejections(), job, lease, listener);
        }
    }

    /**
     * Takes an import up again that stopped, failed, or whose process died.
     *
     * @param limit a new limit of rejections; null keeps the old one
     * @throws RefusedException with exit 9 if it is not in such a state
     */
    public UUID restart(UUID importId, @Nullable RejectionLimit limit, ProgressListener listener) {
        Import found = resumable(importId, "restarted");
        SourceJob job = jobs.named(found.job());
        existing(Path.of(found.file()));
        try (Lease lease = acquire(found.target(), listener)) {
            Import subject = resumable(importId, "restarted");
            ledger.queue().checkNoneBegun(found.target(), importId);
            sayResume(subject, listener);
            RejectionLimit allowed = limit == null ? new RejectionLimit(subject.maxRejections()) : limit;
            return runner.run(() -> subject, allowed, job, lease, listener);
        }
    }

    /**
     * Puts mended elements into the place of those that were rejected, and publishes the import. The file holds an export like the
     * import's own; the n-th element of an array takes the place of the n-th rejected one, further ones are added at its end.
     *
     * @param limit a new limit of rejections; null keeps the old one
     * @throws RefusedException with exit 9 if the import did not load its file to the end, or is published; with exit 6 if the file is not
     *     such an export. Nothing is changed then.
     */
    public UUID retry(UUID importId, Path mended, @Nullable RejectionLimit limit, ProgressListener listener) {
        Import found = loaded(importId);
        SourceJob job = jobs.named(found.job());
        Path file = existing(mended);
        mendedFiles.check(found, job, file);
        try (Lease lease = acquire(found.target(), listener)) {
            Import subject = loaded(importId);
            ledger.queue().checkNoneBegun(found.target(), importId);
            RejectionLimit allowed = limit == null ? new RejectionLimit(subject.maxRejections()) : limit;
            return runner.run(() -> subject, allowed, job, lease, listener, file);
        }
    }

    private Import loaded(UUID importId) {
        Import found = resumable(importId, "retried");
        boolean finished = ledger.checkpoints()
                .find(importId)
                .filter(checkpoint -> checkpoint.position().finished())
                .isPresent();
        if (!finished || !mendedFiles.isSealed(found)) {
            throw wrongState(found, "retried", "loaded to its end and not published because of its rejections");
        }
        return found;
    }

    /**
     * Asks a running import to stop at its next chunk's border; the process that runs it does.
     *
     * @throws RefusedException with exit 9 if it does not run
     */
    public void stop(UUID importId) {
        Import found = find(importId);
        if (!ledger.imports().requestStop(importId)) {
            throw wrongState(found, "stopped", "running or waiting");
        }
    }

    /**
     * Closes an import whose process died, so that it can be restarted. Waits for its lease to expire.
     *
     * @throws RefusedException with exit 7 if its process lives, with exit 9 if it does not run
     */
    public void recover(UUID importId, ProgressListener listener) {
        Import found = find(importId);
        if (!ImportStatus.ACTIVE.contains(found.status())) {
            throw wrongState(found, "recovered", "running");
        }
        try (Lease lease = acquire(found.target(), listener)) {
            if (ImportStatus.ACTIVE.contains(find(importId).status())) {
                cleanup.recover(found, lease);
            }
        }
    }

    /**
     * Gives an import up that stopped, failed, or whose process died: its rows go, what is live stays.
     *
     * @throws RefusedException with exit 9 if it is not in such a state, with exit 7 if its process lives
     */
    public void abandon(UUID importId, ProgressListener listener) {
        Import found = abandonable(importId);
        try (Lease lease = acquire(found.target(), listener)) {
            cleanup.abandon(abandonable(importId), lease, "abandoned on request");
            cleanup.sweep(found.target(), jobs.named(found.job()), lease);
        }
    }

    private boolean awaited(String target) {
        return ledger.queue().begun(target, null).isPresent();
    }

    /** A stop that is asked for while the lease of a dead process is waited for, ends the waiting. */
    private Lease acquire(String target, ProgressListener listener) {
        boolean asked = ledger.imports().stopRequested(target);
        return leases.acquire(
                target,
                Holder.name(),
                listener::says,
                () -> runner.ending() || !asked && ledger.imports().stopRequested(target));
    }

    /**
     * What else is unfinished in the target stays so until the new import has passed its check: a file that is refused must not cost
     * another's progress.
     */
    private Supplier<Import> takeUpOrCreate(
            ImportRequest request, SourceJob job, Path file, Lease lease, ProgressListener listener) {
        String target = request.target().toString();
        long size = size(file);
        cleanup.settleLast(target, lease);
        List<Import> unfinished = ledger.imports().unfinished(target);
        Optional<Import> same = unfinished.stream()
                .filter(old -> !request.fresh()
                        && old.isOf(request, file.toString(), size)
                        && job.goesOn(old.options(), request.options()))
                .findFirst();
        ledger.queue().checkNoneWaits(target, same.map(Import::importId).orElse(null));
        if (same.isPresent()) {
            sayResume(same.get(), listener);
            return () -> ledger.imports().takeUp(same.get().importId(), request);
        }
        unfinished.stream()
                .filter(old -> ImportStatus.ACTIVE.contains(old.status()))
                .forEach(old -> cleanup.recover(old, lease));
        return () -> ledger.imports().create(request, file.toString(), size);
    }

    private void sayResume(Import subject, ProgressListener listener) {
        long offset = ledger.checkpoints()
                .find(subject.importId())
                .map(Checkpoint::position)
                .map(position -> position.fileBytes())
                .orElse(0L);
        listener.says(
                "resuming import %s from byte %d of %d".formatted(subject.importId(), offset, subject.fileSize()));
    }

    private Import find(UUID importId) {
        return ledger.imports()
                .find(importId)
                .orElseThrow(() -> new RefusedException(
                        Exit.NOT_FOUND,
                        Problem.unchanged(
                                "import-unknown", "there is no import " + importId, null, "See: reprise list")));
    }

    private Import abandonable(UUID importId) {
        Import found = find(importId);
        return found.status() == ImportStatus.PLANNED ? found : resumable(importId, "abandoned");
    }

    private Import resumable(UUID importId, String what) {
        Import found = find(importId);
        if (!found.resumable()) {
            throw wrongState(found, what, "stopped, failed with rows kept, or left by a dead process");
        }
        return found;
    }

    static RefusedException wrongState(Import found, String what, String which) {
        return new RefusedException(
                Exit.WRONG_STATE,
                Problem.unchanged(
                        "wrong-state",
                        "import %s is %s and cannot be %s"
                                .formatted(found.importId(), found.status().spelling(), what),
                        found.target(),
                        "Only an import that is " + which + " can."));
    }

    static Path existing(Path file) {
        try {
            return file.toRealPath();
        } catch (NoSuchFileException e) {
            throw new RefusedException(
                    Exit.NOT_FOUND,
                    Problem.unchanged("file-missing", "there is no file " + file, null, "Check the path."));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
