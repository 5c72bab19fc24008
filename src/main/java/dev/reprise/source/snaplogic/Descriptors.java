package dev.reprise.source.snaplogic;

import dev.reprise.engine.job.JobDescriptor;
import java.util.List;

/** What the command line knows of SnapLogic's jobs. Each is public and without arguments for the service loader. */
public final class Descriptors {

    private Descriptors() {}

    /** What they have in common. */
    private abstract static class Archives implements JobDescriptor {

        private final Place.Kind place;
        private final String name;
        private final String summary;

        Archives(Place.Kind place, String name, String summary) {
            this.place = place;
            this.name = name;
            this.summary = summary;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String source() {
            return "snaplogic";
        }

        @Override
        public String summary() {
            return summary;
        }

        @Override
        public String targetKind() {
            return place.spelling();
        }

        @Override
        public String targetExample() {
            return place.example();
        }
    }

    /** Of those that read archives. */
    private abstract static class Imports extends Archives {

        Imports(Place.Kind place, String name, String summary) {
            super(place, name, summary);
        }

        @Override
        public List<Option> options() {
            return List.of(
                    Option.oneOf(
                            ImportOptions.DUPLICATE_CHECK,
                            DuplicateCheck.SPELLINGS,
                            "what to do where an asset of the same name exists (default: skip)"),
                    Option.text(
                            ImportOptions.OVERWRITE_TYPES,
                            "types that an overwrite replaces, separated by commas: Account, File, Flow, Job, Pipeline"),
                    Option.flag(
                            ImportOptions.CREATE_SPACE,
                            "make organization and project space if they are not there yet"),
                    Option.file(ImportOptions.FILE_ACCOUNT, "edited accounts, as accounts_template.json of an export"),
                    Option.file(ImportOptions.FILE_EXPR, "an archive of expression files"));
        }
    }

    /** Of those that write archives. */
    private abstract static class Exports extends Archives {

        Exports(Place.Kind place, String name, String summary) {
            super(place, name, summary);
        }

        @Override
        public Kind kind() {
            return Kind.EXPORT;
        }

        @Override
        public List<Option> options() {
            return List.of(
                    Option.text(ExportOptions.ASSET_TYPES, "only these types, separated by commas (default: all)"),
                    Option.text(ExportOptions.ASSET, "only what is called so, of whichever of these types"),
                    Option.file(
                            ExportOptions.WRAP_FOR, "public keys of another Reprise, which then can open the secrets"));
        }
    }

    /** {@code project-import}. */
    public static final class ProjectImport extends Imports {
        public ProjectImport() {
            super(Place.Kind.PROJECT, "project-import", "SnapLogic: the assets of an archive go into a project");
        }
    }

    /** {@code api-version-import}. */
    public static final class ApiVersionImport extends Imports {
        public ApiVersionImport() {
            super(
                    Place.Kind.API,
                    "api-version-import",
                    "SnapLogic: the assets of an archive go into a version of an API");
        }
    }

    /** {@code project-export}. */
    public static final class ProjectExport extends Exports {
        public ProjectExport() {
            super(
                    Place.Kind.PROJECT,
                    "project-export",
                    "SnapLogic: a project as an archive that can be imported again");
        }
    }

    /** {@code api-version-export}. */
    public static final class ApiVersionExport extends Exports {
        public ApiVersionExport() {
            super(
                    Place.Kind.API,
                    "api-version-export",
                    "SnapLogic: a version of an API as an archive that can be imported again");
        }
    }
}
