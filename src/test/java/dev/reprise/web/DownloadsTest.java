package dev.reprise.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reprise.engine.export.Exporter;
import dev.reprise.engine.job.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Clients that do not read what they asked for hold only a few of the connections that all share, and not all of those for one. */
class DownloadsTest {

    private static final int TASKS = 90_000;

    private final Served served = Served.shared();
    private final long product = served.product(TASKS);
    private final String path = "/servicesv1/products/" + product + "/export";

    /** A client that asks and does not listen: less than the export fits between it and the server. */
    private Socket deaf(String token) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress("127.0.0.1", served.at("/").getPort()));
        socket.getOutputStream()
                .write("GET %s HTTP/1.1\r\nHost: x\r\nApikey: %s\r\n\r\n"
                        .formatted(path, token)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void whoDoesNotReadKeepsNobodyOut() throws IOException {
        String one = served.token(EnumSet.of(Scope.VIEW));
        String other = served.token(EnumSet.of(Scope.VIEW));
        try (Socket first = deaf(one);
                Socket second = deaf(one)) {
            assertThat(List.of(first, second)).allMatch(Socket::isConnected);
            // what goes out is written down before it does
            Awaitility.await()
                    .until(() -> served.database()
                                    .jdbc()
                                    .queryForList(
                                            "SELECT audit_id FROM audit WHERE status IS NULL AND target = ?",
                                            Long.class,
                                            path)
                                    .size()
                            == 2);
            Awaitility.await().until(() -> served.get(path, one).statusCode() == 503);
            HttpResponse<String> refused = served.get(path, one);
            assertThat(Served.json(refused).path("error").asString("") + refused.body())
                    .contains("downloads-full");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(served.get(path, other).body()).hasSizeGreaterThan(5_000_000);
            try (Socket third = deaf(other)) {
                assertThat(third.isConnected()).isTrue();
                Awaitility.await().until(() -> served.get(path, other).statusCode() == 503);
                assertThat(served.product(1)).isPositive();
            }
        }
        Awaitility.await().until(() -> served.get(path, one).statusCode() == 200);
    }

    /** What was sent to who did not take it must not be an answer to anybody else. */
    @Test
    void whatBreaksOffLeavesItsConnectionsClean() {
        Target target = Target.parse("product/" + product);
        for (int i = 0; i < 5; i++) {
            int limit = 100_000 * i;
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() ->
                            served.bean(Exporter.class).run("product-export", target, Map.of(), new Breaking(limit)));
        }
        JdbcTemplate pool = served.bean(JdbcTemplate.class);
        for (int i = 0; i < 20; i++) {
            assertThat(pool.queryForObject("SELECT ?::int", Integer.class, i)).isEqualTo(i);
        }
    }

    private static final class Breaking extends OutputStream {

        private long left;

        Breaking(long limit) {
            this.left = limit;
        }

        @Override
        public void write(int one) throws IOException {
            if (left-- <= 0) {
                throw new IOException("nobody reads on");
            }
        }
    }
}
