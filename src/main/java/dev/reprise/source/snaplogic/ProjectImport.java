package dev.reprise.source.snaplogic;

import dev.reprise.engine.job.JobDescriptor;
import dev.reprise.engine.job.Session;
import dev.reprise.engine.job.SourceJob;
import dev.reprise.engine.job.Target;
import dev.reprise.input.JsonFormat;
import dev.reprise.input.Shell;
import dev.reprise.table.EntityTable;
import dev.reprise.table.Reference;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;

/** The import of an archive: its assets go beside what is there, or in its place, as {@link DuplicateCheck} says. */
final class ProjectImport implements SourceJob, ProjectTables {

    private final Place.Kind kind;
    private final ProjectSession.Parts parts;
    private final Answer answer;

    ProjectImport(Place.Kind kind, ProjectSession.Parts parts, Answer answer) {
        this.kind = kind;
        this.parts = parts;
        this.answer = answer;
    }

    @Override
    public JobDescriptor descriptor() {
        return kind == Place.Kind.PROJECT ? new Descriptors.ProjectImport() : new Descriptors.ApiVersionImport();
    }

    @Override
    public EntityTable head() {
        return HEAD;
    }

    /** What leads nowhere is a warning, and so is looked for when all assets are together. */
    @Override
    public List<Reference> references() {
        return List.of();
    }

    @Override
    public boolean completes() {
        return true;
    }

    @Override
    public Optional<JsonFormat> json() {
        return Optional.empty();
    }

    /** An archive says what it was exported from, which need not be what it is for. */
    @Override
    public Optional<Target> targetOf(Shell shell) {
        return Optional.empty();
    }

    @Override
    public Optional<IntFunction<Target>> numbered(Target asked, Map<String, String> options) {
        Place place = Place.of(kind, asked);
        return ImportOptions.of(options).duplicateCheck() == DuplicateCheck.CREATE_NEW
                ? Optional.of(n -> place.numbered(n).target())
                : Optional.empty();
    }

    /** How assets go together is decided once; whether what is missing above them may be made, may be said later. */
    @Override
    public boolean goesOn(Map<String, String> begun, Map<String, String> now) {
        Map<String, String> before = new HashMap<>(begun);
        Map<String, String> after = new HashMap<>(now);
        before.remove(ImportOptions.CREATE_SPACE);
        after.remove(ImportOptions.CREATE_SPACE);
        return before.equals(after);
    }

    @Override
    public Map<String, Object> answer(UUID importId) {
        return answer.of(importId);
    }

    @Override
    public Session open(Target target, Map<String, String> options, Path file) {
        return new ProjectSession(Place.of(kind, target), ImportOptions.of(options), file, parts);
    }
}
