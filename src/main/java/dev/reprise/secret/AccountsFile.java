package dev.reprise.secret;

import dev.reprise.record.Origin;
import dev.reprise.record.Reason;
import dev.reprise.record.RefusedException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The edited accounts of an import (SnapLogic's {@code file_account}): an object whose names are the accounts' UUIDs, or an array
 * whose elements have one in {@code instance_id}. Only accounts that are to be changed are in it, and of them only what is to be
 * changed need be. It holds secrets in plain: it is kept in memory, and shows none of it.
 */
public final class AccountsFile {

    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final AccountsFile NONE = new AccountsFile(Map.of());

    private final Map<UUID, Json.Obj> entries;

    private AccountsFile(Map<UUID, Json.Obj> entries) {
        this.entries = entries;
    }

    /** No account is to be changed. */
    public static AccountsFile none() {
        return NONE;
    }

    /**
     * Reads it whole.
     *
     * @param text at most 16 MB of UTF-8
     * @param file how messages name it
     * @throws RefusedException {@code json-...} if it is not good JSON, {@code accounts-...} if it is not made of accounts; the
     *     message names the place and nothing that stands there
     */
    public static AccountsFile parse(byte[] text, String file) {
        Json document;
        try {
            document = JsonText.parse(text);
        } catch (JsonText.Bad e) {
            throw Refusals.accounts(e.code(), "the accounts file cannot be read: " + e.what(), file + ", " + e.place());
        }
        Reading reading = new Reading(file, new LinkedHashMap<>());
        if (document instanceof Json.Obj object) {
            int place = 0;
            for (Map.Entry<String, Json> member : object.members().entrySet()) {
                reading.add(member.getKey(), member.getValue(), "member " + ++place);
            }
        } else if (document instanceof Json.Arr array) {
            int place = 0;
            for (Json element : array.elements()) {
                String id = element instanceof Json.Obj object ? object.text("instance_id") : null;
                reading.add(id, element, "/" + place++);
            }
        } else {
            throw Refusals.accounts("accounts-shape", "the accounts file is neither an object nor an array", file);
        }
        return new AccountsFile(reading.entries);
    }

    private record Reading(String file, Map<UUID, Json.Obj> entries) {

        void add(@Nullable String id, Json account, String place) {
            String uuid = id == null ? "" : id.toLowerCase(Locale.ROOT);
            if (!UUID_TEXT.matcher(uuid).matches()) {
                throw refusal("accounts-uuid", "an account here has no UUID", place);
            }
            if (!(account instanceof Json.Obj object)) {
                throw refusal("accounts-shape", "an account here is not an object", place);
            }
            if (entries.putIfAbsent(UUID.fromString(uuid), object) != null) {
                throw refusal("accounts-duplicate", "the account " + uuid + " stands here a second time", place);
            }
        }

        private RefusedException refusal(String code, String what, String place) {
            return Refusals.accounts(code, what, file + ", " + place);
        }

        @Override
        public String toString() {
            return "Reading[" + file + "]";
        }
    }

    /** Whether it would change this account. */
    public boolean names(UUID account) {
        return entries.containsKey(account);
    }

    /** Warnings for the accounts in it that are not among those of the archive: nothing of them is imported. */
    public List<Reason> unknown(Collection<UUID> archived) {
        return entries.keySet().stream()
                .filter(account -> !archived.contains(account))
                .map(account -> new Reason(
                        "account-unknown",
                        "/" + Origin.escape(account.toString()),
                        account.toString(),
                        "the archive has no account of this UUID"))
                .toList();
    }

    Json.@Nullable Obj entry(UUID account) {
        return entries.get(account);
    }

    /** Says how many, nothing of them. */
    @Override
    public String toString() {
        return "AccountsFile[" + entries.size() + " accounts]";
    }
}
