package dev.reprise.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What waits: not too much of it, whoever asked for it or has gone away, and who looks on is told. */
class QueueTest {

    /** Nobody publishes while it is open. */
    private static Connection held(Served served) throws SQLException {
        Connection connection = served.database().dataSource().getConnection();
        connection.setAutoCommit(false);
        connection.createStatement().execute("LOCK TABLE product IN EXCLUSIVE MODE");
        return connection;
    }

    private static HttpResponse<String> queued(Served served, long product) {
        return served.post("/imports?create=true&target=product/" + product, served.admin(), Served.export(product, 1));
    }

    private static HttpResponse<String> queued(Served served, long product, String token, String key) {
        return served.post(
                "/imports?create=true&target=product/" + product,
                token,
                Served.export(product, 1),
                "Idempotency-Key",
                key);
    }

    private static String status(Served served, long product) {
        return Served.json(served.get("/imports?target=product/" + product, served.admin()))
                .at("/imports/0/status")
                .asString("");
    }

    private static void awaitStatus(Served served, long product, String status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> status(served, product).equals(status));
    }

    @Test
    void whenTooManyWaitOthersAreToldToComeLater() throws SQLException {
        try (Served served = new Served("--reprise.queue.parallel=1", "--reprise.queue.waiting=2")) {
            try (Connection held = held(served)) {
                assertThat(queued(served, 1).statusCode()).isEqualTo(202);
                awaitStatus(served, 1, "running");
                assertThat(queued(served, 2).statusCode()).isEqualTo(202);
                assertThat(queued(served, 3).statusCode()).isEqualTo(202);
                HttpResponse<String> full = queued(served, 4);
                assertThat(full.statusCode()).isEqualTo(429);
                assertThat(full.headers().firstValue("Retry-After")).contains("5");
                assertThat(Served.json(full).path("code").asString()).isEqualTo("queue-full");
                held.rollback();
            }
            awaitStatus(served, 3, "completed");
            assertThat(queued(served, 4).statusCode()).isEqualTo(202);
            awaitStatus(served, 4, "completed");
        }
    }

    /** What came while the queue was filled by others; a share of it; and who asks again for what they have. */
    @Test
    void theQueueIsForAll() throws Exception {
        try (Served served = new Served(
                "--reprise.queue.parallel=1", "--reprise.queue.waiting=4", "--reprise.queue.waiting-of-one=2")) {
            String one = served.token(EnumSet.of(Scope.IMPORT, Scope.VIEW));
            String other = served.token(EnumSet.of(Scope.IMPORT, Scope.VIEW));
            try (Connection held = held(served)) {
                HttpResponse<String> first = queued(served, 1, one, "k1");
                awaitStatus(served, 1, "running");
                assertThat(queued(served, 2, one, "k2").statusCode()).isEqualTo(202);
                assertThat(queued(served, 3, one, "k3").statusCode()).isEqualTo(202);
                HttpResponse<String> full = queued(served, 4, one, "k4");
                assertThat(full.statusCode()).isEqualTo(429);
                assertThat(full.body()).contains("2 imports of yours wait already");
                assertThat(queued(served, 5, other, "k1").statusCode()).isEqualTo(202);
                assertThat(whoseTurnWasTaken(served, () -> queued(served, 6, other, "k2")))
                        .startsWith("HTTP/1.1 429");
                assertThat(queued(served, 1, one, "k1").statusCode()).isEqualTo(409);
                held.rollback();
                awaitStatus(served, 1, "completed");
                try (Connection again = held(served)) {
                    for (int i = 8;
                            queued(served, i, i % 2 == 0 ? one : other, "more" + i)
                                            .statusCode()
                                    == 202;
                            i++) {
                        assertThat(i).isLessThan(20);
                    }
                    HttpResponse<String> known = queued(served, 1, one, "k1");
                    assertThat(Served.json(known).path("import"))
                            .isEqualTo(Served.json(first).path("import"));
                    again.rollback();
                }
            }
            awaitStatus(served, 6, "completed");
        }
    }

    /** What an upload is told that had its place before it was sent, and had none when it was there. */
    private static String whoseTurnWasTaken(Served served, Supplier<HttpResponse<String>> meanwhile)
            throws IOException {
        String export = Served.export(7, 1);
        try (Socket slow = new Socket("127.0.0.1", served.at("/").getPort())) {
            String head =
                    "POST /imports?create=true&target=product/7 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nApikey: %s\r\nContent-Length: %d\r\n\r\n%s"
                            .formatted(served.admin(), export.length(), export.substring(0, 9));
            slow.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            Awaitility.await().until(() -> parts(served) == 1);
            assertThat(meanwhile.get().statusCode()).isEqualTo(202);
            slow.getOutputStream().write(export.substring(9).getBytes(StandardCharsets.US_ASCII));
            return new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static long parts(Served served) {
        return Objects.requireNonNull(served.spool().toFile().list((folder, name) -> name.endsWith(".part"))).length;
    }

    @Test
    void whoHangsUpHarmsNothing() throws Exception {
        Served served = Served.shared();
        long product = served.product(1);
        try (Connection held = held(served)) {
            try (Socket client = new Socket("127.0.0.1", served.at("/").getPort())) {
                String export = Served.export(product, 7);
                client.getOutputStream()
                        .write(
                                "POST /servicesv1/products/%d/import HTTP/1.1\r\nHost: x\r\nApikey: %s\r\nContent-Length: %d\r\n\r\n%s"
                                        .formatted(product, served.admin(), export.length(), export)
                                        .getBytes(StandardCharsets.US_ASCII));
                awaitStatus(served, product, "running");
            }
            held.rollback();
        }
        awaitStatus(served, product, "completed");
        assertThat(served.database()
                        .jdbc()
                        .queryForObject("SELECT count(*) FROM live.task WHERE product_id = ?", Integer.class, product))
                .isEqualTo(7);
    }

    @Test
    void whoLooksOnIsToldUntilTheEnd() throws Exception {
        Served served = Served.shared();
        long product = served.product(1);
        CompletableFuture<HttpResponse<String>> events;
        try (Connection held = held(served)) {
            String importId = Served.json(served.post(
                            "/imports?target=product/" + product, served.admin(), Served.export(product, 4)))
                    .path("import")
                    .asString();
            awaitStatus(served, product, "running");
            HttpRequest request = served.request("/imports/" + importId + "/events", served.admin())
                    .build();
            events = CompletableFuture.supplyAsync(() -> Served.send(request));
            Awaitility.await().during(Duration.ofMillis(1500)).until(() -> !events.isDone());
            held.rollback();
        }
        HttpResponse<String> told = events.get();
        assertThat(told.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        String[] blocks = told.body().strip().split("\n\n");
        assertThat(blocks).hasSizeGreaterThan(1);
        assertThat(blocks[0]).startsWith("event: progress\ndata: {\"schema\":\"reprise/1\",\"type\":\"progress\"");
        assertThat(blocks[blocks.length - 1]).startsWith("event: summary\n").contains("\"status\":\"completed\"");
    }
}
