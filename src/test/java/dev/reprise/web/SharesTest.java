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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What one token asks for leaves something to all others. */
class SharesTest {

    private final Served served = Served.shared();
    private final String one = served.token(EnumSet.of(Scope.VIEW, Scope.IMPORT));
    private final String other = served.token(EnumSet.of(Scope.VIEW, Scope.IMPORT));

    private Connection locked(String table, String mode) throws SQLException {
        Connection connection = served.database().dataSource().getConnection();
        connection.setAutoCommit(false);
        connection.createStatement().execute("LOCK TABLE %s IN %s MODE".formatted(table, mode));
        return connection;
    }

    private String path(long product, String token) {
        return "/imports/"
                + Served.json(served.get("/imports?target=product/" + product, token))
                        .at("/imports/0/import")
                        .asString();
    }

    /** How many are kept waiting by a lock. */
    private int asking() {
        return served.database()
                .jdbc()
                .queryForList(
                        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
                        Integer.class)
                .size();
    }

    @Test
    void questionsThatTakeTimeLeaveConnectionsToOthers() throws SQLException {
        String path = path(served.product(1), one);
        List<CompletableFuture<HttpResponse<String>>> answers;
        try (Connection held = locked("import_rejection", "ACCESS EXCLUSIVE")) {
            answers = Stream.generate(() -> CompletableFuture.supplyAsync(
                            () -> served.get(path, one), work -> new Thread(work).start()))
                    .limit(20)
                    .toList();
            Awaitility.await().until(() -> asking() >= 4);
            assertThat(served.get("/imports?limit=1", other).statusCode()).isEqualTo(200);
            assertThat(asking()).isEqualTo(4);
            held.rollback();
        }
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
    }

    @Test
    void whatOneDoesLeavesConnectionsToOthers() throws SQLException {
        long product = served.product(1);
        served.post("/servicesv1/products/" + product + "/import", one, Served.export(product, 2));
        String undo = served.token(EnumSet.of(Scope.UNDO));
        String path = path(product, one) + "/rollback";
        List<CompletableFuture<HttpResponse<String>>> answers;
        try (Connection held = locked("import_lease", "EXCLUSIVE")) {
            answers = Stream.generate(() -> CompletableFuture.supplyAsync(
                            () -> served.post(path, undo, ""), work -> new Thread(work).start()))
                    .limit(10)
                    .toList();
            Awaitility.await().until(() -> asking() == 2);
            assertThat(served.get("/imports?limit=1", other).statusCode()).isEqualTo(200);
            assertThat(asking()).isEqualTo(2);
            held.rollback();
        }
        assertThat(answers.stream().map(answer -> answer.join().statusCode()).toList())
                .containsOnlyOnce(200)
                .containsAnyOf(409, 503)
                .allMatch(status -> status == 200 || status == 409 || status == 503);
    }

    private Socket begun(long product, String token) throws IOException {
        Socket socket = new Socket("127.0.0.1", served.at("/").getPort());
        socket.getOutputStream()
                .write(
                        "POST /servicesv1/products/%d/import HTTP/1.1\r\nHost: x\r\nApikey: %s\r\nContent-Length: 9999\r\n\r\n{"
                                .formatted(product, token)
                                .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void goOn(Socket socket) {
        try {
            socket.getOutputStream().write(' ');
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("Broken pipe|Connection reset.*"); // it was refused
        }
    }

    @Test
    void uploadsOfOneLeaveRoomForOthers() throws IOException {
        long product = served.product(1);
        long theirs = served.product(1);
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 25; i++) {
                slow.add(begun(product, one));
            }
            Awaitility.await().until(() -> {
                slow.forEach(SharesTest::goOn); // else they are given up soon
                HttpResponse<String> full =
                        served.post("/servicesv1/products/" + product + "/import", one, Served.export(product, 2));
                return full.statusCode() == 503 && full.body().contains("uploads-full");
            });
            assertThat(served.post("/servicesv1/products/" + theirs + "/import", other, Served.export(theirs, 2))
                            .statusCode())
                    .isEqualTo(200);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void lookersOnOfOneLeaveRoomForOthers() throws Exception {
        long product = served.product(1);
        List<CompletableFuture<HttpResponse<String>>> told = new ArrayList<>();
        try (Connection held = locked("product", "EXCLUSIVE")) {
            String path = "/imports/"
                    + Served.json(served.post(
                                    "/imports?target=product/" + product, served.admin(), Served.export(product, 3)))
                            .path("import")
                            .asString()
                    + "/events";
            HttpRequest request = served.request(path, one).build();
            for (int i = 0; i < 12; i++) {
                told.add(CompletableFuture.supplyAsync(() -> Served.send(request), work -> new Thread(work).start()));
            }
            Awaitility.await()
                    .until(() -> told.stream().filter(CompletableFuture::isDone).count() == 2);
            HttpRequest another = served.request(path, other).build();
            told.add(CompletableFuture.supplyAsync(() -> Served.send(another), work -> new Thread(work).start()));
            Awaitility.await()
                    .during(Duration.ofSeconds(1))
                    .until(() -> told.stream().filter(CompletableFuture::isDone).count() == 2);
            held.rollback();
        }
        List<Integer> statuses =
                told.stream().map(answer -> answer.join().statusCode()).sorted().toList();
        assertThat(statuses).hasSize(13).startsWith(200).endsWith(503, 503);
        assertThat(statuses.get(10)).isEqualTo(200);
    }
}
