package dev.reprise.web;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What is known of who did what, when, from where, and how it was answered: the table {@code audit}. */
@Component
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
     * @param importId to which import, as far as that is known
     */
    record Act(
            String who,
            @Nullable UUID token,
            @Nullable String address,
            String act,
            @Nullable String target,
            @Nullable UUID importId) {}

    /** Writes it down, before it is done: whoever dies meanwhile has at least begun. Returns the entry. */
    long begun(Act act) {
        Long entry = jdbc.queryForObject(
                "INSERT INTO audit (who, token_id, address, act, target, import_id) VALUES (?, ?, ?, ?, ?, ?) RETURNING audit_id",
                Long.class,
                act.who(),
                act.token(),
                act.address(),
                act.act(),
                act.target(),
                act.importId());
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

    /**
     * Writes down what somebody is about to do at the command line.
     *
     * @param act the command's words
     * @param target to what; null if that is not a target
     * @param importId to which import; null for none
     */
    public void command(String act, @Nullable String target, @Nullable UUID importId) {
        begun(new Act(System.getProperty("user.name", "?"), null, null, act, target, importId));
    }

    /** Removes what is older than that. */
    void forget(Duration kept) {
        jdbc.update("DELETE FROM audit WHERE at < clock_timestamp() - make_interval(secs => ?)", kept.toSeconds());
    }
}
