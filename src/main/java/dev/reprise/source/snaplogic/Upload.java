package dev.reprise.source.snaplogic;

import dev.reprise.input.InputSettings;
import dev.reprise.input.StrictJson;
import dev.reprise.input.archive.Archive;
import dev.reprise.input.archive.ArchiveReader;
import dev.reprise.input.archive.ArchiveReader.Part;
import dev.reprise.input.archive.ArchiveSettings;
import dev.reprise.input.archive.Collision;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.Reason;
import dev.reprise.record.RefusedException;
import dev.reprise.record.Sha256;
import dev.reprise.source.snaplogic.account.Accounts;
import dev.reprise.source.snaplogic.account.SmallTree;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** What was handed in for one import, open: the archive, and the expression files beside it. */
final class Upload implements Closeable {

    /** Stands before the names of expression files in messages and reports. No entry of an archive may be called so. */
    static final String EXPRESSIONS = "file_expr//";

    private static final String EXPRESSION = ".expr";

    /** Made anew by each export, and edited by its reader: the accounts themselves hold all of it. */
    private static final String TEMPLATE = "accounts_template.json";

    private static final int LARGEST_ACCOUNTS = 16 << 20;
    /** A line an asset; no more than an entry may have. */
    private static final DataSize LARGEST_LIST = DataSize.ofMegabytes(64);

    private final Path file;
    private final Archive archive;
    private final @Nullable Archive expressions;
    private final Manifest manifest;
    private final byte[] identity;

    private Upload(Path file, Archive archive, @Nullable Archive expressions, Manifest manifest, byte[] identity) {
        this.file = file;
        this.archive = archive;
        this.expressions = expressions;
        this.manifest = manifest;
        this.identity = identity;
    }

    /**
     * What limits hold for it.
     *
     * @param input of each JSON document, and of the blocks that are made of the entries
     * @param archive of the archives
     */
    record Limits(InputSettings input, ArchiveSettings archive) {}

    /**
     * Opens it, after looking at all that directories and headers tell.
     *
     * @throws RefusedException with exit 6 for what is no good archive, for a manifest that is no good JSON, or for one that names assets
     *     which are not there
     */
    static Upload open(Path file, ImportOptions options, Limits limits) throws IOException {
        present(options.fileExpr());
        Archive archive = Archive.open(file, limits.archive());
        Archive expressions = null;
        try {
            if (options.fileExpr() != null) {
                expressions = Archive.open(options.fileExpr(), limits.archive());
            }
            Manifest manifest = manifest(file, archive, limits.input());
            return new Upload(file, archive, expressions, manifest, identity(archive, expressions, options));
        } catch (IOException | RuntimeException e) {
            archive.close();
            if (expressions != null) {
                expressions.close();
            }
            throw e;
        }
    }

    private static Manifest manifest(Path file, Archive archive, InputSettings settings) throws IOException {
        Map<String, Integer> names = new HashMap<>();
        IntStream.range(0, archive.size()).forEach(i -> names.put(archive.name(i), i));
        Integer entry = names.get(Manifest.ENTRY);
        if (entry == null) {
            return Manifest.NONE;
        }
        Manifest manifest = Manifest.read(
                new StrictJson(file.toString(), settings.upTo(LARGEST_LIST)),
                archive.read(entry),
                file + ", " + Manifest.ENTRY);
        for (String path : manifest.assets().keySet()) {
            if (!names.containsKey(path)) {
                throw RefusedException.file(
                        "asset-missing",
                        "the archive's list names an asset that is not in it, " + StrictJson.quote(path),
                        file + ", " + Manifest.ENTRY,
                        "Copy or export it again: something of it is lost.");
            }
        }
        return manifest;
    }

    /** Of all that is read, so that a resumed import goes on with the same. */
    private static byte[] identity(Archive archive, @Nullable Archive expressions, ImportOptions options)
            throws IOException {
        MessageDigest digest = Sha256.digest();
        digest.update(archive.identity());
        if (expressions != null) {
            digest.update(expressions.identity());
        }
        if (options.fileAccount() != null) {
            digest.update(accountsText(options.fileAccount()));
        }
        return digest.digest();
    }

    /** A resumed import may find one of its files gone. */
    private static void present(@Nullable Path file) {
        if (file != null && !Files.isReadable(file)) {
            throw new RefusedException(
                    Exit.NOT_FOUND,
                    Problem.unchanged(
                            "file-missing",
                            "there is no file " + file + ", or it may not be read",
                            null,
                            "Put it there again, or begin anew without it: --fresh."));
        }
    }

    /** The accounts file, which is kept in memory. */
    static byte[] accountsText(Path file) throws IOException {
        present(file);
        if (Files.size(file) > LARGEST_ACCOUNTS) {
            throw RefusedException.file(
                    "accounts-size",
                    "the accounts file has more than %d bytes".formatted(LARGEST_ACCOUNTS),
                    file.toString(),
                    "Leave out accounts that are not to be changed.");
        }
        return Files.readAllBytes(file);
    }

    Manifest manifest() {
        return manifest;
    }

    /** The entries that are assets, expression files last. */
    ArchiveReader.Content content(String inner) throws IOException {
        Set<String> replaced = replaced();
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(
                archive,
                "",
                IntStream.range(0, archive.size())
                        .filter(i -> !archive.name(i).equals(Manifest.ENTRY)
                                && !archive.name(i).equals(TEMPLATE)
                                && !replaced.contains(archive.name(i)))
                        .toArray()));
        if (expressions != null) {
            parts.add(new Part(expressions, EXPRESSIONS, survivors(expressions)));
        }
        return new ArchiveReader.Content(parts, manifest.shell(), inner, identity, Files.size(file));
    }

    /** Files of the archive itself that expression files have the names of; vendor: these overwrite. */
    private Set<String> replaced() {
        Set<String> replaced = new HashSet<>();
        if (expressions != null) {
            for (int i = 0; i < expressions.size(); i++) {
                replaced.add(AssetType.FILE.entryOf(flat(expressions.name(i))));
            }
        }
        return replaced;
    }

    /** Vendor: folders are flattened, and of equal names one survives; ours: the last. */
    private static int[] survivors(Archive expressions) {
        Map<String, Integer> last = new HashMap<>();
        IntStream.range(0, expressions.size()).forEach(i -> last.put(flat(expressions.name(i)), i));
        Set<Integer> kept = new HashSet<>(last.values());
        return IntStream.range(0, expressions.size()).filter(kept::contains).toArray();
    }

    /** An expression file's name in the project's root. */
    static String flat(String entry) {
        return entry.substring(entry.lastIndexOf('/') + 1);
    }

    /** The UUIDs of all its accounts. Reads them. */
    Set<UUID> accounts(StrictJson json) throws IOException {
        Set<UUID> accounts = new HashSet<>();
        for (int i = 0; i < archive.size(); i++) {
            String name = archive.name(i);
            if (AssetType.ofEntry(name)
                    .filter(type -> type == AssetType.ACCOUNT)
                    .isPresent()) {
                byte[] bytes = archive.read(i);
                UUID uuid = Accounts.uuid(json.parseDocument(name, bytes, 0, bytes.length, SmallTree::read));
                if (uuid != null) {
                    accounts.add(uuid);
                }
            }
        }
        return accounts;
    }

    /** What is remarkable about the whole. */
    List<Reason> remarks() {
        List<Reason> remarks = new ArrayList<>();
        if (manifest == Manifest.NONE) {
            remarks.add(new Reason(
                    "manifest-missing",
                    Manifest.ENTRY,
                    null,
                    "the archive has no list of its assets: names were taken from its entries"));
        }
        Set<String> replaced = replaced();
        IntStream.range(0, archive.size())
                .mapToObj(archive::name)
                .filter(replaced::contains)
                .forEach(name -> remarks.add(new Reason(
                        "expression-overwritten", name, null, "an expression file of this name goes in instead")));
        if (expressions != null) {
            IntStream.of(survivors(expressions))
                    .mapToObj(expressions::name)
                    .filter(name -> !name.endsWith(EXPRESSION))
                    .forEach(name -> remarks.add(new Reason(
                            "expression-name",
                            EXPRESSIONS + name,
                            null,
                            "it goes in as a file, but expression libraries are called *" + EXPRESSION)));
            for (Collision collision : expressions.flattened()) {
                remarks.add(new Reason(
                        "expression-overwritten",
                        EXPRESSIONS + expressions.name(collision.first()),
                        collision.name(),
                        "of two files of this name only %s goes in".formatted(expressions.name(collision.last()))));
            }
        }
        return remarks;
    }

    /** Bytes when inflated. */
    long length() {
        return IntStream.range(0, archive.size()).mapToLong(archive::length).sum();
    }

    byte[] identity() {
        return identity;
    }

    @Override
    public void close() throws IOException {
        try (Archive first = archive;
                Archive second = expressions) {
            // both, whatever happens to one of them
        }
    }
}
