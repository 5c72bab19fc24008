package dev.reprise.engine.run;

import dev.reprise.engine.job.Session;
import dev.reprise.engine.job.SourceJob;
import dev.reprise.engine.job.Target;
import dev.reprise.engine.lease.Lease;
import dev.reprise.engine.ledger.Import;
import dev.reprise.report.Counts;
import dev.reprise.report.Progress;
import dev.reprise.report.ProgressListener;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One run of one import: what its steps share. */
public final class ImportRun {

    private final Import subject;
    private final SourceJob job;
    private final Session session;
    private final Lease lease;
    private final ProgressListener listener;
    private final StopSwitch stop;
    private final SameFile sameFile = new SameFile();
    private final @Nullable Path retry;
    private long generation;
    private volatile Progress progress;

    /** Opens the source's session for the import. */
    public ImportRun(Import subject, SourceJob job, Lease lease, ProgressListener listener, StopSwitch stop) {
        this(subject, job, lease, listener, stop, null);
    }

    /** The same; {@code retry} names a file of mended elements, if that is what the run is for. */
    public ImportRun(
            Import subject,
            SourceJob job,
            Lease lease,
            ProgressListener listener,
            StopSwitch stop,
            @Nullable Path retry) {
        this.retry = retry;
        this.subject = subject;
        this.job = job;
        this.session = job.open(Target.parse(subject.target()), subject.options(), file());
        this.lease = lease;
        this.listener = listener;
        this.stop = stop;
        this.generation = subject.generation() == null ? 0 : subject.generation();
        this.progress = new Progress(subject.importId(), subject.target(), "check", 0, subject.fileSize(), Counts.ZERO);
    }

    /** Another try of the same run, which knows only what was committed. */
    public ImportRun again(Import committed) {
        return new ImportRun(committed, job, lease, listener, stop, retry);
    }

    /** How many bytes of the file were worked on. */
    public long bytes() {
        return progress.bytes();
    }

    /** The import, as it was when the run began. */
    public Import subject() {
        return subject;
    }

    /** A file of mended elements; null if the run is for the import's own file. */
    @Nullable
    Path retry() {
        return retry;
    }

    Path file() {
        return Path.of(subject.file());
    }

    /** What the source brings. */
    public SourceJob job() {
        return job;
    }

    /** What the source does for it. */
    public Session session() {
        return session;
    }

    /** The right to write for the target. */
    public Lease lease() {
        return lease;
    }

    /** Ends the run at its next chunk's border. */
    public StopSwitch stop() {
        return stop;
    }

    SameFile sameFile() {
        return sameFile;
    }

    /** The generation that it loads into; 0 before the first check. */
    public long generation() {
        return generation;
    }

    void loadInto(long opened) {
        this.generation = opened;
    }

    /** A step begins. */
    void at(String step) {
        tell(new Progress(
                progress.importId(), progress.target(), step, progress.bytes(), progress.size(), progress.counts()));
    }

    /** So far, before this run. */
    void startFrom(long bytes, Counts counts) {
        progress =
                new Progress(progress.importId(), progress.target(), progress.step(), bytes, progress.size(), counts);
    }

    /** A chunk is written, not yet committed: it is told of by the next {@link #tellProgress()}. */
    void advanced(long bytes, Counts more) {
        Counts counts = progress.counts().plus(more);
        progress = new Progress(progress.importId(), progress.target(), "load", bytes, progress.size(), counts);
    }

    /** Tells how far it has come. Not to be called with the epoch locked: who listens may be slow. */
    void tellProgress() {
        listener.progress(progress);
    }

    /** Something a person who waits should know. */
    public void says(String sentence) {
        listener.says(sentence);
    }

    /** Whether the publish was begun, so that a lost connection leaves its outcome unknown. */
    public boolean publishing() {
        return progress.step().equals("publish");
    }

    private void tell(Progress now) {
        progress = now;
        listener.progress(now);
    }
}
