package dev.reprise.engine;

import dev.reprise.engine.job.JobDescriptor;
import dev.reprise.engine.job.SourceJob;
import dev.reprise.engine.job.SourceJobs;
import dev.reprise.engine.job.Target;
import dev.reprise.input.JsonExportReader;
import dev.reprise.input.JsonFormat;
import dev.reprise.input.Shell;
import dev.reprise.input.archive.Archive;
import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out from files themselves what they are to be imported into, by asking each job. */
public final class FileTargets {

    private final SourceJobs jobs;

    FileTargets(SourceJobs jobs) {
        this.jobs = jobs;
    }

    /**
     * Where a file belongs.
     *
     * @param job which reads it
     * @param target what it says that it is an export of
     */
    public record Addressee(JobDescriptor job, Target target) {}

    /**
     * What the file's head tells, which is quick; empty if that is not enough.
     *
     * @param job the only one to be asked; null for all
     * @throws RefusedException with exit 6 if the head is broken
     * @throws UncheckedIOException if the file cannot be read
     */
    public Optional<Addressee> ofHead(Path file, @Nullable String job) {
        return find(file, job, false);
    }

    /**
     * What the file tells, which is read to its end if need be: {@code product} may follow large arrays. Nothing of them is kept.
     *
     * @param job the only one to be asked; null for all
     * @throws RefusedException with exit 6 if the file is broken, or says of no product that it is its export
     * @throws UncheckedIOException if the file cannot be read
     */
    public Addressee of(Path file, @Nullable String job) {
        return find(file, job, true)
                .orElseThrow(() -> RefusedException.file(
                        "target-unnamed",
                        "the file does not say what it is an export of",
                        file.toString(),
                        "Export it again, or import it alone and say into what: --into, as in --into product/410."));
    }

    private Optional<Addressee> find(Path file, @Nullable String name, boolean whole) {
        if (Archive.begins(file)) {
            throw RefusedException.file(
                    "target-unnamed",
                    "an archive does not say what it is for",
                    file.toString(),
                    "Import it alone and say into what: --into, as in --into project/ORG/SPACE/PROJECT.");
        }
        for (SourceJob job : jobs.all()) {
            if (name == null || job.descriptor().name().equals(name)) {
                Optional<Target> target = target(job, file, whole);
                if (target.isPresent()) {
                    return Optional.of(new Addressee(job.descriptor(), target.get()));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Target> target(SourceJob job, Path file, boolean whole) {
        JsonFormat format = job.json().orElse(null);
        if (format == null) {
            return Optional.empty(); // an archive is of what it was exported from, which need not be what it is for
        }
        try (JsonExportReader reader = format.open(file, null)) {
            Shell shell = reader.head();
            Optional<Target> target = job.targetOf(shell);
            while (whole && target.isEmpty() && reader.read() != null) {
                target = job.targetOf(shell);
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
