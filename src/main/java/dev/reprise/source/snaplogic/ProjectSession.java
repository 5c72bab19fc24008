package dev.reprise.source.snaplogic;

import dev.reprise.engine.job.Judged;
import dev.reprise.engine.job.Session;
import dev.reprise.input.Block;
import dev.reprise.input.ExportFormat;
import dev.reprise.input.Shell;
import dev.reprise.input.StrictJson;
import dev.reprise.record.Exit;
import dev.reprise.record.Origin;
import dev.reprise.record.Problem;
import dev.reprise.record.Reason;
import dev.reprise.record.RefusedException;
import dev.reprise.record.Row;
import dev.reprise.record.Warning;
import dev.reprise.secret.AccountSecrets;
import dev.reprise.secret.SecretSettings;
import dev.reprise.source.snaplogic.account.Accounts;
import dev.reprise.table.Overlay;
import dev.reprise.table.RowBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What SnapLogic's rules ask of one import of an archive, into a project or an API version. */
final class ProjectSession implements Session {

    private final Place place;
    private final ImportOptions options;
    private final Path file;
    private final Parts parts;
    private final UploadFormat format;
    private volatile @Nullable AssetProcessor processor;
    private List<Reason> remarks = List.of();

    ProjectSession(Place place, ImportOptions options, Path file, Parts parts) {
        this.place = place;
        this.options = options;
        this.file = file;
        this.parts = parts;
        this.format = new UploadFormat(options, parts.limits(), ProjectTables.INNER, this::opened);
    }

    /**
     * What all sessions share.
     *
     * @param projects which are there
     * @param limits of what is read
     * @param secrets of accounts
     * @param network what an accounts file may name that came over the network
     */
    record Parts(Projects projects, Upload.Limits limits, AccountSecrets secrets, SecretSettings network) {}

    @Override
    public ExportFormat format() {
        return format;
    }

    private void opened(Upload upload) {
        try {
            Path edited = options.fileAccount();
            Accounts accounts = Accounts.of(
                    parts.secrets(),
                    edited,
                    edited == null ? new byte[0] : Upload.accountsText(edited),
                    options.network() ? parts.network() : null);
            StrictJson json = new StrictJson(file.toString(), parts.limits().input());
            processor = new AssetProcessor(place, json, upload.manifest(), accounts);
            List<Reason> found = new ArrayList<>(upload.remarks());
            if (!options.overwriteTypes().isEmpty() && options.duplicateCheck() != DuplicateCheck.OVERWRITE) {
                found.add(new Reason(
                        "overwrite-types-unused",
                        ImportOptions.OVERWRITE_TYPES,
                        null,
                        "nothing is overwritten without " + ImportOptions.DUPLICATE_CHECK + " overwrite"));
            }
            if (options.fileAccount() != null) {
                found.addAll(accounts.unknown(upload.accounts(json)));
            }
            remarks = found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void checkTarget() {
        if (!options.createSpace()) {
            parts.projects().checkParents(place);
        }
    }

    @Override
    public void checkThere() {
        if (liveGeneration() == 0) {
            throw ProjectExport.missing(place);
        }
    }

    @Override
    public void checkDocument(Shell shell, boolean complete) {
        String kind = shell.outer("kind");
        String wanted = "\"" + place.kind().inManifest() + "\"";
        if (kind != null && !kind.equals(wanted)) {
            throw RefusedException.file(
                    "kind-mismatch",
                    "the archive is of kind %s, and the target is of kind %s".formatted(kind, wanted),
                    file + ", " + Manifest.ENTRY,
                    "Import it into a target like " + otherKind().example() + ".");
        }
    }

    private Place.Kind otherKind() {
        return place.kind() == Place.Kind.PROJECT ? Place.Kind.API : Place.Kind.PROJECT;
    }

    @Override
    public Judged process(Block block) {
        AssetProcessor opened = processor;
        if (opened == null) {
            throw new IllegalStateException("a block before its archive was opened");
        }
        return opened.process(block);
    }

    @Override
    public Row head(Shell shell) {
        RowBuilder row = new RowBuilder(ProjectTables.HEAD);
        StringBuilder rest = new StringBuilder();
        shell.outer().forEach((name, value) -> {
            int column = ProjectTables.HEAD.index(name);
            if (column >= 0 && value.startsWith("\"") && value.indexOf('\\') < 0) {
                row.bytes(column, value.substring(1, value.length() - 1).getBytes(StandardCharsets.UTF_8));
            } else {
                rest.append(rest.isEmpty() ? '{' : ',')
                        .append(StrictJson.quote(name))
                        .append(':')
                        .append(value);
            }
        });
        if (!rest.isEmpty()) {
            byte[] json = rest.append('}').toString().getBytes(StandardCharsets.UTF_8);
            row.bytes(ProjectTables.HEAD.index(ProjectTables.ATTRIBUTES), json);
        }
        return new Row(new Origin("", 0, 0), ProjectTables.HEAD.name(), null, null, row.tuple());
    }

    /** Of an import that goes on after a kill, the archive is opened first: its remarks are known by then, or told when it was loaded. */
    @Override
    public List<Warning> remarks(Shell shell) {
        if (processor == null) {
            try (var reader = format.open(file, null)) {
                reader.head();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return remarks.stream()
                .map(reason -> new Warning(null, "archive", null, reason))
                .toList();
    }

    /** Vendor: policies are always overwritten, and so are files that expression files have the names of. */
    @Override
    public Optional<Overlay.Policy> overlay() {
        Set<String> replaced = options.duplicateCheck() == DuplicateCheck.OVERWRITE
                ? options.overwriteTypes().stream().map(AssetType::entity).collect(Collectors.toSet())
                : new HashSet<>();
        replaced.add(AssetType.POLICY.entity());
        return Optional.of(new Overlay.Policy(
                replaced,
                Upload.EXPRESSIONS,
                AssetType.SNODE_ID,
                Map.of(AssetType.ACCOUNT.entity(), Accounts.same(parts.secrets()))));
    }

    @Override
    public void publish(long generation) {
        long live = parts.projects().lock(place);
        if (live != 0 && options.duplicateCheck() == DuplicateCheck.CREATE_NEW) {
            throw new RefusedException(
                    Exit.WRONG_STATE,
                    Problem.unchanged(
                            "target-exists",
                            "%s was to be made, and is there now".formatted(place.target()),
                            null,
                            "Import the archive anew: it will get another number."));
        }
        if (options.createSpace()) {
            parts.projects().makeParents(place);
        }
        parts.projects().checkParents(place);
        parts.projects().publish(place, generation);
    }

    @Override
    public long liveGeneration() {
        return parts.projects().liveGeneration(place);
    }
}
