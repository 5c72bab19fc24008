package dev.reprise.engine.ledger;

import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Transactions for what only reads: one connection, one moment, and rows that come in portions. */
final class ReadOnly {

    private ReadOnly() {}

    /** A caller's transaction is joined as it is. */
    static TransactionTemplate snapshot(JdbcTemplate jdbc) {
        var transaction =
                new TransactionTemplate(new JdbcTransactionManager(Objects.requireNonNull(jdbc.getDataSource())));
        transaction.setReadOnly(true);
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        return transaction;
    }
}
