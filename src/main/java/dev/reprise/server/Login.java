package dev.reprise.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * How to get into a running server.
 *
 * @param port where it listens on the loopback address
 * @param password of {@link #USER}
 */
record Login(int port, String password) {

    static final String USER = "reprise";

    static final String WRONG_PASSWORD = "28P01";

    private static final String DATABASE = "reprise";
    private static final String NO_SUCH_DATABASE = "3D000";
    private static final String SECONDS_TO_ANSWER = "10";

    String url() {
        return url(DATABASE);
    }

    /** Makes sure that the server answers, is ours (it knows the password), and has the database. */
    void check() throws SQLException {
        try (Connection connection = connect(DATABASE)) {
            connection.setReadOnly(true);
        } catch (SQLException e) {
            if (!NO_SUCH_DATABASE.equals(e.getSQLState())) {
                throw e;
            }
            createDatabase();
        }
    }

    private void createDatabase() throws SQLException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + DATABASE);
        }
    }

    private Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", password);
        properties.setProperty("loginTimeout", SECONDS_TO_ANSWER);
        return DriverManager.getConnection(url(database), properties);
    }

    /** Another program that got hold of the port must not be able to ask for the password in clear. */
    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?requireAuth=scram-sha-256";
    }

    @Override
    public String toString() {
        return "Login[" + url() + "]";
    }
}
