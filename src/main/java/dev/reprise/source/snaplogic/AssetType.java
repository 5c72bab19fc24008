package dev.reprise.source.snaplogic;

import dev.reprise.record.Sha256;
import dev.reprise.table.Column;
import dev.reprise.table.EntityTable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The types of assets: how each is called, where it lies in an archive, and in which table. */
enum AssetType {
    PIPELINE("Pipeline", "pipelines/", ".slp"),
    JOB("Job", "jobs/", ".slt"),
    ACCOUNT("Account", "accounts/", ".sla"),
    FLOW("Flow", "flows/", ".json"),
    POLICY("Policy", "policies/", ".json"),
    FILE("File", "files/", "");

    static final String NAME = "name";
    static final String SNODE_ID = "snode_id";
    static final String VERSION = "version";
    static final String METADATA = "metadata";
    static final String LINKS = "links";
    static final String CONTENT = "content";

    /** All their tables. */
    static final List<EntityTable> TABLES =
            Arrays.stream(values()).map(AssetType::table).toList();

    private static final int SNODE_BYTES = 12;

    private final String spelling;
    private final String folder;
    private final String extension;
    private final EntityTable table;

    AssetType(String spelling, String folder, String extension) {
        this.spelling = spelling;
        this.folder = folder;
        this.extension = extension;
        this.table =
                new EntityTable(spelling.toLowerCase(Locale.ROOT), EntityTable.Kind.ENTRY, folder, columns(extension));
    }

    /** Files have no extension of their own, refer to nothing, and hold anything. */
    private static List<Column> columns(String extension) {
        Stream<Column> common = Stream.of(
                new Column(NAME, Column.Type.TEXT),
                new Column(SNODE_ID, Column.Type.TEXT),
                new Column(VERSION, Column.Type.BIGINT),
                new Column(METADATA, Column.Type.JSON));
        Stream<Column> own = extension.isEmpty()
                ? Stream.of(new Column(CONTENT, Column.Type.BYTES))
                : Stream.of(new Column(LINKS, Column.Type.JSON), new Column(CONTENT, Column.Type.JSON));
        return Stream.concat(common, own).toList();
    }

    /** As the vendor spells it, in exports and in {@code overwrite_types}. */
    String spelling() {
        return spelling;
    }

    EntityTable table() {
        return table;
    }

    /** Name of the table. */
    String entity() {
        return table.name();
    }

    /** The type that is called so; the vendor's list for imports says {@code Flows} where other pages say Flow. */
    static Optional<AssetType> of(String spelling) {
        return Arrays.stream(values())
                .filter(type -> type.spelling.equals(spelling) || type == FLOW && spelling.equals("Flows"))
                .findFirst();
    }

    /** The type whose folder an entry lies in. */
    static Optional<AssetType> ofEntry(String entry) {
        return Arrays.stream(values())
                .filter(type -> entry.startsWith(type.folder) && entry.length() > type.folder.length())
                .findFirst();
    }

    /** The name that an entry gives its asset; of a file with the folders that it has in the project. */
    String nameOf(String entry) {
        String name = entry.substring(folder.length());
        return name.endsWith(extension) && name.length() > extension.length()
                ? name.substring(0, name.length() - extension.length())
                : name;
    }

    /** Where an asset lies in an export. */
    String entryOf(String name) {
        return folder + name + extension;
    }

    /**
     * An id for an asset that never had one, such as one out of a Git repository: 24 hexadecimal digits, as the vendor's are. Always the
     * same for the same asset, so that an import that is done again makes no other.
     */
    String madeSnodeId(Place place, String name) {
        String text = place.path() + "\n" + spelling + "\n" + name;
        return HexFormat.of().formatHex(Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8)), 0, SNODE_BYTES);
    }

    /** What stands for a name in keys and references: two assets of a type in one project cannot have the same name. */
    static UUID key(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
