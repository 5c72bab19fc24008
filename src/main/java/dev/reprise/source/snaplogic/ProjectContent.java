package dev.reprise.source.snaplogic;

import dev.reprise.engine.job.ArchiveContent;
import dev.reprise.input.Shell;
import dev.reprise.input.StrictJson;
import dev.reprise.input.archive.Archive;
import dev.reprise.secret.AccountSecrets;
import dev.reprise.source.snaplogic.account.Accounts;
import dev.reprise.table.EntityTable;
import dev.reprise.table.StoredRow;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The entries of a project's archive: each asset as it was imported, the list of them, and a template of the accounts to be edited. Secrets
 * are in it as they are kept, encrypted; for whom they are wrapped, can open them as well.
 */
final class ProjectContent implements ArchiveContent {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Map<String, AssetType> TYPES = types();

    private final Place place;
    private final ExportOptions options;
    private final AccountSecrets secrets;
    private final Set<UUID> listed = new HashSet<>();
    private final Set<String> taken = new HashSet<>();
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final ByteArrayOutputStream template = new ByteArrayOutputStream();

    ProjectContent(Place place, ExportOptions options, AccountSecrets secrets) {
        this.place = place;
        this.options = options;
        this.secrets = secrets;
    }

    private static Map<String, AssetType> types() {
        Map<String, AssetType> types = new LinkedHashMap<>();
        Arrays.stream(AssetType.values()).forEach(type -> types.put(type.entity(), type));
        return types;
    }

    @Override
    public Optional<Entry> entry(EntityTable table, StoredRow row) {
        AssetType type = TYPES.get(table.name());
        if (type == null || !options.types().contains(type)) {
            return Optional.empty();
        }
        String name = text(type, row, AssetType.NAME);
        if (!options.takes(type, name)) {
            return Optional.empty();
        }
        byte[] content = bytes(type, row, AssetType.CONTENT);
        if (type == AssetType.ACCOUNT) {
            content = account(name, content);
        }
        String entry = free(type, name);
        line(type, name, entry, row);
        return Optional.of(new Entry(entry, content));
    }

    /** Names that differ in case alone cannot stand in one archive; the list of assets tells what is called how. */
    private String free(AssetType type, String name) {
        String entry = type.entryOf(name);
        for (int n = 2; !taken.add(Archive.folded(entry)); n++) {
            entry = type.entryOf(name + "~" + n);
        }
        return entry;
    }

    private byte[] account(String name, byte[] stored) {
        JsonNode account = MAPPER.readTree(stored);
        UUID uuid = Accounts.uuid(account);
        byte[] content = options.recipient() == null
                ? stored
                : secrets.wrap(Accounts.owner(name, account), stored, options.recipient());
        if (uuid != null && listed.add(uuid)) {
            Map<String, Object> node = new LinkedHashMap<>();
            node.put("label", name);
            for (String member : List.of("class_id", "class_version", "class_fqid")) {
                if (account.has(member)) {
                    node.put(member, account.get(member));
                }
            }
            JsonNode settings = account.at("/property_map/settings");
            node.put(
                    "property_map",
                    settings.isMissingNode() ? account.path("property_map") : Map.of("settings", settings));
            append(template, StrictJson.quote(uuid.toString()) + ":" + MAPPER.writeValueAsString(node));
        }
        return content;
    }

    private void line(AssetType type, String name, String entry, StoredRow row) {
        StringBuilder line = new StringBuilder("{\"name\":").append(StrictJson.quote(name));
        line.append(",\"snode_id\":").append(StrictJson.quote(text(type, row, AssetType.SNODE_ID)));
        line.append(",\"asset_type\":").append(StrictJson.quote(type.spelling()));
        line.append(",\"path\":").append(StrictJson.quote(entry));
        if (type == AssetType.FILE && !entry.equals(type.entryOf(name))) {
            line.append(",\"project_path\":").append(StrictJson.quote(name));
        }
        line.append(",\"version\":").append(row.bigint(type.table().index(AssetType.VERSION)));
        if (!row.isNull(type.table().index(AssetType.METADATA))) {
            line.append(',').append(text(type, row, AssetType.METADATA).substring(1));
        } else {
            line.append('}');
        }
        append(lines, line.toString());
    }

    private static void append(ByteArrayOutputStream list, String member) {
        String separator = list.size() == 0 ? "" : ",\n";
        list.writeBytes((separator + member).getBytes(StandardCharsets.UTF_8));
    }

    private static String text(AssetType type, StoredRow row, String column) {
        return new String(bytes(type, row, column), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(AssetType type, StoredRow row, String column) {
        int index = type.table().index(column);
        return Arrays.copyOfRange(row.bytes(), row.from(index), row.to(index));
    }

    /** What the archive said of itself that was imported last, under the name that the project has now. */
    @Override
    public List<Entry> last(Shell shell) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("class_id", "\"com-snaplogic-project-export\"");
        fields.put("class_version", "1");
        fields.putAll(shell.outer());
        fields.put("source_org", StrictJson.quote(place.org()));
        fields.put("kind", StrictJson.quote(place.kind().inManifest()));
        fields.put("name", StrictJson.quote(place.name()));
        ByteArrayOutputStream manifest = new ByteArrayOutputStream(lines.size() + 1000);
        String head = new Manifest(fields, Map.of()).shell();
        manifest.writeBytes(
                (head.substring(0, head.length() - 1) + ",\"assets\":[\n").getBytes(StandardCharsets.UTF_8));
        manifest.writeBytes(lines.toByteArray());
        manifest.writeBytes("]}\n".getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream accounts = new ByteArrayOutputStream(template.size() + 2);
        accounts.write('{');
        accounts.writeBytes(template.toByteArray());
        accounts.write('}');
        return List.of(
                new Entry("accounts_template.json", accounts.toByteArray()),
                new Entry(Manifest.ENTRY, manifest.toByteArray()));
    }
}
