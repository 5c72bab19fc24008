package dev.reprise.source.snaplogic;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an import is told besides its archive and its target.
 *
 * @param duplicateCheck what is done where an asset of the same name exists; ours: skip if nothing is said, as the vendor names no default
 * @param overwriteTypes which types an overwrite replaces; vendor: policies always
 * @param createSpace whether organization and space are made
 * @param fileAccount the edited accounts; null for none
 * @param fileExpr the archive of expression files; null for none
 * @param network whether all this came over the network: the accounts file may then name nothing of this machine but what settings open
 */
record ImportOptions(
        DuplicateCheck duplicateCheck,
        Set<AssetType> overwriteTypes,
        boolean createSpace,
        @Nullable Path fileAccount,
        @Nullable Path fileExpr,
        boolean network) {

    static final String DUPLICATE_CHECK = "duplicate-check";
    static final String OVERWRITE_TYPES = "overwrite-types";
    static final String CREATE_SPACE = "create-space";
    static final String FILE_ACCOUNT = "file-account";
    static final String FILE_EXPR = "file-expr";
    /** No option of any command: the HTTP door sets it. */
    static final String NETWORK = "network";

    /** @throws RefusedException with exit 2 for a word that is none of theirs */
    static ImportOptions of(Map<String, String> options) {
        String check = options.getOrDefault(DUPLICATE_CHECK, "skip");
        return new ImportOptions(
                DuplicateCheck.of(check)
                        .orElseThrow(
                                () -> unknown(DUPLICATE_CHECK, check, String.join(", ", DuplicateCheck.SPELLINGS))),
                types(options.getOrDefault(OVERWRITE_TYPES, ""), OVERWRITE_TYPES),
                Boolean.parseBoolean(options.getOrDefault(CREATE_SPACE, "false")),
                path(options.get(FILE_ACCOUNT)),
                path(options.get(FILE_EXPR)),
                Boolean.parseBoolean(options.getOrDefault(NETWORK, "false")));
    }

    /** Vendor: separated by commas; an older page shows brackets, which are taken, too. */
    static Set<AssetType> types(String list, String option) {
        Set<AssetType> types = EnumSet.noneOf(AssetType.class);
        String bare = list.strip();
        if (bare.startsWith("[") && bare.endsWith("]")) {
            bare = bare.substring(1, bare.length() - 1);
        }
        Arrays.stream(bare.split(","))
                .map(word -> word.strip().replace("\"", ""))
                .filter(word -> !word.isEmpty())
                .forEach(word -> types.add(AssetType.of(word)
                        .orElseThrow(() -> unknown(option, word, "Account, File, Flow, Job, Pipeline and Policy"))));
        return types;
    }

    private static @Nullable Path path(@Nullable String text) {
        return text == null ? null : Path.of(text);
    }

    private static RefusedException unknown(String option, String word, String known) {
        return new RefusedException(
                Exit.USAGE,
                Problem.unchanged(
                        "option-unknown",
                        "'" + word + "' is not a value of " + option,
                        null,
                        "There are: " + known + "."));
    }
}
