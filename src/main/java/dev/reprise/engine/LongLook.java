package dev.reprise.engine;

import java.util.Objects;
import java.util.function.Function;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks at the database as it is at one moment, however long that takes. Rows may be locked, so that they stay. */
final class LongLook {

    /** A statement over millions of rows may be silent for longer than others. */
    private static final int ANSWER_MILLIS = 600_000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    LongLook(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /** Gives what the function finds. */
    <T> T read(Function<JdbcTemplate, T> function) {
        return Objects.requireNonNull(transaction.execute(status -> {
            jdbc.execute((ConnectionCallback<Boolean>) connection -> {
                connection.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
                return true;
            });
            jdbc.execute("SET LOCAL work_mem = '64MB'");
            return function.apply(jdbc);
        }));
    }
}
