package dev.reprise.secret;

import dev.reprise.record.Reason;
import org.jspecify.annotations.Nullable;

/** What came of an account: its JSON as it may be stored, or why the account is refused. */
public final class Merge {

    private final byte @Nullable [] json;
    private final boolean updated;
    private final int sealed;
    private final @Nullable Reason refusal;

    private Merge(byte @Nullable [] json, boolean updated, int sealed, @Nullable Reason refusal) {
        this.json = json;
        this.updated = updated;
        this.sealed = sealed;
        this.refusal = refusal;
    }

    static Merge of(byte[] json, boolean updated, int sealed) {
        return new Merge(json, updated, sealed, null);
    }

    static Merge refused(Reason reason) {
        return new Merge(null, false, 0, reason);
    }

    /** Why the account stays out, with its place in the account and never a value; null if it goes in. */
    public @Nullable Reason refusal() {
        return refusal;
    }

    /** The account, no secret in plain: the very bytes that came if nothing had to change. Not to be asked of a refused one. */
    public byte[] json() {
        if (json == null) {
            throw new IllegalStateException("a refused account has no JSON that may be stored");
        }
        return json;
    }

    /** Whether the accounts file changed something: the vendor's answer then says "(updated)" after the label. */
    public boolean updated() {
        return updated;
    }

    /** Secrets that were encrypted now. */
    public int sealed() {
        return sealed;
    }

    /** Says how it ended, nothing of the account. */
    @Override
    public String toString() {
        return "Merge[" + (refusal != null ? refusal.code() : updated ? "updated" : "as it came") + "]";
    }
}
