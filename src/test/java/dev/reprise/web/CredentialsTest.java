package dev.reprise.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.JsonNode;

/** Nobody gets anywhere without the right token, and nobody learns what is for others. */
class CredentialsTest {

    /** Each route with the scope that it takes. A route that is not here fails the test. */
    private static final Map<String, Scope> ROUTES = Map.ofEntries(
            Map.entry("POST /servicesv1/products/{id}/import", Scope.IMPORT),
            Map.entry("GET /servicesv1/products/{id}", Scope.VIEW),
            Map.entry("GET /servicesv1/products/{id}/export", Scope.VIEW),
            Map.entry("POST /project/import/{org}/{space}/{project}", Scope.IMPORT),
            Map.entry("POST /apim/import_version/{org}/apim/{api}/{version}", Scope.IMPORT),
            Map.entry("GET /project/export/{org}/{space}/{project}", Scope.VIEW),
            Map.entry("GET /project/export/{org}/{space}/{project}/{*asset}", Scope.VIEW),
            Map.entry("GET /apim/export_version/{org}/apim/{api}/{version}", Scope.VIEW),
            Map.entry("POST /api/1/rest/public/project/import/{org}/{space}/{project}", Scope.IMPORT),
            Map.entry("POST /api/1/rest/public/apim/import_version/{org}/apim/{api}/{version}", Scope.IMPORT),
            Map.entry("GET /api/1/rest/public/project/export/{org}/{space}/{project}", Scope.VIEW),
            Map.entry("GET /api/1/rest/public/project/export/{org}/{space}/{project}/{*asset}", Scope.VIEW),
            Map.entry("GET /api/1/rest/public/apim/export_version/{org}/apim/{api}/{version}", Scope.VIEW),
            Map.entry("GET /openapi.yaml", Scope.VIEW),
            Map.entry("GET /schedules", Scope.VIEW),
            Map.entry("GET /schedules/{name}", Scope.VIEW),
            Map.entry("PUT /schedules/{name}", Scope.ADMIN),
            Map.entry("DELETE /schedules/{name}", Scope.ADMIN),
            Map.entry("POST /schedules/{name}/pause", Scope.ADMIN),
            Map.entry("POST /schedules/{name}/resume", Scope.ADMIN),
            Map.entry("GET /imports", Scope.VIEW),
            Map.entry("POST /imports", Scope.IMPORT),
            Map.entry("GET /imports/{id}", Scope.VIEW),
            Map.entry("GET /imports/{id}/rejections", Scope.VIEW),
            Map.entry("GET /imports/{id}/events", Scope.VIEW),
            Map.entry("POST /imports/{id}/stop", Scope.IMPORT),
            Map.entry("POST /imports/{id}/restart", Scope.IMPORT),
            Map.entry("POST /imports/{id}/recover", Scope.IMPORT),
            Map.entry("POST /imports/{id}/abandon", Scope.IMPORT),
            Map.entry("POST /imports/{id}/apply", Scope.UNDO),
            Map.entry("POST /imports/{id}/rollback", Scope.UNDO));

    private final Served served = Served.shared();

    private int status(String route, String authorization) {
        String[] parts = route.split(" ");
        String id = parts[1].startsWith("/imports") ? UUID.randomUUID().toString() : "410";
        String path = parts[1].replace("{id}", id).replaceAll("[{}*]", "");
        HttpRequest.Builder request = HttpRequest.newBuilder(served.at(path + "?target=product/410"))
                .method(parts[0], parts[0].equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}"));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return Served.send(request.build()).statusCode();
    }

    @Test
    void noRouteIsOpen() {
        assertThat(served.routes()).isEqualTo(new TreeSet<>(ROUTES.keySet()));
        Tokens tokens = served.bean(Tokens.class);
        String expired = tokens.create(
                        "old", List.of("admin"), List.of(), Instant.now().minusSeconds(1))
                .secret();
        Tokens.Made revoked = tokens.create("gone", List.of("admin"), List.of(), null);
        tokens.revoke(revoked.id());
        ROUTES.forEach((route, scope) -> {
            assertThat(status(route, "")).as(route).isEqualTo(401);
            assertThat(status(route, "Bearer " + expired)).as(route).isEqualTo(401);
            EnumSet<Scope> others = EnumSet.complementOf(EnumSet.of(scope, Scope.ADMIN));
            assertThat(status(route, "Bearer " + served.token(others)))
                    .as(route)
                    .isEqualTo(403);
            assertThat(status(route, "Bearer " + served.token(EnumSet.of(scope))))
                    .as(route)
                    .isNotIn(401, 403);
        });
        // each failure makes the next one slower
        for (String bad :
                List.of("Bearer " + revoked.secret(), "Bearer wrong", "Basic ???", "Bearer " + "x".repeat(5000))) {
            assertThat(status("GET /imports", bad)).isEqualTo(401);
        }
    }

    @Test
    void aTokenIsTakenInEachVendorsWay() {
        String token = served.token(EnumSet.of(Scope.VIEW));
        String basic = Base64.getEncoder().encodeToString(("me@acme.test:" + token).getBytes(StandardCharsets.UTF_8));
        for (String[] header : List.of(
                new String[] {"Authorization", "Bearer " + token},
                new String[] {"Authorization", "Basic " + basic},
                new String[] {"Apikey", token})) {
            HttpRequest request = HttpRequest.newBuilder(served.at("/imports"))
                    .headers(header)
                    .build();
            assertThat(Served.send(request).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void guessingIsSlowAndWrittenDown() {
        FailedLogins failed = new FailedLogins(Duration.ofMillis(400), served.bean(Audit.class));
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/imports");
        request.setRemoteAddr("192.0.2.1");
        long began = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            assertThat(failed.refusal(request, "wrong").problem().code()).isEqualTo("unauthenticated");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(1300));
        assertThat(served.database()
                        .jdbc()
                        .queryForList(
                                "SELECT act || ' ' || status FROM audit WHERE address = '192.0.2.1'", String.class))
                .containsExactly("GET /imports 401", "GET /imports 401", "GET /imports 401"); // the 1st, 2nd, 4th
        List<String> codes = IntStream.range(0, 40)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> failed.refusal(request, "wrong").problem().code(), work -> new Thread(work).start()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        assertThat(codes).contains("logins-full", "unauthenticated");
    }

    @Test
    void whatIsBegunIsWrittenDownBeforeItIsAnswered() throws SQLException {
        long product = served.product(1);
        Tokens.Made made = served.bean(Tokens.class).create("early", List.of("import"), List.of(), null);
        CompletableFuture<HttpResponse<String>> answer;
        try (Connection held = served.database().dataSource().getConnection()) {
            held.setAutoCommit(false);
            held.createStatement().execute("LOCK TABLE product IN EXCLUSIVE MODE");
            answer = CompletableFuture.supplyAsync(() -> served.post(
                    "/servicesv1/products/" + product + "/import", made.secret(), Served.export(product, 2)));
            Awaitility.await()
                    .until(() -> served.database()
                            .jdbc()
                            .queryForList(
                                    "SELECT target || coalesce(status, 0) FROM audit WHERE token_id = ?",
                                    String.class,
                                    made.id())
                            .equals(List.of("/servicesv1/products/" + product + "/import0")));
            held.rollback();
        }
        assertThat(answer.join().statusCode()).isEqualTo(200);
        Awaitility.await()
                .until(() -> served.database()
                        .jdbc()
                        .queryForList("SELECT status FROM audit WHERE token_id = ?", Integer.class, made.id())
                        .equals(List.of(200)));
    }

    @Test
    void whatIsForOthersIsNotThere() {
        long mine = served.product(1);
        long theirs = served.product(1);
        String token = served.token(EnumSet.allOf(Scope.class), "product/" + mine, "project/nobody/*");
        JsonNode all = Served.json(served.get("/imports", token)).path("imports");
        assertThat(all).hasSize(1);
        assertThat(all.path(0).path("target").asString()).isEqualTo("product/" + mine);
        String other = Served.json(served.get("/imports?target=product/" + theirs, served.admin()))
                .at("/imports/0/import")
                .asString();
        HttpResponse<String> hidden = served.get("/imports/" + other, token);
        HttpResponse<String> none = served.get("/imports/" + UUID.randomUUID(), token);
        assertThat(hidden.statusCode()).isEqualTo(none.statusCode()).isEqualTo(404);
        for (String act : List.of("stop", "restart", "recover", "abandon", "apply", "rollback")) {
            assertThat(served.post("/imports/" + other + "/" + act, token, "").statusCode())
                    .isEqualTo(404);
        }
        assertThat(served.get("/imports/" + other + "/rejections", token).statusCode())
                .isEqualTo(404);
        assertThat(served.get("/servicesv1/products/" + theirs + "/export", token)
                        .statusCode())
                .isEqualTo(404);
        assertThat(served.get("/servicesv1/products/" + theirs, token).statusCode())
                .isEqualTo(404);
        // a schedule may write to any target
        String limited = served.token(EnumSet.of(Scope.ADMIN), "product/" + mine);
        assertThat(served.get("/schedules", limited).statusCode()).isEqualTo(403);
        assertThat(served.post("/schedules/any/pause", limited, "").statusCode())
                .isEqualTo(403);
        assertThat(served.post("/servicesv1/products/" + theirs + "/import", token, Served.export(theirs, 0))
                        .statusCode())
                .isEqualTo(403);
        assertThat(served.post("/imports?target=product/" + theirs, token, Served.export(theirs, 0))
                        .statusCode())
                .isEqualTo(403);
        assertThat(served.get("/servicesv1/products/" + mine + "/export", token).statusCode())
                .isEqualTo(200);
    }

    @Test
    void everyActIsWrittenDown() {
        long product = served.product(1);
        long theirs = served.product(1);
        String mine = served.newest("product/" + product, "completed").toString();
        String hidden = served.newest("product/" + theirs, "completed").toString();
        Tokens.Made made =
                served.bean(Tokens.class).create("auditor", List.of("view"), List.of("product/" + product), null);
        served.post("/servicesv1/products/" + product + "/import", made.secret(), "{}");
        served.get("/servicesv1/products/" + product + "/export", made.secret());
        served.get("/servicesv1/products/" + theirs + "/export", made.secret());
        served.get("/imports/" + mine + "/rejections", made.secret());
        served.get("/imports/" + mine, made.secret());
        served.post("/imports/" + mine + "/abandon", made.secret(), "");
        served.post("/imports/" + hidden + "/stop", made.secret(), "");
        served.get("/imports/" + hidden, made.secret());
        served.get("/schedules", made.secret());
        List<String> acts = served.database().jdbc().queryForList("""
                SELECT act || ' ' || target || ' ' || status || coalesce(' ' || import_id, '') FROM audit
                WHERE token_id = ? AND who = 'auditor' ORDER BY audit_id
                """, String.class, made.id());
        assertThat(acts)
                .containsExactly(
                        "POST /servicesv1/products/{id}/import product/%d 403".formatted(product),
                        "GET /servicesv1/products/{id}/export product/%d 200".formatted(product),
                        "GET /servicesv1/products/{id}/export product/%d 404".formatted(theirs),
                        "GET /imports/{id}/rejections product/%d 200 %s".formatted(product, mine),
                        "POST /imports/{id}/abandon /imports/%s/abandon 403 %s".formatted(mine, mine),
                        "POST /imports/{id}/stop /imports/%s/stop 403 %s".formatted(hidden, hidden),
                        "GET /imports/{id} product/%d 404 %s".formatted(theirs, hidden),
                        "GET /schedules /schedules 403");
    }

    @Test
    void tokensAreNotKept() {
        String token = served.admin();
        served.get("/imports", token);
        List<String> found = Stream.of("api_token", "audit", "idempotency_key", "import")
                .filter(table -> !served.database()
                        .jdbc()
                        .queryForList("SELECT 1 FROM %s t WHERE strpos(t::text, ?) > 0".formatted(table), token)
                        .isEmpty())
                .toList();
        assertThat(found).isEmpty();
    }
}
