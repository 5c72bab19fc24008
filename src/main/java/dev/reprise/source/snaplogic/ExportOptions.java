package dev.reprise.source.snaplogic;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.secret.Recipient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an export is told besides its target.
 *
 * @param types which types of assets; vendor: all if nothing is said
 * @param asset only what is called so; null for all
 * @param recipient another Reprise that is to open the secrets; null if nobody is
 */
record ExportOptions(
        Set<AssetType> types,
        @Nullable String asset,
        @Nullable Recipient recipient) {

    static final String ASSET_TYPES = "asset-types";
    static final String ASSET = "asset";
    static final String WRAP_FOR = "wrap-for";

    /** @throws RefusedException with exit 2 for a type that is none, with exit 6 for a file that holds no public keys */
    static ExportOptions of(Map<String, String> options) {
        Set<AssetType> types = ImportOptions.types(options.getOrDefault(ASSET_TYPES, ""), ASSET_TYPES);
        return new ExportOptions(
                types.isEmpty() ? EnumSet.allOf(AssetType.class) : types,
                options.get(ASSET),
                recipient(options.get(WRAP_FOR)));
    }

    /** Whether an asset is asked for. */
    boolean takes(AssetType type, String name) {
        return types.contains(type) && (asset == null || asset.equals(name));
    }

    private static @Nullable Recipient recipient(@Nullable String file) {
        if (file == null) {
            return null;
        }
        try {
            return Recipient.parse(Files.readAllBytes(Path.of(file)), file);
        } catch (IOException e) {
            throw new RefusedException(
                    Exit.NOT_FOUND,
                    Problem.unchanged(
                            "file-unreadable",
                            "the public keys in " + file + " cannot be read",
                            null,
                            "Check the path."),
                    e);
        }
    }
}
