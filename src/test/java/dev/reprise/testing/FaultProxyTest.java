package dev.reprise.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.testing.Fault.Mode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGConnection;

/** The proxy does to an operation what it says, so that tests which rely on it test something. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FaultProxyTest {

    private final TestDatabase database = TestPostgres.createDatabase();
    private final FaultProxy proxy = new FaultProxy(database);

    @BeforeEach
    void table() {
        database.jdbc().execute("CREATE SEQUENCE s; CREATE TABLE t (i int, n int DEFAULT nextval('s'))");
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    @ParameterizedTest
    @CsvSource({"CUT, 0", "LOSE_ANSWER, 2", "HALT, 0", "HALT_AFTER, 2"})
    void aCommitIsDoneOrNot(Mode mode, int rows) throws SQLException {
        boolean[] halted = new boolean[1];
        try (Connection connection = proxy.database().dataSource().getConnection()) {
            insertTwo(connection);
            proxy.arm(Fault.halt(mode, 1, () -> halted[0] = true));
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
            assertThatThrownBy(connection::createStatement).isInstanceOf(SQLException.class);
        }
        assertThat(proxy.struck()).isTrue();
        assertThat(halted[0]).isEqualTo(mode == Mode.HALT || mode == Mode.HALT_AFTER);
        assertThat(rows()).isEqualTo(rows);
    }

    @Test
    void anErrorIsTheServersAndAbortsItsTransaction() throws SQLException {
        try (Connection connection = proxy.database().dataSource().getConnection()) {
            insertTwo(connection);
            proxy.arm(Fault.of(Mode.THROW_ONCE, 1, "40P01"));
            assertThatThrownBy(() -> insert(connection))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            thrown -> assertThat(thrown.getSQLState()).isEqualTo("40P01"));
            assertThatThrownBy(() -> insert(connection)).hasMessageContaining("current transaction is aborted");
            connection.rollback();
            insertTwo(connection);
            connection.commit();
        }
        assertThat(rows()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"THROW_ONCE, 0", "CUT, 0", "LOSE_ANSWER, 1"})
    void theBeginOfATransactionIsAPartOfItsFirstStatement(Mode mode, int rows) throws SQLException {
        try (Connection connection = proxy.database().dataSource().getConnection()) {
            connection.setAutoCommit(false);
            insert(connection);
            connection.rollback();
            // A sequence remembers that the statement was done, whatever became of its transaction.
            proxy.arm(Fault.of(mode, 1, "53100"));
            assertThatThrownBy(() -> insert(connection)).isInstanceOf(SQLException.class);
            assertThat(proxy.operations()).isEqualTo(1);
        }
        assertThat(rows()).isZero();
        assertThat(database.jdbc().queryForObject("SELECT last_value FROM s", Integer.class))
                .isEqualTo(1 + rows);
    }

    @Test
    void theEndOfACopyIsAnOperationToo() throws Exception {
        try (Connection connection = proxy.database().dataSource().getConnection()) {
            var copies = connection.unwrap(PGConnection.class).getCopyAPI();
            proxy.arm(Fault.of(Mode.THROW_FOREVER, 2, "53100"));
            var copy = copies.copyIn("COPY t (i) FROM STDIN");
            copy.writeToCopy("1\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, 2);
            assertThatThrownBy(copy::endCopy).hasMessageContaining("a planned fault");
            assertThatThrownBy(() -> insert(connection)).hasMessageContaining("a planned fault");
            proxy.disarm();
            insert(connection);
        }
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void nothingPassesABlackHole() throws SQLException {
        try (Connection connection = proxy.database().dataSource().getConnection()) {
            connection.setNetworkTimeout(Runnable::run, 300);
            proxy.blackHole(true);
            assertThatThrownBy(() -> insert(connection)).hasMessageContaining("I/O error");
        }
        assertThat(rows()).isZero();
    }

    @Test
    void nobodyListensWhereTheServerIsAbsentAndOperationsTakeAsLongAsIsSaid() throws SQLException {
        proxy.absent(true);
        assertThatThrownBy(() -> proxy.database().dataSource().getConnection()).hasMessageContaining("refused");
        proxy.absent(false);
        try (Connection connection = proxy.database().dataSource().getConnection()) {
            proxy.delay(Duration.ofMillis(200));
            proxy.arm(Fault.of(Mode.CUT, 3, ""));
            long before = System.nanoTime();
            insert(connection);
            insert(connection);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
            assertThat(proxy.operations()).isEqualTo(2);
            assertThatThrownBy(() -> insert(connection)).isInstanceOf(SQLException.class);
        }
        assertThat(rows()).isEqualTo(2);
    }

    private static void insertTwo(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        insert(connection);
        insert(connection);
    }

    private static void insert(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO t (i) VALUES (1)");
        }
    }

    private int rows() {
        Integer rows = database.jdbc().queryForObject("SELECT count(*) FROM t", Integer.class);
        return rows == null ? -1 : rows;
    }
}
