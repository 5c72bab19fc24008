package dev.reprise.request;

import dev.reprise.engine.FileTargets;
import dev.reprise.engine.FileTargets.Addressee;
import dev.reprise.engine.job.ImportRequest;
import dev.reprise.engine.job.JobDescriptor;
import dev.reprise.engine.job.JobDescriptor.Kind;
import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.job.Target;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ImportKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one call asks for.
 *
 * @param files what to read, and directories of it
 * @param job which job reads it; null if the files tell
 * @param into what to write to; null if each file tells
 * @param how what holds for each of them
 * @param parallel how many imports may run at once
 */
public record ImportOrder(
        List<Path> files, @Nullable String job, @Nullable Target into, Manner how, int parallel) {

    /**
     * How each file is imported.
     *
     * @param options the options that were given, of any job
     * @param maxRejections how many records of each may stay out
     * @param fresh begin each anew
     * @param kind import or plan
     * @param prove compare the rows of each with its file before they are published
     */
    public record Manner(
            Map<String, String> options, RejectionLimit maxRejections, boolean fresh, ImportKind kind, boolean prove) {}

    /**
     * @throws RefusedException with exit 2 if several files are to go into one target, 5 if one of them is not there, 4 if one may not
     *     be read
     */
    public ImportOrder {
        if (into != null && files.size() > 1) {
            throw new RefusedException(
                    Exit.USAGE,
                    Problem.unchanged(
                            "files-into-one-target",
                            "%d files cannot all go into %s".formatted(files.size(), into),
                            null,
                            "Name one file, or leave --into out: each file says what it is an export of."));
        }
        boolean alone = into != null;
        files = files.stream()
                .map(file -> alone ? ExportFile.readable(file) : ExportFile.present(file))
                .toList();
    }

    /** Whether it gets a summary instead of one import's report: even if the directory turns out to hold one file. */
    public boolean isMany() {
        return files.size() > 1 || Files.isDirectory(files.get(0));
    }

    /**
     * The files themselves, in the order in which they are named, those of a directory in the order of their names.
     *
     * @throws RefusedException with exit 5 if there is none in a directory
     */
    public List<Path> all() {
        return ExportFile.all(files);
    }

    /**
     * Where one of its files belongs: where the order says, or else the file.
     *
     * @throws RefusedException as {@link FileTargets#of}, or with exit 2 if there is no job for such a target
     */
    public Addressee addressee(Path file, FileTargets targets) {
        return into == null ? targets.of(file, job) : new Addressee(Jobs.forTarget(Kind.IMPORT, into), into);
    }

    /**
     * The import of one of its files. Of many files each gets the options that its job takes: they may be for several jobs.
     *
     * @throws RefusedException with exit 2 if an option that was given has a value that is none to the file's job, or if the only file's
     *     job does not take it; as of {@link ExportFile#readable} if the file that it names has gone meanwhile
     */
    public ImportRequest request(Path file, Addressee addressee) {
        JobDescriptor job = addressee.job();
        Map<String, String> options = isMany() ? JobOptions.taken(job, how.options()) : how.options();
        return new ImportRequest(
                job.name(),
                addressee.target(),
                file,
                JobOptions.of(List.of(job), options),
                how.maxRejections(),
                how.fresh(),
                how.kind(),
                how.prove());
    }
}
