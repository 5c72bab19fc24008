package dev.reprise.source.snaplogic;

import dev.reprise.engine.job.ArchiveContent;
import dev.reprise.engine.job.ExportJob;
import dev.reprise.engine.job.JobDescriptor;
import dev.reprise.engine.job.Target;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.secret.AccountSecrets;
import java.util.Map;
import java.util.Optional;

/** The export of a project or of an API version as an archive that an import reads. */
final class ProjectExport implements ExportJob, ProjectTables {

    private final Place.Kind kind;
    private final Projects projects;
    private final AccountSecrets secrets;

    ProjectExport(Place.Kind kind, Projects projects, AccountSecrets secrets) {
        this.kind = kind;
        this.projects = projects;
        this.secrets = secrets;
    }

    @Override
    public JobDescriptor descriptor() {
        return kind == Place.Kind.PROJECT ? new Descriptors.ProjectExport() : new Descriptors.ApiVersionExport();
    }

    @Override
    public long liveGeneration(Target target) {
        Place place = Place.of(kind, target);
        long live = projects.liveGeneration(place);
        if (live == 0) {
            throw missing(place);
        }
        return live;
    }

    static RefusedException missing(Place place) {
        String what = place.kind() == Place.Kind.PROJECT ? "project '" : "API version '";
        return new RefusedException(
                Exit.NOT_FOUND,
                Problem.unchanged(
                        "target-unknown",
                        "there is no " + what + place.path() + "'",
                        place.target().toString(),
                        "Check the name: it is compared case-sensitively."));
    }

    @Override
    public Optional<ArchiveContent> archive(Target target, Map<String, String> options) {
        Place place = Place.of(kind, target);
        ExportOptions asked = ExportOptions.of(options);
        String asset = asked.asset();
        if (asset != null && !projects.has(liveGeneration(target), asked.types(), asset)) {
            throw new RefusedException(
                    Exit.NOT_FOUND,
                    Problem.unchanged(
                            "asset-unknown",
                            "there is no asset '%s' in '%s'".formatted(asset, place.path()),
                            target.toString(),
                            "Check the name: it is compared case-sensitively."));
        }
        return Optional.of(new ProjectContent(place, asked, secrets));
    }
}
