package dev.reprise.source.snaplogic.account;

import dev.reprise.engine.job.SecretKeys;
import dev.reprise.secret.AccountSecrets;
import dev.reprise.secret.Keyset;
import dev.reprise.table.EntityTable;
import dev.reprise.table.Proof;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The keys under which the secrets of accounts are kept. */
public final class AccountKeys implements SecretKeys {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Keyset keyset;
    private final AccountSecrets secrets;
    private final EntityTable accounts;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    /** Of the accounts in this table. */
    public AccountKeys(
            Keyset keyset,
            AccountSecrets secrets,
            EntityTable accounts,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions) {
        this.keyset = keyset;
        this.secrets = secrets;
        this.accounts = accounts;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public String create() {
        return keyset.create();
    }

    @Override
    public byte[] publicKeys() {
        return keyset.publicKeys();
    }

    @Override
    public Rotation rotate() {
        keyset.rotate();
        return reseal();
    }

    /** Generation by generation, each in a transaction of its own: broken off anywhere, it is done by doing it again. */
    @Override
    public Rotation reseal() {
        String key = keyset.keyName();
        List<Long> generations = jdbc.queryForList(
                "SELECT generation_id FROM generation g WHERE entity_hashes IS NOT NULL AND state <> 'discarded'"
                        + " AND EXISTS (SELECT FROM account a WHERE a.generation_id = g.generation_id) ORDER BY generation_id",
                Long.class);
        AtomicLong left = new AtomicLong();
        long changed = 0;
        for (long generation : generations) {
            changed += Objects.requireNonNull(transaction.execute(status -> new Proof(jdbc)
                    .rewrite(accounts, generation, "content", (name, json) -> sealedAgain(name, json, left))));
        }
        return new Rotation(key, changed, left.get());
    }

    private byte[] sealedAgain(String name, byte[] json, AtomicLong left) {
        AccountSecrets.Resealed again = secrets.reseal(Accounts.owner(name, MAPPER.readTree(json)), json);
        left.addAndGet(again.left());
        return again.json();
    }
}
