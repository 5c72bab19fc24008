package dev.reprise.source.snaplogic;

import dev.reprise.engine.job.Target;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.util.regex.Pattern;

/**
 * Where assets are: a project in a project space, or a version of an API. Names are compared case-sensitively; vendor.
 *
 * @param kind which of the two
 * @param org the organization
 * @param parent of a project its space, of a version its API
 * @param name of the project, or the version
 */
record Place(Kind kind, String org, String parent, String name) {

    private static final int LONGEST = 200;
    /** What no name may hold: what ends it in a path, and what nobody can see. */
    private static final Pattern BAD = Pattern.compile("[/\\p{Cntrl}]|^\\s|\\s$|^\\.{0,2}$");

    /** The two kinds. */
    enum Kind {
        PROJECT("project", "project/acme/shared/orders", "ORG/SPACE/PROJECT"),
        API("api", "api/acme/orders/v1", "ORG/API/VERSION");

        private final String spelling;
        private final String example;
        private final String form;

        Kind(String spelling, String example, String form) {
            this.spelling = spelling;
            this.example = example;
            this.form = form;
        }

        /** In targets and in the database. */
        String spelling() {
            return spelling;
        }

        String example() {
            return example;
        }

        /** As an archive's manifest says it. */
        String inManifest() {
            return this == PROJECT ? "project" : "api_version";
        }
    }

    /** @throws RefusedException with exit 2 if the target's name has not three parts, or one of them cannot be a name */
    static Place of(Kind kind, Target target) {
        String[] parts = target.name().split("/", -1);
        if (parts.length != 3) {
            throw malformed(kind, target, "is not " + kind.form);
        }
        for (String part : parts) {
            if (part.length() > LONGEST || BAD.matcher(part).find()) {
                throw malformed(kind, target, "has a part that cannot be a name");
            }
        }
        return new Place(kind, parts[0], parts[1], parts[2]);
    }

    private static RefusedException malformed(Kind kind, Target target, String why) {
        return new RefusedException(
                Exit.USAGE,
                Problem.unchanged(
                        "target-malformed",
                        "'" + target.name() + "' " + why,
                        target.toString(),
                        "Name it as in " + kind.example + "."));
    }

    /** With a number: a project after a blank; vendor. A version without one, as in the vendor's example; its text shows a blank. */
    Place numbered(int n) {
        return n == 0 ? this : new Place(kind, org, parent, name + (kind == Kind.PROJECT ? " " : "") + n);
    }

    Target target() {
        return new Target(kind.spelling, org + "/" + parent + "/" + name);
    }

    /** As the vendor writes it. */
    String path() {
        return org + (kind == Kind.API ? "/apim/" : "/") + parent + "/" + name;
    }
}
