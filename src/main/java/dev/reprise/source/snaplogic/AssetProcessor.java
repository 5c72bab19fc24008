package dev.reprise.source.snaplogic;

import dev.reprise.engine.job.Judged;
import dev.reprise.input.Block;
import dev.reprise.input.StrictJson;
import dev.reprise.input.archive.Archive;
import dev.reprise.record.Origin;
import dev.reprise.record.Outcome;
import dev.reprise.record.Reason;
import dev.reprise.record.Rejection;
import dev.reprise.record.Row;
import dev.reprise.record.SourceRecord;
import dev.reprise.record.Warning;
import dev.reprise.secret.Merge;
import dev.reprise.source.snaplogic.Links.Link;
import dev.reprise.source.snaplogic.account.Accounts;
import dev.reprise.source.snaplogic.account.SmallTree;
import dev.reprise.table.RowBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Judges the entries of an archive: one row or one rejection for each. A pure function of the block and of what came with the archive. */
final class AssetProcessor {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Place place;
    private final StrictJson json;
    private final Manifest manifest;
    private final Accounts accounts;
    private final Map<AssetType, RowBuilder> builders = new EnumMap<>(AssetType.class);

    AssetProcessor(Place place, StrictJson json, Manifest manifest, Accounts accounts) {
        this.place = place;
        this.json = json;
        this.manifest = manifest;
        this.accounts = accounts;
        for (AssetType type : AssetType.values()) {
            builders.put(type, new RowBuilder(type.table()));
        }
    }

    Judged process(Block block) {
        List<Outcome> outcomes = new ArrayList<>(block.records().size());
        List<Warning> warnings = new ArrayList<>(0);
        for (SourceRecord record : block.records()) {
            outcomes.add(judge(record, warnings));
        }
        return new Judged(outcomes, warnings, block.position());
    }

    private Outcome judge(SourceRecord record, List<Warning> warnings) {
        String entry = record.origin().pointer();
        if (entry.startsWith(Upload.EXPRESSIONS)) {
            return file(record, Upload.flat(entry), null);
        }
        Optional<AssetType> found = AssetType.ofEntry(entry);
        if (found.isEmpty()) {
            return rejection(
                    record.origin(), "entry", "entry-unknown", entry, "it lies in no folder of a type of asset");
        }
        AssetType type = found.get();
        Manifest.Asset line = manifest.assets().get(entry);
        if (line == null && manifest != Manifest.NONE) {
            warnings.add(warning(
                    record.origin(), type, null, "asset-unlisted", "it is not in the archive's list of assets"));
        }
        if (line != null && line.type() != null && AssetType.of(line.type()).orElse(type) != type) {
            return rejection(
                    record.origin(),
                    type.entity(),
                    "type-mismatch",
                    line.type(),
                    "it lies in the folder of another type");
        }
        if (type == AssetType.FILE) {
            String path = line == null ? null : line.projectPath();
            return file(record, path == null ? type.nameOf(entry) : path, line);
        }
        return asset(type, record, line, warnings);
    }

    private Outcome file(SourceRecord record, String name, Manifest.@Nullable Asset line) {
        String fault = Archive.nameFault(AssetType.FILE.entryOf(name));
        if (fault != null) {
            return badName(record.origin(), AssetType.FILE, name, fault);
        }
        String snodeId = snodeId(AssetType.FILE, name, line, null);
        Known known = new Known(name, snodeId, 1, null, line);
        return row(AssetType.FILE, record.origin(), known, bytes(record, record.from()));
    }

    /** Its own array, where an entry is alone in it: it may be large. */
    private static byte[] bytes(SourceRecord record, int from) {
        boolean alone = from == 0 && record.to() == record.bytes().length;
        return alone ? record.bytes() : Arrays.copyOfRange(record.bytes(), from, record.to());
    }

    private Outcome asset(AssetType type, SourceRecord record, Manifest.@Nullable Asset line, List<Warning> warnings) {
        Origin origin = record.origin();
        // a byte order mark is no part of JSON for PostgreSQL
        byte[] content = bytes(record, StrictJson.afterMark(record.bytes(), record.from(), record.to()));
        JsonNode tree = json.parseDocument(origin.pointer(), content, 0, content.length, SmallTree::read);
        if (!tree.isObject()) {
            return rejection(origin, type.entity(), "not-an-object", null, "a " + type.entity() + " is a JSON object");
        }
        String name = line == null || line.name() == null ? type.nameOf(origin.pointer()) : line.name();
        String fault = Archive.nameFault(type.entryOf(name));
        if (fault != null) {
            return badName(origin, type, name, fault);
        }
        String snodeId = snodeId(type, name, line, tree.path("snode_id"));
        if (type == AssetType.ACCOUNT) {
            Merge merged = accounts.merge(content, tree, name);
            Reason why = merged.refusal();
            if (why != null) {
                return new Rejection(
                        origin,
                        type.entity(),
                        snodeId,
                        new Reason(why.code(), origin.pointer() + "#" + why.pointer(), why.value(), why.message()));
            }
            if (merged.updated()) {
                warnings.add(warning(
                        origin,
                        type,
                        snodeId,
                        Answer.UPDATED,
                        "its values were replaced by those of the accounts file"));
            }
            content = merged.json();
        }
        JsonNode instance = tree.path("instance_version");
        long version = instance.isIntegralNumber() && instance.canConvertToInt() ? Math.max(1, instance.asInt()) : 1;
        return row(type, origin, new Known(name, snodeId, version, links(Links.of(type, tree, place)), line), content);
    }

    /** The id is kept; an asset that never had one, such as one out of a Git repository, gets one that is always the same. */
    private String snodeId(AssetType type, String name, Manifest.@Nullable Asset line, @Nullable JsonNode own) {
        if (line != null && line.snodeId() != null) {
            return line.snodeId();
        }
        return own != null && own.isString() ? own.asString() : type.madeSnodeId(place, name);
    }

    /**
     * What is known of an asset besides its content.
     *
     * @param version that of its content, if the list of assets does not tell it
     * @param links what it refers to, as JSON; null if nothing
     * @param line its line in that list; null if there is none
     */
    private record Known(
            String name, String snodeId, long version, byte @Nullable [] links, Manifest.@Nullable Asset line) {}

    private static byte @Nullable [] links(List<Link> links) {
        return links.isEmpty()
                ? null
                : MAPPER.writeValueAsBytes(links.stream()
                        .map(link -> Map.of(
                                "guid", AssetType.key(link.name()).toString(),
                                "to", link.to().entity(),
                                "name", link.name(),
                                "at", link.at()))
                        .map(TreeMap::new)
                        .toList());
    }

    private Row row(AssetType type, Origin origin, Known known, byte[] content) {
        RowBuilder row = Objects.requireNonNull(builders.get(type));
        row.clear();
        Manifest.Asset line = known.line();
        row.bytes(type.table().index(AssetType.NAME), known.name().getBytes(StandardCharsets.UTF_8));
        row.bytes(type.table().index(AssetType.SNODE_ID), known.snodeId().getBytes(StandardCharsets.UTF_8));
        row.bigint(
                type.table().index(AssetType.VERSION),
                line != null && line.version() > 0 ? line.version() : known.version());
        if (line != null && line.metadata() != null) {
            row.bytes(type.table().index(AssetType.METADATA), line.metadata());
        }
        if (known.links() != null) {
            row.bytes(type.table().index(AssetType.LINKS), known.links());
        }
        row.bytes(type.table().index(AssetType.CONTENT), content);
        return new Row(origin, type.entity(), AssetType.key(known.name()), null, row.tuple());
    }

    /** An export could not hold it. */
    private static Rejection badName(Origin origin, AssetType type, String name, String fault) {
        return rejection(origin, type.entity(), "name-bad", name, "no asset can be called so: " + fault);
    }

    private static Rejection rejection(
            Origin origin, String entity, String code, @Nullable String value, String message) {
        return new Rejection(origin, entity, null, new Reason(code, origin.pointer(), value, message));
    }

    private static Warning warning(
            Origin origin, AssetType type, @Nullable String snodeId, String code, String message) {
        return new Warning(origin.offset(), type.entity(), snodeId, new Reason(code, origin.pointer(), null, message));
    }
}
