package dev.reprise.source.snaplogic.account;

import dev.reprise.record.Reason;
import dev.reprise.secret.AccountSecrets;
import dev.reprise.secret.AccountsFile;
import dev.reprise.secret.Merge;
import dev.reprise.secret.SecretSettings;
import dev.reprise.secret.ValueSources;
import dev.reprise.table.Overlay;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Has the accounts of an archive say what the accounts file says, and keeps no secret in plain. */
public final class Accounts {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final AccountSecrets secrets;
    private final AccountsFile edited;
    private final ValueSources sources;

    private Accounts(AccountSecrets secrets, AccountsFile edited, ValueSources sources) {
        this.secrets = secrets;
        this.edited = edited;
        this.sources = sources;
    }

    /**
     * Reads the accounts file, if there is one.
     *
     * @param settings what an accounts file may name that came over the network; null for one of whoever runs this process
     * @throws dev.reprise.record.RefusedException if it is not one; the message names the place and nothing that stands there
     */
    public static Accounts of(
            AccountSecrets secrets, @Nullable Path file, byte[] text, @Nullable SecretSettings settings) {
        if (file == null) {
            return new Accounts(secrets, AccountsFile.none(), ValueSources.local(Path.of("")));
        }
        Path directory = file.toAbsolutePath().getParent();
        ValueSources sources = settings == null
                ? ValueSources.local(directory == null ? Path.of("") : directory)
                : ValueSources.remote(settings);
        return new Accounts(secrets, AccountsFile.parse(text, file.toString()), sources);
    }

    /** The account as it may be stored, or why it may not. */
    public Merge merge(byte[] json, JsonNode account, String name) {
        // one that has no UUID cannot be in the accounts file, but may hold secrets
        AccountsFile file = uuid(account) == null ? AccountsFile.none() : edited;
        return secrets.merge(json, owner(name, account), file, sources);
    }

    /** What the accounts file holds of accounts that are not in the archive. */
    public List<Reason> unknown(Collection<UUID> archived) {
        return edited.unknown(archived);
    }

    /** Whose an account's secrets are: its UUID, or what stands for that of an account of this name that has none. */
    public static UUID owner(String name, JsonNode account) {
        UUID uuid = uuid(account);
        return uuid == null ? UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)) : uuid;
    }

    /** Finds in what is live the secrets of an account that takes its place. */
    public static Overlay.Same same(AccountSecrets secrets) {
        return (name, loaded, live) -> secrets.reuse(owner(name, MAPPER.readTree(loaded)), loaded, live);
    }

    /** An account's UUID; null if it has none. */
    public static @Nullable UUID uuid(JsonNode account) {
        JsonNode id = account.path("instance_id");
        try {
            return id.isString() ? UUID.fromString(id.asString()) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
