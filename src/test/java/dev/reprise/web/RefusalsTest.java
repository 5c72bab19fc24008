package dev.reprise.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What is this server's own fault is not told as the client's, and not in the words of its database. */
class RefusalsTest {

    private static String told(Throwable failure) throws IOException {
        MockHttpServletResponse response = new MockHttpServletResponse();
        new Refusals(List.of()).answer(failure, new MockHttpServletRequest("GET", "/imports"), response);
        return response.getStatus() + " " + response.getContentAsString();
    }

    @Test
    void theServersOwnFaultsAreNotTheClients() throws IOException {
        assertThat(told(new SQLException("permission denied for table import", "42501")))
                .startsWith("500 ")
                .contains("\"internal\"")
                .doesNotContain("permission");
        assertThat(told(new IllegalStateException(new SQLException("password authentication failed", "28P01"))))
                .startsWith("500 ")
                .doesNotContain("password");
        assertThat(told(new UncheckedIOException(new NoSuchFileException("/var/spool/x.json"))))
                .startsWith("500 ")
                .doesNotContain("/var/spool");
        assertThat(told(new RefusedException(
                        Exit.NOT_ALLOWED,
                        Problem.unchanged(
                                "database-not-allowed", "permission denied for table x", "SQLSTATE 42501", ""))))
                .startsWith("500 ")
                .doesNotContain("permission", "42501");
        assertThat(told(new SQLException("connection to db.internal refused", "08001")))
                .startsWith("503 ")
                .doesNotContain("db.internal");
    }

    @Test
    void aRuleOfOursIsToldWhereverItWasThrown() throws IOException {
        RefusedException rule = new RefusedException(
                Exit.NOT_FOUND, Problem.unchanged("target-unknown", "there is no product/1", null, "Check it."));
        assertThat(told(new IllegalStateException(rule))).startsWith("404 ").contains("there is no product/1");
    }
}
