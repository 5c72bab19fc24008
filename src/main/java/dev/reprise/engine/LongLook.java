package dev.reprise.engine;

import dev.reprise.engine.export.Ending;
import java.sql.SQLException;
import java.util.Objects;
import java.util.function.Function;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks at the database as it is at one moment, however long that takes. Rows may be locked, so that they stay. */
final class LongLook {

    private static final Logger LOG = LoggerFactory.getLogger(LongLook.class);

    /** A statement over millions of rows may be silent for longer than others. */
    private static final int ANSWER_MILLIS = 600_000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Ending ending;

    LongLook(JdbcTemplate jdbc, PlatformTransactionManager transactions, Ending ending) {
        this.jdbc = jdbc;
        this.ending = ending;
        this.transaction = new TransactionTemplate(transactions);
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /** Gives what the function finds. When the process is told to end, whatever is asked fails at once. */
    <T> T read(Function<JdbcTemplate, T> function) {
        return Objects.requireNonNull(transaction.execute(status -> {
            PGConnection server = Objects.requireNonNull(jdbc.execute((ConnectionCallback<PGConnection>) connection -> {
                connection.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
                return connection.unwrap(PGConnection.class);
            }));
            jdbc.execute("SET LOCAL work_mem = '64MB'");
            try (Ending.Watch watch = ending.watch(() -> cancel(server))) {
                return function.apply(jdbc);
            }
        }));
    }

    private static void cancel(PGConnection server) {
        try {
            server.cancelQuery();
        } catch (SQLException e) {
            LOG.debug("a statement could not be cancelled", e);
        }
    }
}
