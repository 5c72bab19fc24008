package dev.reprise.web;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is known of who did what, when, from where, and how it was answered: the table {@code audit}. */
public final class AuditTrail {

    private final JdbcTemplate jdbc;

    AuditTrail(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What somebody does.
     *
     * @param who the token's or the issuer's name for them, or theirs at this machine
     * @param token the token; null for none
     * @param address from where; null for this machine's command line
     * @param act method and pattern of the path, or command
     * @param target to what, as far as it is known: the path, until the door that it leads to knows better
     */
    record Act(
            String who,
            @Nullable UUID token,
            @Nullable String address,
            String act,
            @Nullable String target) {}

    /** Writes it down, before it is done: whoever dies meanwhile has at least begun. Returns the entry. */
    long begun(Act act) {
        Long entry = jdbc.queryForObject(
                "INSERT INTO audit (who, token_id, address, act, target) VALUES (?, ?, ?, ?, ?) RETURNING audit_id",
                Long.class,
                act.who(),
                act.token(),
                act.address(),
                act.act(),
                act.target());
        return entry == null ? 0 : entry;
    }

    /** How it was answered, and what it was about, which is not known before. */
    void answered(long entry, int status, @Nullable Object target, @Nullable Object importId) {
        jdbc.update(
                "UPDATE audit SET status = ?, target = coalesce(?, target), import_id = ? WHERE audit_id = ?",
                status,
                target,
                importId,
                entry);
    }

    /** Writes down what somebody does at the command line with what serving processes obey. */
    public void command(String act) {
        begun(new Act(System.getProperty("user.name", "?"), null, null, act, null));
    }

    /** Removes what is older than that. */
    void forget(Duration kept) {
        jdbc.update("DELETE FROM audit WHERE at < clock_timestamp() - make_interval(secs => ?)", kept.toSeconds());
    }
}
