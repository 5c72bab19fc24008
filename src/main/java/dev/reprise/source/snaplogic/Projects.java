package dev.reprise.source.snaplogic;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.table.Generations;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/** Organizations, their project spaces, and which generation of each project and API version is live. */
final class Projects {

    private final JdbcTemplate jdbc;
    private final Generations generations;

    Projects(JdbcTemplate jdbc, Generations generations) {
        this.jdbc = jdbc;
        this.generations = generations;
    }

    /** The generation that is live; 0 if there is no such project. */
    long liveGeneration(Place place) {
        return live(place, "");
    }

    /** The same, its row locked until the transaction ends, so that nobody else publishes or changes it meanwhile. */
    long lock(Place place) {
        return live(place, " FOR UPDATE");
    }

    private long live(Place place, String lock) {
        return jdbc
                .queryForList("SELECT live_generation FROM project WHERE path = ?" + lock, Long.class, place.path())
                .stream()
                .findFirst()
                .orElse(0L);
    }

    /**
     * Vendor: the project is made when missing, organization and space must exist.
     *
     * @throws RefusedException with exit 5 if they do not
     */
    void checkParents(Place place) {
        if (!exists("SELECT EXISTS (SELECT FROM org WHERE org = ?)", place.org())) {
            throw missing("org-unknown", "there is no organization '" + place.org() + "'", place);
        }
        if (place.kind() == Place.Kind.PROJECT
                && !exists(
                        "SELECT EXISTS (SELECT FROM space WHERE org = ? AND space = ?)", place.org(), place.parent())) {
            throw missing(
                    "space-unknown",
                    "there is no project space '%s' in %s".formatted(place.parent(), place.org()),
                    place);
        }
    }

    private boolean exists(String sql, Object... values) {
        return Boolean.TRUE.equals(jdbc.queryForObject(sql, Boolean.class, values));
    }

    private static RefusedException missing(String code, String what, Place place) {
        return new RefusedException(
                Exit.NOT_FOUND,
                Problem.unchanged(
                        code,
                        what,
                        place.target().toString(),
                        "Check the name, or have organization and space made: --" + ImportOptions.CREATE_SPACE));
    }

    /** Whether a generation has an asset of this name that is of one of these types. */
    boolean has(long generation, Set<AssetType> types, String name) {
        return types.stream()
                .anyMatch(type -> exists(
                        "SELECT EXISTS (SELECT FROM %s WHERE generation_id = ? AND guid = ?)".formatted(type.entity()),
                        generation,
                        AssetType.key(name)));
    }

    /** Makes what is missing above a project, in the caller's transaction. */
    void makeParents(Place place) {
        jdbc.update("INSERT INTO org (org) VALUES (?) ON CONFLICT DO NOTHING", place.org());
        if (place.kind() == Place.Kind.PROJECT) {
            jdbc.update(
                    "INSERT INTO space (org, space) VALUES (?, ?) ON CONFLICT DO NOTHING", place.org(), place.parent());
        }
    }

    /**
     * Makes a generation the live one, in the caller's transaction. A project that is not there yet is made; an API version is made
     * unpublished, and one that is there stays as it is; vendor.
     */
    void publish(Place place, long generation) {
        jdbc.update("""
                INSERT INTO project (kind, path, org, parent, name, live_generation) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (path) DO UPDATE SET live_generation = excluded.live_generation
                """, place.kind().spelling(), place.path(), place.org(), place.parent(), place.name(), generation);
        generations.published(generation);
    }
}
